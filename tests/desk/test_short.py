"""Shifts that lack people three days before: the desk says so, helps to ask round, and asks once."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.accounts.models import Kind
from board.attendance.models import Attendance, How
from board.attendance.models import Kind as Seen
from board.audit.models import AuditRow
from board.db import Base, session
from board.desk import asking
from board.notices.models import Notice
from board.outbox.models import Message
from board.positions.models import Shift
from board.signups.models import State
from tests.factories import (
    committed,
    make_account,
    make_list,
    make_person,
    make_position,
    make_shift,
    make_signup,
)
from tests.signups.racing import guards_off, race


@pytest.fixture
def position(community):
    return make_position(opportunity_list=make_list(area=community))


@pytest.fixture
def shift(position):
    return make_shift(position=position, starts_in=timedelta(hours=60), quota=5, minimum=2)


def past_shift(position, **values):
    return make_shift(position=position, starts_in=timedelta(days=-20), **values)


def served(position, person=None, **values):
    """Somebody with an account who held a place on a shift of this position that is over."""
    person = person or make_account(person=make_person(**values)).person
    make_signup(shift=past_shift(position), person=person)
    return person


def ask(shift):
    number = asking.ask(shift)
    session.commit()
    return number


def asked():
    return sorted(session.scalars(select(Notice.person_id).where(Notice.kind == asking.ASKED)))


# What lacks people


@pytest.mark.parametrize(
    ("minimum", "taken", "lacking"), [(2, 0, 2), (2, 1, 1), (2, 2, 0), (2, 3, 0), (None, 0, 5), (None, 1, 0)]
)
def test_below_the_minimum_or_empty_without_one(position, minimum, taken, lacking):
    shift = make_shift(position=position, quota=5, minimum=minimum)
    for _ in range(taken):
        make_signup(shift=shift)

    assert shift.lacking == lacking


def test_the_desk_says_so_three_days_before(browser, editor, position, shift):
    make_signup(shift=shift)
    make_shift(position=make_position(opportunity_list=position.opportunity_list, title="太远"),
               starts_in=timedelta(days=4), minimum=2)  # fmt: skip
    enough = make_position(opportunity_list=position.opportunity_list, title="够了")
    make_signup(shift=make_shift(position=enough, starts_in=timedelta(hours=60), quota=5, minimum=1))

    page = browser.as_(editor).get("/desk")

    assert page.has("三天内还缺人", "助老送餐", "，缺 1 人")
    assert "太远" not in page.text
    assert "够了" not in page.text
    assert page.links["再发一次"] == f"/desk/shifts/{shift.id}/short"
    assert page.links["问来过的人"] == f"/desk/shifts/{shift.id}/short#ask"


def test_words_for_a_group_are_ready(browser, editor, shift):
    page = browser.as_(editor).get(f"/desk/shifts/{shift.id}/short")

    words = page.tree.css_first("#group-words").text()
    assert words.splitlines() == [
        "【清泉社区招人手】助老送餐",
        "时间：11月25日 22:00–次日 00:00",
        "地点：清泉社区党群服务中心",
        "还缺 2 人，点开就能报名：",
        f"https://localhost/positions/{shift.position.number}?shift={shift.id}",
    ]


# Who is asked


def test_those_who_served_here_are_asked(position, shift):
    person = served(position)
    elsewhere = make_position(opportunity_list=position.opportunity_list)
    neighbour = served(elsewhere)
    served(make_position())
    make_account()

    assert ask(shift) == 2

    assert asked() == sorted([person.id, neighbour.id])
    notice = session.scalars(select(Notice)).first()
    assert notice.sentence.startswith("你来过的清泉社区缺人手：“助老送餐”11月25日")
    assert "还缺 2 人" in notice.sentence
    assert notice.link == f"/positions/{position.number}?shift={shift.id}"
    assert session.scalars(select(Message)).all() == []


def absent(signup, **values):
    with committed():
        session.add(
            Attendance(
                shift_id=signup.shift_id, person_id=signup.person_id, signup_id=signup.id, kind=Seen.absent,
                how=How.settled, at=clock.now(), noted_at=clock.now(), noted_by=signup.person_id, **values,
            )
        )  # fmt: skip


def test_whoever_was_absent_did_not_serve(position, shift):
    person = make_account().person
    absent(make_signup(shift=past_shift(position), person=person))

    assert asking.how_many_to_ask(shift) == 0


def test_an_absence_that_was_taken_back_counts_for_nothing(position, shift):
    person = make_account().person
    signup = make_signup(shift=past_shift(position), person=person)
    absent(signup, voided_at=clock.now(), voided_by=person.id)

    assert asking.how_many_to_ask(shift) == 1


def cancelled_then(position, shift, clock_at):
    make_signup(shift=past_shift(position, cancelled_at=clock.now()), person=make_account().person)


def withdrew_then(position, shift, clock_at):
    make_signup(shift=past_shift(position), person=make_account().person, state=State.withdrawn)


def is_on_it_already(position, shift, clock_at):
    make_signup(shift=shift, person=served(position))


def waits_for_it(position, shift, clock_at):
    make_signup(shift=shift, person=served(position), state=State.waiting)


def has_a_place_at_that_time(position, shift, clock_at):
    other = make_shift(starts_at=shift.starts_at + timedelta(minutes=30))
    make_signup(shift=other, person=served(position))


def has_no_account(position, shift, clock_at):
    served(position, make_person())


def closed_the_account(position, shift, clock_at):
    served(position, make_account(mobile=None, closed_at=clock.now()).person)


def is_too_young(position, shift, clock_at):
    position.min_age = 18
    served(position, birth_month=date(2008, 12, 1))


def is_of_unknown_age(position, shift, clock_at):
    position.min_age = 18
    served(position)


def is_no_official(position, shift, clock_at):
    position.audience = "officials"
    served(position)


@pytest.mark.parametrize(
    "why",
    [cancelled_then, withdrew_then, is_on_it_already, waits_for_it, has_a_place_at_that_time, has_no_account,
     closed_the_account, is_too_young, is_of_unknown_age, is_no_official,],
    ids=lambda why: why.__name__,
)  # fmt: skip
def test_who_is_not_asked(position, shift, clock_at, why):
    with committed():
        why(position, shift, clock_at)

    with pytest.raises(asking.NobodyToAsk):
        ask(shift)


@pytest.mark.parametrize(("birth_month", "number"), [(date(2008, 10, 1), 1), (date(2008, 11, 1), 0)])
def test_age_is_counted_as_when_signing_up(position, shift, birth_month, number):
    with committed():
        position.min_age = 18
    person = served(position, birth_month=birth_month)

    assert asking.how_many_to_ask(shift) == number
    assert (person.age_on(date(2026, 11, 25)) >= 18) == bool(number)


def test_officials_are_asked_for_what_is_for_officials(position, shift):
    with committed():
        position.audience = "officials"
    served(position, kind=Kind.official)

    assert asking.how_many_to_ask(shift) == 1


def test_at_most_two_hundred_those_who_came_last_first(position, shift, monkeypatch):
    monkeypatch.setattr(asking, "MOST", 2)
    long_ago = make_account().person
    make_signup(shift=make_shift(position=position, starts_in=timedelta(days=-90)), person=long_ago)
    lately = [served(position), served(position)]

    ask(shift)

    assert asked() == sorted(person.id for person in lately)


# How often


def test_whoever_another_community_asked_this_week_is_left_in_peace(position, shift, clock_at):
    person, other = served(position), make_position()
    served(other, person)
    ask(make_shift(position=other, starts_in=timedelta(hours=70)))
    clock_at.move(days=1)

    with pytest.raises(asking.NobodyToAsk):
        ask(shift)


def test_a_second_time_on_the_same_day_is_refused(position, shift):
    served(position)
    ask(shift)
    served(position)

    with pytest.raises(asking.AskedToday):
        ask(shift)


def test_after_a_week_somebody_may_be_asked_again(position, clock_at):
    person = served(position)
    ask(make_shift(position=position, starts_in=timedelta(hours=60), minimum=1))
    clock_at.move(days=7, minutes=1)

    ask(make_shift(position=position, starts_in=timedelta(hours=60), minimum=1))

    assert asked() == [person.id, person.id]


def test_when_there_are_enough_nobody_is_asked(position, shift):
    served(position)
    for _ in range(2):
        make_signup(shift=shift)

    with pytest.raises(asking.EnoughPeople):
        ask(shift)


def test_after_sign_up_closed_nobody_is_asked_in_vain(browser, editor, position, shift, clock_at):
    served(position)
    clock_at.move_to(shift.closes_at)
    browser.as_(editor)

    page = browser.get(f"/desk/shifts/{shift.id}/short")
    browser.post(f"/desk/shifts/{shift.id}/ask")

    assert page.has("现在报不了名")
    assert "问在这里服务过的人" not in page.buttons
    assert asked() == []


# The page


def test_the_page_counts_before_and_after(browser, editor, position, shift):
    for _ in range(3):
        served(position)
    browser.as_(editor)

    before = browser.get(f"/desk/shifts/{shift.id}/short")
    after = browser.press("问在这里服务过的人")

    assert before.has("助老送餐还缺 2 人", "有 3 人")
    assert after.has("问了 3 个人", "今天问了 3 个人")
    assert "问在这里服务过的人" not in after.buttons
    [row] = session.scalars(select(AuditRow).where(AuditRow.action == "shift.ask_again"))
    assert (row.object_id, row.detail) == (shift.id, {"people": 3})


def test_pressing_it_again_from_an_old_page_says_why_not(browser, editor, position, shift):
    served(position)
    browser.as_(editor)
    browser.post(f"/desk/shifts/{shift.id}/ask")

    page = browser.post(f"/desk/shifts/{shift.id}/ask")

    assert page.has("今天已经为这一班问过了")
    assert len(asked()) == 1


# Races


def two_communities_ask_the_same_person():
    person = make_account().person
    acts = []
    for _ in range(2):
        position = make_position()
        served(position, person)
        number = make_shift(position=position, starts_in=timedelta(hours=60), quota=5).id
        acts.append(lambda number=number: asking.ask(session.get(Shift, number)))
    return acts


def two_editors_ask_for_one_shift():
    position = make_position()
    served(position)
    number = make_shift(position=position, starts_in=timedelta(hours=60), quota=5).id
    return [lambda: asking.ask(session.get(Shift, number))] * 2


RACES = [two_communities_ask_the_same_person, two_editors_ask_for_one_shift]


def doubled():
    session.rollback()
    return len(asked()) - len(set(asked()))


@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_nobody_is_asked_twice_at_once(begin):
    for _ in range(15):
        ended = race(*begin())

        assert ended == [None, None]
        assert doubled() == 0


@pytest.fixture
def throwaway(engine):
    """A database that may lose its constraints: it is made again afterwards."""
    yield engine
    session.remove()
    if not engine.is_sqlite:
        Base.metadata.drop_all(engine.sa)
        Base.metadata.create_all(engine.sa)


@pytest.mark.parametrize("begin", RACES, ids=lambda begin: begin.__name__)
def test_without_the_locks_somebody_is(begin, throwaway):
    with guards_off(racers=2):
        for _ in range(10):
            ended = race(*begin())
            if doubled() or any(ended):
                return
    pytest.fail(f"{begin.__name__} cannot fail: it proves nothing")


# Who may


def test_to_another_community_it_does_not_exist(browser, outsider, shift):
    browser.as_(outsider)

    browser.get(f"/desk/shifts/{shift.id}/short", status=404)
    browser.post(f"/desk/shifts/{shift.id}/ask", status=404)


def test_a_colleague_without_the_role_is_refused(browser, reviewer, shift):
    browser.as_(reviewer)

    browser.get(f"/desk/shifts/{shift.id}/short", status=403)
    browser.post(f"/desk/shifts/{shift.id}/ask", status=403)


def test_what_does_not_exist_or_is_not_public_is_not_found(browser, editor, position):
    draft = make_shift(position=make_position(opportunity_list=position.opportunity_list, state="draft"))
    browser.as_(editor)

    browser.get("/desk/shifts/99999/short", status=404)
    browser.get(f"/desk/shifts/{draft.id}/short", status=404)


def test_each_page_has_its_method(browser, editor, shift):
    browser.as_(editor)

    browser.post(f"/desk/shifts/{shift.id}/short", status=405)
    browser.get(f"/desk/shifts/{shift.id}/ask", status=405)
