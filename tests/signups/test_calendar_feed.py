"""A calendar under a private address: what it holds, who reads it, and how it is changed and ended."""

from datetime import timedelta

import icalendar
from sqlalchemy import select

from board import clock
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import session
from board.signups import calendar, feeds, services
from board.signups.models import CalendarFeed
from tests.factories import committed, make_person, make_shift, make_signup
from tests.queries import counted
from tests.signups.calendars import ORIGIN, events_of, feed_path, text

# The feed


def test_the_feed_holds_what_is_ahead_and_the_last_ninety_days(mine, resident, clock_at):
    with committed():
        recent = make_signup(shift=make_shift(starts_in=timedelta(days=-89)), person=resident)
        make_signup(shift=make_shift(starts_in=timedelta(days=-92)), person=resident)
        make_signup(shift=mine.shift, person=make_person())

    assert {text(event, "UID") for event in events_of(resident)} == {
        f"signup-{signup.id}@wenjiang-gongyi" for signup in (mine, recent)
    }


def test_what_was_given_up_stays_struck_out_for_sixty_days(mine, resident, clock_at):
    services.withdraw(mine, reason="")
    session.commit()

    clock_at.move(days=59)
    [event] = events_of(resident)
    clock_at.move(days=2)

    assert text(event, "STATUS") == "CANCELLED"
    assert events_of(resident) == []


def test_the_feed_is_read_without_signing_in_and_kept_in_no_shared_cache(browser, mine, resident):
    answer = browser.get(feed_path(resident))

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in answer.headers
    assert len(icalendar.Calendar.from_ical(answer.body).walk("VEVENT")) == 1


def test_an_unchanged_feed_is_not_sent_twice(browser, mine, resident, clock_at):
    path = feed_path(resident)
    first = browser.get(path)
    asking = {"If-None-Match": first.headers["ETag"]}

    clock_at.move(hours=1)
    unchanged = browser.client.get(path, base_url=ORIGIN, headers=asking)
    services.withdraw(mine, reason="")
    session.commit()
    changed = browser.client.get(path, base_url=ORIGIN, headers=asking)

    assert (unchanged.status_code, unchanged.get_data()) == (304, b"")
    assert changed.status_code == 200


def test_a_feed_costs_three_questions_however_long_it_is(engine, browser, mine, resident):
    path = feed_path(resident)
    browser.get(path)
    for _ in range(12):
        make_signup(shift=make_shift(), person=resident)

    with counted(engine) as sent:
        browser.get(path)

    assert len(sent) <= 3, "\n".join(sent)


def test_a_feed_never_grows_beyond_its_limit(mine, resident, monkeypatch):
    monkeypatch.setattr(calendar, "MOST", 3)
    for days in range(6, 10):
        make_signup(shift=make_shift(starts_in=timedelta(days=days)), person=resident)

    assert len(events_of(resident)) == 3


# The address


def test_the_table_holds_no_address_only_its_hash(resident):
    token = feed_path(resident).removeprefix("/feeds/").removesuffix(".ics")

    [row] = session.scalars(select(CalendarFeed))
    assert len(row.token_hash) == 64
    assert row.token_hash not in token
    assert token not in row.token_hash
    assert len(token.partition("-")[2]) >= 32


def test_another_address_makes_the_old_one_worthless(browser, mine, resident):
    old = feed_path(resident)
    feeds.renew(resident)
    session.commit()
    new = feeds.path(feeds.of(resident))

    assert old != new
    browser.get(old, status=404)
    browser.get(new)


def test_starting_twice_keeps_the_address(resident):
    assert feed_path(resident) == feed_path(resident)


def test_after_stopping_nobody_reads_it(browser, mine, resident):
    path = feed_path(resident)
    feeds.stop(resident)
    session.commit()

    browser.get(path, status=404)
    assert feeds.of(resident) is None


def test_the_feed_ends_with_the_account(browser, mine, resident):
    path = feed_path(resident)
    services.close_account(account_of(resident))
    session.commit()

    browser.get(path, status=404)


def test_a_disabled_account_has_no_feed(browser, mine, resident):
    path = feed_path(resident)
    with committed():
        account_of(resident).disabled_at = clock.now()

    browser.get(path, status=404)


def test_a_wrong_address_is_not_found(browser, mine, resident):
    path = feed_path(resident)

    for wrong in (path.replace(".ics", "0.ics"), "/feeds/1-0.ics", "/feeds/x.ics", path.removesuffix(".ics")):
        browser.get(wrong, status=404)


def test_my_data_says_when_there_was_a_feed_but_not_where(browser, resident):
    token = feed_path(resident).removeprefix("/feeds/").removesuffix(".ics")

    page = browser.as_(resident).get("/me/data.json")

    assert "日历订阅" in page.body.decode()
    assert token not in page.body.decode()


def test_it_is_written_down_when_it_starts_and_stops(resident):
    feed_path(resident)
    feeds.renew(resident)
    session.commit()

    rows = session.scalars(select(AuditRow.action).where(AuditRow.object_kind == "calendar_feeds"))
    assert list(rows) == ["calendar.start", "calendar.stop", "calendar.start"]
