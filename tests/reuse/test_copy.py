"""Last month's list as this month's draft; one position as another; nobody comes along."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.areas.models import CalendarDay, DayKind
from board.db import session
from board.positions import queries
from board.positions.history import PositionHand
from board.positions.models import OpportunityList, Position
from board.positions.words import Rule, State
from board.reuse import copying
from board.reuse.copying import Way
from board.reuse.moving import By
from board.signups.models import Signup
from tests import factories

SATURDAYS = (5, 12, 19, 26)


@pytest.fixture
def on(community):
    return factories.make_list(area=community)


def saturdays(on, state="published", days=SATURDAYS, month=12, **values):
    told = {"targets": ("11",), "guarantees": ("05",), "item": 1, **values}
    position = factories.make_position(opportunity_list=on, state=state, **told)
    for day in days:
        starts_at = clock.at(date(2026, month, day), time(9))
        factories.make_shift(position=position, starts_at=starts_at, quota=4, minimum=2)
    return position


def copy(on, way, by):
    created = copying.copy_list(on, [position.id for position in on.positions], way, by=by)
    session.commit()
    return created


def days_of(position):
    return [clock.local(shift.starts_at).day for shift in position.shifts]


def preview(on, way):
    return copying.preview(queries.with_shifts(on), way, clock.now())


def test_words_and_numbers_come_along_and_nobody_does(on, editor, resident):
    source = saturdays(on, closes_rule=Rule.at_start, guessed=["risk_note"], written_by=editor)
    factories.make_signup(shift=source.shifts[0], person=resident)

    [made] = copy(on, Way(1, By.weekday), editor).positions

    assert (made.title, made.content, made.closes_rule, made.guessed) == (
        source.title, source.content, Rule.at_start, ["risk_note"],
    )  # fmt: skip
    assert (made.state, made.version, made.published_at, made.original) == (State.draft, 1, None, None)
    assert {(s.quota, s.minimum, s.taken, s.closes_at == s.starts_at) for s in made.shifts} == {
        (4, 2, 0, True)
    }
    assert factories.count_rows(Signup) == 1
    assert set(session.scalars(select(PositionHand.person_id).filter_by(position_id=made.id))) == {editor.id}


def test_the_list_is_next_months_with_its_title_and_period(on, editor):
    saturdays(on)

    created = copy(on, Way(1, By.weekday), editor)

    assert created.title == "2027年1月慈善公益岗位机会清单"
    assert (created.period_start, created.period_end) == (date(2027, 1, 1), date(2027, 1, 31))
    assert created.number.endswith("-2027-01")
    assert days_of(created.positions[0]) == [2, 9, 16, 23, 30]


def test_by_date_the_numbers_of_the_days_stay(on, editor):
    saturdays(on)

    assert days_of(copy(on, Way(1, By.date), editor).positions[0]) == list(SATURDAYS)


def test_a_cancelled_week_is_planned_again(on, editor):
    source = saturdays(on)
    with factories.committed():
        source.shifts[1].cancelled_at = clock.now()

    assert days_of(copy(on, Way(1, By.weekday), editor).positions[0]) == [2, 9, 16, 23, 30]


def test_a_night_over_midnight_stays_one(on):
    position = factories.make_position(opportunity_list=on, state="draft")
    starts_at = clock.at(date(2026, 12, 4), time(22))
    factories.make_shift(position=position, starts_at=starts_at, length=timedelta(hours=4))

    [copied] = preview(on, Way(1, By.date))

    assert [shift.when.ends_at - shift.when.starts_at for shift in copied.shifts] == [timedelta(hours=4)]


def test_days_that_are_past_by_then_are_left_out_and_said(community):
    on = factories.make_list(area=community, period_start=date(2026, 10, 1), period_end=date(2026, 10, 31))
    saturdays(on, days=(10, 31), month=10)

    [copied] = preview(on, Way(1, By.date))

    assert copied.shifts == ()
    assert copied.remarks == (
        "11月没有 31 日，10月31日那一班没有排", "1 班的日子已经过去了，没有排", "这样就没有班次了，存好以后再排",
    )  # fmt: skip


def test_holidays_and_worked_weekends_are_pointed_out_and_left_out_when_asked(on):
    saturdays(on)
    with factories.committed():
        session.add_all([
            CalendarDay(day=date(2027, 1, 2), kind=DayKind.holiday, name="元旦"),
            CalendarDay(day=date(2027, 1, 9), kind=DayKind.workday, name="元旦调休"),
        ])  # fmt: skip

    [kept], [left_out] = preview(on, Way(1, By.weekday)), preview(on, Way(1, By.weekday, skip_holidays=True))

    assert kept.holidays == ("1月2日 周六 放假", "1月9日 周六 调休，要上班")
    assert [clock.local(shift.when.starts_at).day for shift in left_out.shifts] == [9, 16, 23, 30]
    assert "1月2日 周六 放假，没有排" in left_out.remarks


def test_the_opening_of_sign_up_keeps_its_distance_or_is_dropped(on, editor):
    first = clock.at(date(2026, 12, 5), time(9))
    later = saturdays(on, opens_at=first - timedelta(days=7), title="留着的")
    saturdays(on, opens_at=first - timedelta(days=90), title="丢掉的")

    kept, dropped = sorted(
        copy(on, Way(1, By.weekday), editor).positions, key=lambda p: p.title, reverse=True
    )

    assert kept.opens_at == kept.shifts[0].starts_at - timedelta(days=7)
    assert dropped.opens_at is None
    assert later.opens_at is not None


# The pages


def test_the_preview_makes_a_draft_list_of_what_stays_ticked(browser, on, editor):
    stays, goes = saturdays(on, title="留下的"), saturdays(on, title="不要的")
    page = browser.as_(editor).get(f"/desk/lists/{on.number}/copy")
    assert page.has("2027年1月慈善公益岗位机会清单", "1月2、9、16、23、30日 周六 09:00–11:00，5 班")

    page = browser.submit(button="存草稿", p=[str(stays.id)])

    assert page.has("复制了 1 个岗位，存成草稿了", "复制来 1 个岗位", "留下的")
    assert goes.title not in page.text


def test_a_copy_is_submitted_at_once_and_taken_back(browser, on, editor):
    saturdays(on, title="写齐的")
    factories.make_position(opportunity_list=on, title="缺时间的", state="draft")
    browser.as_(editor).get(f"/desk/lists/{on.number}/copy")

    page = browser.submit(button="提交审核")

    assert page.has("复制了 2 个岗位，1 个提交审核了，1 个还缺东西，留着当草稿")
    page = browser.press("撤销")
    assert page.has("撤销了：1 个岗位又是草稿了")
    page = browser.press("撤销")
    assert page.has("2 个岗位不再在清单上，清单也一起去掉了")
    assert factories.count_rows(OpportunityList) == 1


def test_what_is_there_for_the_month_already_is_said(browser, on, community, editor):
    saturdays(on)
    factories.make_list(
        area=community, title="已有的清单", period_start=date(2027, 1, 1), period_end=date(2027, 1, 31)
    )

    assert browser.as_(editor).get(f"/desk/lists/{on.number}/copy").has("这个月已经有一份清单", "已有的清单")


def test_nothing_ticked_is_said_and_no_list_made(browser, on, editor):
    saturdays(on)
    browser.as_(editor).get(f"/desk/lists/{on.number}/copy")

    page = browser.submit(button="存草稿", status=422, p=[])

    assert page.has("一个岗位也没有留下")
    assert factories.count_rows(OpportunityList) == 1


def test_positions_of_another_list_are_not_copied(browser, on, editor):
    foreign = factories.make_position(title="别人的")
    browser.as_(editor)

    browser.post(f"/desk/lists/{on.number}/copy", {"p": foreign.id, "then": "draft"}, 422)

    assert factories.count_rows(OpportunityList) == 2


def test_one_position_is_copied_on_its_list_or_to_another_month(browser, on, community, editor):
    source = saturdays(on, days=(5,))
    january = factories.make_list(
        area=community, title="一月清单", period_start=date(2027, 1, 1), period_end=date(2027, 1, 31)
    )
    browser.as_(editor)

    browser.submit(f"/desk/positions/{source.number}/copy", "复制一个")
    browser.submit(f"/desk/positions/{source.number}/copy", "复制一个", to=january.number)

    here, there = session.scalars(select(Position).where(Position.id != source.id).order_by(Position.id))
    assert (here.list_id, days_of(here)) == (on.id, [5])
    assert (there.list_id, days_of(there)) == (january.id, [2])


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("reviewer", 403), ("manager", 403)])
def test_only_an_editor_of_the_community_copies(browser, on, request, who, status):
    browser.as_(request.getfixturevalue(who)).get(f"/desk/lists/{on.number}/copy", status)


def test_a_list_that_is_not_there_is_not_copied(browser, editor):
    browser.as_(editor).get("/desk/lists/510115-2011-01/copy", 404)
