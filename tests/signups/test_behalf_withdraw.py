"""The clerk withdraws and answers for somebody, from the page of that person's sign-ups."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.audit.models import AuditRow
from board.db import session
from board.notices.models import Notice
from board.signups.models import State
from tests.factories import fill, make_account, make_area, make_person, make_position, make_shift, make_signup
from tests.signups.behalf import on, signups_of
from tests.signups.invariants import broken

pytestmark = pytest.mark.dealt


def withdrawable(shift):
    return f"/desk/signups/{on(shift)[-1].id}/withdraw"


# What the person did at the desk before, and what can be done for them


def test_the_person_s_sign_ups_are_a_page(desk, elder, shift):
    desk.get(f"/desk/shifts/{shift.id}")
    page = desk.get(desk.page.links[elder.volunteer_no])

    assert page.h1 == "李秀英的报名"
    assert page.has("助老送餐", "已报上", "不能去了", "打小票")


def test_it_is_withdrawn_for_them_once(desk, elder, shift):
    path = withdrawable(shift)
    desk.get(path)
    page = desk.submit(None, "替本人撤下")
    again = desk.post(path)

    assert page.path == again.path == signups_of(elder)
    assert page.flashes == again.flashes
    assert page.has("替本人撤下了，名额会给候补的人")
    assert on(shift)[0].state == State.withdrawn
    ended = select(AuditRow).where(AuditRow.action == "signup.withdraw")
    assert len(session.scalars(ended).all()) == 1


def test_the_place_goes_to_the_next_in_line(desk, elder, shift):
    fill(shift)
    waiting = make_signup(shift=shift, state=State.waiting)

    desk.get(f"/desk/signups/{on(shift)[0].id}/withdraw")
    desk.submit(None, "替本人撤下")

    session.refresh(waiting)
    assert waiting.state == State.accepted
    assert broken() == []


def test_late_a_reason_is_asked_for(desk, editor, elder, shift, clock_at):
    clock_at.move(days=6, hours=23)
    desk.as_(editor)
    path = withdrawable(shift)
    desk.get(path)

    assert desk.submit(None, "替本人撤下", 422).has("写一句为什么去不了")
    desk.submit(None, "替本人撤下", reason="摔了一跤")

    assert on(shift)[0].reason == "摔了一跤"


def test_somebody_with_an_account_is_told(desk, shift, resident):
    mine = make_signup(shift=shift, person=resident)

    desk.get(f"/desk/signups/{mine.id}/withdraw")
    desk.submit(None, "替本人撤下")

    told = session.scalars(select(Notice.sentence).where(Notice.person_id == resident.id)).all()
    assert [("按你说的撤下" in sentence) for sentence in told] == [True]


@pytest.mark.parametrize(("verb", "state"), [("接受名额", State.accepted), ("这次不去", State.withdrawn)])
def test_an_offer_is_answered_for_them_once(desk, elder, shift, verb, state):
    offered = make_signup(
        shift=make_shift(position=shift.position, starts_in=timedelta(hours=20)),
        person=elder,
        state=State.offered,
    )

    page = desk.press(f"{verb}：助老送餐", signups_of(elder))
    path = f"/desk/signups/{offered.id}/{'accept' if state == State.accepted else 'decline'}"
    again = desk.post(path)

    session.refresh(offered)
    assert offered.state == state
    assert page.path == again.path == signups_of(elder)
    assert page.flashes == again.flashes
    assert broken() == []


def test_sign_ups_of_other_areas_are_not_shown(desk, elder):
    elsewhere = make_position(area=make_area(), title="看不见的岗位")
    make_signup(shift=make_shift(position=elsewhere), person=elder)

    page = desk.get(signups_of(elder))

    assert page.has("助老送餐")
    assert not page.has("看不见的岗位")


def test_somebody_from_elsewhere_has_a_page_once_they_come_here(desk, shift):
    stranger = make_account(person=make_person(area=make_area())).person
    desk.get(signups_of(stranger), 404)

    make_signup(shift=shift, person=stranger)

    assert desk.get(signups_of(stranger)).has("助老送餐")


def test_long_lists_are_paged(desk, community, elder, position):
    for days in range(25):
        make_signup(shift=make_shift(position=position, starts_in=timedelta(days=10 + days)), person=elder)

    page = desk.get(signups_of(elder))
    older = desk.get(page.links["更早的"])

    assert len(page.tree.css("tbody tr")) == 20
    assert len(older.tree.css("tbody tr")) == 6


def test_the_person_s_own_page_leads_here(desk, elder):
    page = desk.get(f"/desk/people/{elder.volunteer_no}")

    assert page.links["看报名，替他办"] == signups_of(elder)
