"""Events as a calendar reads them, and the private address of a feed."""

import icalendar

from board.db import session
from board.signups import calendar, feeds

ORIGIN = "https://localhost"


def event_of(signup):
    session.expire_all()
    [event] = icalendar.Calendar.from_ical(calendar.of_signup(signup, ORIGIN)).walk("VEVENT")
    return event


def events_of(person):
    session.expire_all()
    return icalendar.Calendar.from_ical(calendar.of_person(person.id, ORIGIN)).walk("VEVENT")


def text(event, name):
    return str(event[name])


def feed_path(person):
    feeds.start(person)
    session.commit()
    return feeds.path(feeds.of(person))
