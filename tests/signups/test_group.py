"""A family in one go: everybody has a place of their own, or nobody has."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from board.accounts.models import Consent
from board.accounts.queries import account_of
from board.db import session
from board.errors import RuleBroken
from board.positions.words import Approval, Audience
from board.signups import together
from board.signups.behalf import Somebody
from board.signups.models import LIVE, MadeAs, State
from board.signups.together import Group
from tests.factories import fill, make_account, make_person, make_position, make_shift, make_signup
from tests.signups.families import VERB, address, bring, named, on
from tests.signups.invariants import broken


@pytest.fixture
def position(community):
    return make_position(area=community)


@pytest.fixture
def shift(position):
    return make_shift(position=position, quota=4)


@pytest.fixture
def me(browser, resident):
    return browser.as_(resident)


def test_everybody_has_a_place_of_their_own(me, resident, shift):
    me.get(address(shift).replace("/group", ""))
    page = me.get(me.page.links["带家人或一起来的人"])
    assert page.has("要么每个人都有名额", "有什么风险")
    page = bring(me, shift)

    signups = on(shift)
    assert page.has("3 个人都报上了", "我帮着报的", "王秀英", "林大山")
    assert [s.state for s in signups] == [State.accepted] * 3
    assert [s.made_as for s in signups] == [MadeAs.self, MadeAs.group, MadeAs.group]
    assert {s.made_by for s in signups} == {resident.id}
    assert len({s.person.volunteer_no for s in signups}) == len({s.turn for s in signups}) == 3
    assert broken() == []


def test_what_concerns_them_is_sent_to_their_mobile_or_to_mine(me, resident, shift):
    bring(me, shift, mobile_1="13800000071")

    assert named("王秀英")[0].contact_mobile == "13800000071"
    assert named("林大山")[0].contact_mobile == account_of(resident).mobile


def test_their_consent_was_given_to_the_family(me, shift):
    bring(me, shift)

    heard = select(Consent.text).where(Consent.person_id == named("王秀英")[0].id)
    assert session.scalar(heard) == "privacy_to_family"


def test_i_need_not_come_along(me, resident, shift):
    bring(me, shift, me_too=False)

    assert resident.id not in {signup.person_id for signup in on(shift)}
    assert len(on(shift)) == 2


def test_several_shifts_are_all_or_none_too(me, position, shift):
    full = make_shift(position=position, starts_in=timedelta(days=9), quota=2)

    page = bring(me, shift, full, status=422)

    assert page.has("还有 2 个名额，你们要 3 个", "少报 1 个人", "换一班", "各自报名候补")
    assert (on(shift), on(full), named("王秀英")) == ([], [], [])


def test_the_sentence_leads_to_another_shift_and_nothing_typed_is_lost(me, shift):
    fill(shift, but=1)

    page = bring(me, shift, status=422)

    assert page.links["看别的班次"] == f"/positions/{shift.position.number}"
    assert (page.value_of("name_1"), page.value_of("name_2")) == ("王秀英", "林大山")


def test_a_full_shift_says_so(me, shift):
    fill(shift)

    assert bring(me, shift, status=422).has("没有名额了", "所以一个都没有报")


def test_whoever_waits_comes_first(me, shift):
    fill(shift, but=3)
    make_signup(shift=shift, state=State.waiting)

    bring(me, shift, status=422)

    assert len(on(shift)) == 2


def test_where_staff_decide_everybody_waits_for_them(me, community):
    shift = make_shift(position=make_position(area=community, approval=Approval.staff), quota=1)

    page = bring(me, shift)

    assert page.has("3 个人都交给社区了")
    assert [s.state for s in on(shift)] == [State.pending] * 3


def test_the_same_names_again_answer_the_same(me, shift):
    first = bring(me, shift)
    again = bring(me, shift)

    assert first.flashes == again.flashes
    assert len(on(shift)) == 3
    assert len(named("王秀英")) == 1


def test_whom_i_brought_before_is_offered_by_name(me, position, shift):
    bring(me, shift)
    other = make_shift(position=position, starts_in=timedelta(days=9), quota=4)
    mother = named("王秀英")[0]

    page = me.get(address(other))
    assert page.has("以前带过的人", "王秀英")
    bring(me, other, names=(), again=[mother.volunteer_no])

    assert mother.id in {s.person_id for s in on(other)}


def test_a_tick_and_the_same_name_are_one_person(me, position, shift):
    bring(me, shift)
    other = make_shift(position=position, starts_in=timedelta(days=9), quota=4)

    bring(me, other, names=("王秀英",), again=[named("王秀英")[0].volunteer_no])

    assert len(on(other)) == 2


def test_nobody_else_s_companions_are_offered(me, official, shift, app):
    from tests.pages import Browser

    bring(Browser(app).as_(official), shift)
    theirs = named("王秀英")[0].volunteer_no

    page = me.get(address(shift))
    assert not page.has("以前带过的人")
    me.post(address(shift), {"again": theirs, "agree": "y"}, 422)


def test_a_clash_of_one_stops_all_and_does_not_say_where(me, position, shift):
    bring(me, shift, me_too=False)
    same_time = make_shift(position=position, quota=4)

    page = bring(me, same_time, names=("王秀英", "新来的"), status=422)

    assert page.has("王秀英在那个时间已经有别的岗位")
    assert (on(same_time), named("新来的")) == ([], [])


def test_my_own_clash_stops_all(me, resident, position, shift):
    make_signup(shift=make_shift(position=position), person=resident)

    assert bring(me, shift, status=422).has("林小满在那个时间已经有别的岗位")


def test_whoever_stands_in_line_already_is_named(me, resident, shift):
    fill(shift)
    make_signup(shift=shift, person=resident, state=State.waiting)

    assert bring(me, shift, status=422).has("林小满在", "还在候补", "看我的报名")


def test_a_place_that_is_free_for_the_line_is_taken_first(me, resident, shift):
    make_signup(shift=shift, person=resident, state=State.waiting)

    assert bring(me, shift).has("3 个人都报上了")
    assert len(on(shift)) == 3


def test_a_rule_stops_all(me, community):
    officials = make_shift(position=make_position(area=community, audience=Audience.officials))

    assert bring(me, officials, status=422, me_too=False).has("王秀英报不上：只招机关干部")
    assert on(officials) == []


def test_a_shift_that_is_closed_says_so(me, resident, shift, clock_at):
    clock_at.move(days=8)
    me.as_(resident)

    assert bring(me, shift, status=422).has("已经开始或结束了")


def test_the_month_of_birth_is_asked_where_age_matters(me, community, shift):
    aged = make_shift(position=make_position(area=community, min_age=60))
    assert not me.get(address(shift)).has("出生年月")

    page = bring(me, aged, names=("王秀英",), me_too=False, status=422)
    assert page.has("还不知道王秀英的出生年月")
    me.submit(None, VERB, born_1="195803")

    assert [s.state for s in on(aged)] == [State.accepted]


def test_children_are_not_part_of_a_group(me, community):
    young = make_shift(position=make_position(area=community, min_age=14))

    page = bring(me, young, names=("小小林",), born_1="201001", me_too=False, status=422)

    assert page.has("小小林到那天不满 18 周岁")


@pytest.mark.parametrize(
    ("told", "says"),
    [
        ({"names": ()}, "还没有写谁一起来"),
        ({"names": ("王秀英", "王秀英")}, "“王秀英”写了两次"),
        ({"names": ("林小满",)}, "“林小满”写了两次"),
        ({"names": ("王",)}, "姓名要 2 到 40 个字"),
        ({"names": ("王" * 41,)}, "姓名要 2 到 40 个字"),
        ({"agree": False}, "请问过每个人再勾选"),
        ({"mobile_1": "138"}, "手机号是 11 位，你写了 3 位"),
        ({"mobile_1": "-"}, "手机号里只有数字"),
        ({"mobile_3": "13800000071"}, "这一行还没有写姓名"),
    ],
)
def test_what_is_missing_is_said(me, shift, told, says):
    page = bring(me, shift, **({"status": 422} | told))

    assert page.has(says)
    assert on(shift) == []


def test_a_row_that_stands_folded_opens_when_it_is_used(me, shift):
    page = bring(me, shift, names=("王秀英",), name_7="王", status=422)

    assert page.tree.css_first("details.folded[open]") is not None


def test_nine_are_brought_and_no_more_however_often_one_asks(me, position):
    shift = make_shift(position=position, quota=30)
    bring(me, shift, names=[f"家人{number}" for number in range(9)])

    page = bring(me, shift, names=("家人十",), status=422)

    assert page.has("一个班次最多带 9 个人，你已经帮别的 9 个人报了")
    assert len(on(shift)) == 10


# The property


@settings(
    max_examples=30, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(
    free=st.lists(st.integers(0, 4), min_size=1, max_size=3),
    people=st.integers(1, 4),
    me_too=st.booleans(),
)
def test_all_have_a_place_on_every_shift_or_nobody_has_one_on_any(engine, free, people, me_too):
    engine.clean()
    position = make_position()
    shifts = [
        make_shift(position=position, starts_in=timedelta(days=day), quota=max(left, 1))
        for day, left in enumerate(free, 2)
    ]
    for shift, left in zip(shifts, free, strict=True):
        fill(shift, but=left)
    me = make_account(person=make_person()).person
    before = {signup.id for shift in shifts for signup in on(shift)}
    group = Group(me_too=me_too, again=(), named=[Somebody(name=f"家人{n}") for n in range(people)], most=9)

    try:
        together.sign_up_group(me, [shift.id for shift in shifts], group, consent_version="test")
        session.commit()
    except RuleBroken:
        session.rollback()

    new = [s for shift in shifts for s in on(shift) if s.id not in before]
    together_now = people + me_too
    fits = all(left >= together_now for left in free)
    assert len(new) == (together_now * len(shifts) if fits else 0)
    assert all(s.state == State.accepted and s.state in LIVE for s in new)
    assert broken() == []
