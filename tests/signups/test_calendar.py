"""Shifts in one's own calendar: one by one, and under a private address that can be changed and ended."""

from datetime import timedelta

import icalendar
import pytest
from sqlalchemy import select

from board import clock
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import Base, session
from board.signups import calendar, editing, feeds, links, services
from board.signups.models import CalendarFeed, State
from tests.factories import committed, make_list, make_person, make_position, make_shift, make_signup
from tests.queries import counted
from tests.signups.racing import guards_off, race

ORIGIN = "https://localhost"
WECHAT = "Mozilla/5.0 (iPhone) AppleWebKit/605 Mobile MicroMessenger/8.0.50 Language/zh_CN"


@pytest.fixture
def mine(community, resident):
    position = make_position(opportunity_list=make_list(area=community))
    return make_signup(shift=make_shift(position=position, starts_in=timedelta(days=5)), person=resident)


def event_of(signup):
    session.expire_all()
    [event] = icalendar.Calendar.from_ical(calendar.of_signup(signup, ORIGIN)).walk("VEVENT")
    return event


def events_of(person):
    session.expire_all()
    return icalendar.Calendar.from_ical(calendar.of_person(person.id, ORIGIN)).walk("VEVENT")


def text(event, name):
    return str(event[name])


# What an event says


def test_an_event_says_what_when_where_and_whom_to_ask(mine):
    event = event_of(mine)

    assert text(event, "SUMMARY") == "助老送餐"
    assert event["DTSTART"].dt == mine.shift.starts_at
    assert event["DTEND"].dt == mine.shift.ends_at
    assert text(event, "LOCATION") == "清泉社区党群服务中心"
    assert "李老师 028-82720000" in text(event, "DESCRIPTION")
    assert text(event, "URL") == f"{ORIGIN}/positions/{mine.shift.position.number}"
    assert (text(event, "STATUS"), event["SEQUENCE"]) == ("CONFIRMED", 1)
    [alarm] = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-2)


def test_the_file_is_what_the_standard_asks_for(mine):
    with committed():
        mine.shift.position.title = "独居老人“敲门探访”，" + "长" * 30

    body = calendar.of_signup(mine, ORIGIN)

    lines = body.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert b"\n" not in body.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    assert all(line.decode() for line in lines if line)  # no character is cut in two
    assert b"DTSTART:20261128T020000Z" in body
    [event] = icalendar.Calendar.from_ical(body).walk("VEVENT")
    assert text(event, "SUMMARY") == mine.shift.position.title


@pytest.mark.parametrize(
    ("state", "status", "begins"),
    [
        (State.waiting, "TENTATIVE", "候补："),
        (State.pending, "TENTATIVE", "等社区确认："),
        (State.offered, "TENTATIVE", "等你接受："),
        (State.accepted, "CONFIRMED", "助老"),
        (State.withdrawn, "CANCELLED", "不去了："),
        (State.removed, "CANCELLED", "不去了："),
        (State.lapsed, "CANCELLED", "不去了："),
        (State.unplaced, "CANCELLED", "不去了："),
    ],
)
def test_the_state_stands_in_the_status_and_in_words(mine, state, status, begins):
    event = event_of(make_signup(shift=mine.shift, state=state))

    assert text(event, "STATUS") == status
    assert text(event, "SUMMARY").startswith(begins)
    assert bool(event.walk("VALARM")) == (status == "CONFIRMED")


def test_a_phone_that_is_not_public_is_for_those_with_a_place(mine):
    waiting = make_signup(shift=mine.shift, state=State.waiting)

    assert "028-82720000" not in text(event_of(waiting), "DESCRIPTION")
    with committed():
        mine.shift.position.phone_public = True
    assert "028-82720000" in text(event_of(waiting), "DESCRIPTION")


# UID, SEQUENCE, DTSTAMP


def test_every_change_raises_the_sequence_and_keeps_the_uid(mine, editor, clock_at):
    shift, position = mine.shift, mine.shift.position
    seen = [event_of(mine)]

    def then(change):
        clock_at.move(hours=1)
        change()
        session.commit()
        seen.append(event_of(mine))

    then(lambda: editing.change_time(shift, shift.starts_at + timedelta(hours=1), shift.ends_at + timedelta(hours=1),
                                     reason="x", by=editor))  # fmt: skip
    then(lambda: editing.change_place(position, "活动室二楼", reason="x", by=editor))
    then(lambda: editing.cancel_shift(shift, reason="下雨"))

    assert [event["SEQUENCE"] for event in seen] == [1, 2, 3, 4]
    assert len({text(event, "UID") for event in seen}) == 1
    assert [event["DTSTAMP"].dt for event in seen] == sorted({event["DTSTAMP"].dt for event in seen})
    assert text(seen[-1], "STATUS") == "CANCELLED"
    assert text(seen[-1], "SUMMARY") == "已取消：助老送餐"


def test_from_the_line_to_a_place_and_away_the_sequence_only_rises(mine):
    waiting = make_signup(shift=make_shift(quota=1), state=State.waiting)
    numbers = [event_of(waiting)["SEQUENCE"]]

    for state in (State.accepted, State.withdrawn):
        with committed(), session.no_autoflush:
            if state == State.accepted:
                waiting.take_place(1, clock.now())
            else:
                waiting.move_to(state, clock.now())
        numbers.append(event_of(waiting)["SEQUENCE"])

    assert numbers == [0, 1, 2]


def test_a_shift_that_was_cancelled_is_struck_out_before_people_are_called_off(mine):
    with committed():
        mine.shift.cancelled_at = clock.now()

    assert text(event_of(mine), "STATUS") == "CANCELLED"


def test_a_change_of_another_shift_changes_nothing_here(mine, editor):
    other = make_shift(position=mine.shift.position, starts_in=timedelta(days=6))
    before = event_of(mine)["SEQUENCE"]

    editing.change_time(other, other.starts_at + timedelta(hours=1), other.ends_at + timedelta(hours=1),
                        reason="x", by=editor)  # fmt: skip
    session.commit()

    assert event_of(mine)["SEQUENCE"] == before


# The feed


def feed_path(person):
    feeds.start(person)
    session.commit()
    return feeds.path(feeds.of(person))


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


# The pages


def test_the_page_opens_a_feed_and_shows_how_to_read_it(browser, resident):
    browser.as_(resident)

    before = browser.get("/me/calendar")
    after = browser.press("开通日历订阅", "/me/calendar")

    path = feeds.path(feeds.of(resident))
    assert before.has("随时可以换地址，或者停用")
    assert after.links["在手机日历里订阅"] == f"webcal://localhost{path}"
    assert after.tree.css_first("#feed-address").text() == f"{ORIGIN}{path}"
    assert after.has("苹果手机", "安卓手机")


def test_the_page_changes_and_ends_it(browser, resident):
    old = feed_path(resident)
    browser.as_(resident)

    changed = browser.press("换一个地址", "/me/calendar")
    new = feeds.path(feeds.of(resident))
    stopped = browser.press("停用", "/me/calendar")

    assert changed.has("换好了")
    assert new != old
    assert "开通日历订阅" in stopped.buttons


def test_one_sign_up_is_a_file_of_its_own(browser, mine, resident):
    answer = browser.as_(resident).get(f"/me/signups/{mine.id}/calendar.ics")

    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "gongyi" in answer.headers["Content-Disposition"]
    assert len(icalendar.Calendar.from_ical(answer.body).walk("VEVENT")) == 1


def test_the_same_file_is_behind_the_link_of_a_reminder(browser, mine, resident):
    by_link = browser.get(f"{links.coming(mine.id)}/calendar.ics")

    assert by_link.body == calendar.of_signup(mine, ORIGIN)
    browser.get(f"{links.coming(mine.id)[:-1]}/calendar.ics", status=404)


def test_tickets_and_the_page_of_success_offer_it(browser, mine, resident):
    browser.as_(resident)
    number = mine.shift.position.number

    tickets = browser.get("/me/signups")
    success = browser.get(f"/positions/{number}/signed-up?shift={mine.shift_id}")

    assert tickets.links["加入日历"] == success.links["加入日历"] == f"/me/signups/{mine.id}/calendar.ics"
    assert tickets.links["手机日历"] == "/me/calendar"


def test_in_wechat_a_page_says_how_to_open_it(browser, mine, resident):
    feed = feed_path(resident)
    browser.as_(resident)
    browser.client.environ_base["HTTP_USER_AGENT"] = WECHAT

    page = browser.get(f"/me/signups/{mine.id}/calendar.ics")

    assert page.path == f"{links.coming(mine.id)}/calendar.ics"  # works in the phone's browser, signed out
    assert page.has("在浏览器打开")
    assert browser.get(feed).has("在浏览器打开")


# Races


def renewing(person):
    number = person.id
    return lambda: feeds.renew(session.get(type(person), number))


def running(person):
    session.rollback()
    return session.query(CalendarFeed).filter_by(person_id=person.id, revoked_at=None).count()


def test_two_taps_at_once_leave_one_address(engine):
    for _ in range(15):
        person = make_person()

        ended = race(renewing(person), renewing(person))

        assert ended == [None, None]
        assert running(person) == 1


@pytest.fixture
def throwaway(engine):
    """A database that may lose its constraints: it is made again afterwards."""
    yield engine
    session.remove()
    if not engine.is_sqlite:
        Base.metadata.drop_all(engine.sa)
        Base.metadata.create_all(engine.sa)


# On SQLite there is one writer at a time: begin_writing() alone is the guard there.
@pytest.mark.on("postgresql")
def test_without_the_lock_two_taps_collide(throwaway):
    with guards_off(racers=2):
        for _ in range(10):
            person = make_person()
            if any(race(renewing(person), renewing(person))) or running(person) != 1:
                return
    pytest.fail("two taps cannot collide: the race proves nothing")


# Who may


def test_other_peoples_sign_ups_do_not_exist(browser, mine, outsider):
    browser.as_(outsider).get(f"/me/signups/{mine.id}/calendar.ics", status=404)
    browser.get("/me/signups/99999/calendar.ics", status=404)


def test_signed_out_one_signs_in_first(browser, mine):
    assert browser.get(f"/me/signups/{mine.id}/calendar.ics").has("登录")
    assert browser.get("/me/calendar").has("登录")


def test_each_address_has_its_method(browser, mine, resident):
    path = feed_path(resident)
    browser.as_(resident)

    for read in (
        path,
        f"/me/signups/{mine.id}/calendar.ics",
        f"{links.coming(mine.id)}/calendar.ics",
        "/me/calendar",
    ):
        browser.post(read, status=405)
    for act in ("start", "renew", "stop"):
        browser.get(f"/me/calendar/{act}", status=405)
