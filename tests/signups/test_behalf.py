"""The clerk acts for somebody who stands at the desk, by the rules for everybody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.accounts import people
from board.accounts.models import Consent, Person
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import session
from board.notices.models import Notice
from board.positions.words import Approval, Audience
from board.signups.models import MadeAs, Signup, State
from tests.factories import (
    PASSWORD,
    fill,
    make_account,
    make_area,
    make_list,
    make_person,
    make_position,
    make_shift,
    make_signup,
)
from tests.signups.invariants import broken

VERB = "替他报名"


@pytest.fixture
def position(community):
    return make_position(opportunity_list=make_list(area=community))


@pytest.fixture
def shift(position):
    return make_shift(position=position, quota=2)


@pytest.fixture
def desk(browser, editor):
    return browser.as_(editor)


def sign_up(desk, shift, status=200, **told):
    return desk.submit(f"/desk/shifts/{shift.id}/sign-up", VERB, status, **({"agree": True} | told))


def added(name="李秀英"):
    return session.scalars(select(Person).where(Person.name == name).order_by(Person.id)).all()


def on(shift):
    session.rollback()
    found = select(Signup).where(Signup.shift_id == shift.id).order_by(Signup.id)
    return session.scalars(found).all()


def withdrawable(shift):
    return f"/desk/signups/{on(shift)[-1].id}/withdraw"


# Signing up


def test_somebody_without_a_phone_has_a_place_and_a_slip(desk, editor, shift):
    page = sign_up(desk, shift, name="李秀英")

    (person,) = added()
    (signup,) = on(shift)
    assert page.path == f"/desk/signups/{signup.id}/slip"
    assert page.has("李秀英：已报上", person.volunteer_no, "助老送餐", "028-82720000", "认领码")
    assert (signup.person_id, signup.made_by, signup.made_as) == (person.id, editor.id, MadeAs.staff)
    assert (person.added_by, person.contact_mobile, account_of(person)) == (editor.id, None, None)
    assert session.scalar(select(Consent.text).where(Consent.person_id == person.id)) == "privacy_to_staff"


def test_the_clerk_is_written_down(desk, editor, shift):
    sign_up(desk, shift, name="李秀英")

    row = session.scalars(select(AuditRow).where(AuditRow.action == "signup.make")).one()
    assert row.actor_id == editor.id


def test_a_mobile_is_kept_for_what_changes(desk, shift):
    sign_up(desk, shift, name="李秀英", mobile="138 0000 0071")

    assert added()[0].contact_mobile == "13800000071"


@pytest.mark.parametrize("by", ["number", "mobile"])
def test_somebody_registered_is_found_by_number_or_mobile(desk, shift, resident, by):
    typed = resident.volunteer_no.lower() if by == "number" else account_of(resident).mobile
    page = sign_up(desk, shift, typed=typed)

    assert page.has("林小满：已报上")
    assert on(shift)[0].person_id == resident.id
    assert "替你报了名" in session.scalar(select(Notice.sentence).where(Notice.person_id == resident.id))


def test_a_number_that_nobody_has_is_said_and_nothing_typed_is_lost(desk, shift):
    page = sign_up(desk, shift, 422, typed="WJ000000")

    assert page.has("没有人用这个编号或手机号")
    assert page.value_of("typed") == "WJ000000"
    assert on(shift) == []


def test_a_number_and_a_name_at_once_are_one_too_many(desk, shift, resident):
    page = sign_up(desk, shift, 422, typed=resident.volunteer_no, name="李秀英", mobile="13800000071")

    assert page.has("上面写了编号或手机号，这里就不用写了")
    assert on(shift) == []


def test_look_ups_of_strangers_are_written_down_and_limited(desk, shift, monkeypatch):
    monkeypatch.setattr(people, "LOOKUPS_A_DAY", 2)
    elsewhere = make_account(person=make_person(area=make_area())).person
    sign_up(desk, shift, typed=elsewhere.volunteer_no)
    sign_up(desk, shift, 422, typed="WJ000000")

    page = sign_up(desk, shift, 422, typed="WJ000000")

    assert page.has("明天再查")
    looked = select(AuditRow).where(AuditRow.action == "accounts.look_up")
    assert len(session.scalars(looked).all()) == 2


def test_people_of_ones_own_area_do_not_count_as_look_ups(desk, position, community, monkeypatch):
    monkeypatch.setattr(people, "LOOKUPS_A_DAY", 1)
    shift = make_shift(position=position, quota=5)

    for _ in range(3):
        person = make_account(person=make_person(area=community)).person
        sign_up(desk, shift, typed=person.volunteer_no)

    assert len(on(shift)) == 3


def test_the_same_name_and_mobile_are_the_same_person(desk, position, shift):
    sign_up(desk, shift, name="李秀英", mobile="13800000071")
    other = make_shift(position=position, starts_in=timedelta(days=9))

    page = sign_up(desk, other, name="李秀英", mobile="13800000071")

    assert page.has("已报上")
    assert len(added()) == 1


def test_the_mobile_and_name_of_an_account_are_that_person(desk, shift, resident):
    sign_up(desk, shift, name=resident.name, mobile=account_of(resident).mobile)

    assert on(shift)[0].person_id == resident.id
    assert account_of(resident).mobile != resident.contact_mobile


def test_a_namesake_is_asked_about_and_nothing_typed_is_lost(desk, position, shift):
    sign_up(desk, shift, name="李秀英")
    other = make_shift(position=position, starts_in=timedelta(days=9))

    page = sign_up(desk, other, 422, name="李秀英", mobile="13800000071")

    assert page.has("问一句是不是同一位", f"就是这位：{added()[0].volunteer_no}", "另一个同名的人")
    assert (page.value_of("name"), page.value_of("mobile")) == ("李秀英", "13800000071")
    assert on(other) == []


def test_the_same_one_keeps_the_number_and_gains_the_mobile(desk, position, shift):
    sign_up(desk, shift, name="李秀英")
    other = make_shift(position=position, starts_in=timedelta(days=9))
    sign_up(desk, other, 422, name="李秀英", mobile="13800000071")

    desk.submit(None, VERB, which=added()[0].volunteer_no)

    (person,) = added()
    assert on(other)[0].person_id == person.id
    assert person.contact_mobile == "13800000071"


def test_another_of_the_same_name_has_a_number_of_their_own(desk, shift):
    sign_up(desk, shift, name="李秀英")
    sign_up(desk, shift, 422, name="李秀英")

    desk.submit(None, VERB, which="another")

    first, second = added()
    assert {signup.person_id for signup in on(shift)} == {first.id, second.id}


def test_a_namesake_nobody_offered_is_asked_about_again(desk, shift, resident):
    sign_up(desk, shift, name="李秀英")
    page = sign_up(desk, shift, 422, name="李秀英")
    token = page.value_of("once")

    told = {"name": "李秀英", "agree": "y", "once": token, "which": resident.volunteer_no}
    page = desk.post(f"/desk/shifts/{shift.id}/sign-up", told, 422)

    assert page.has("问一句是不是同一位")


def test_the_same_form_sent_twice_makes_one_person(desk, shift):
    desk.get(f"/desk/shifts/{shift.id}/sign-up")
    told = {"name": "李秀英", "agree": "y", "once": desk.page.value_of("once")}

    pages = [desk.post(f"/desk/shifts/{shift.id}/sign-up", told) for _ in range(2)]

    assert pages[0].path == pages[1].path
    assert len(added()) == len(on(shift)) == 1


def test_whoever_has_a_place_already_keeps_it(desk, shift, resident):
    mine = make_signup(shift=shift, person=resident)

    page = sign_up(desk, shift, typed=resident.volunteer_no)

    assert page.path == f"/desk/signups/{mine.id}/slip"
    assert on(shift)[0].made_as == MadeAs.self
    assert session.scalar(select(Notice)) is None


def test_a_full_shift_means_standing_in_line(desk, shift):
    fill(shift)

    page = sign_up(desk, shift, name="李秀英")

    assert page.has("李秀英：候补第 1 位", "轮到了会告诉你")
    assert on(shift)[-1].state == State.waiting


def test_where_staff_decide_the_wish_waits_for_them(desk, community):
    position = make_position(opportunity_list=make_list(area=community), approval=Approval.staff)
    shift = make_shift(position=position)

    page = sign_up(desk, shift, name="李秀英")

    assert page.has("社区看过以后告诉你行不行")
    assert on(shift)[0].state == State.pending


# Rules


def test_a_rule_speaks_about_the_person_not_to_them(desk, community):
    position = make_position(opportunity_list=make_list(area=community), audience=Audience.officials)
    page = sign_up(desk, make_shift(position=position), 422, name="李秀英")

    assert page.has("李秀英报不上：只招机关干部，登记的是居民")


def test_an_official_without_an_account_is_asked_for_where_it_decides(desk, community, shift):
    position = make_position(opportunity_list=make_list(area=community), audience=Audience.officials)
    assert not desk.get(f"/desk/shifts/{shift.id}/sign-up").has("机关干部")

    page = sign_up(desk, make_shift(position=position), name="何建军", kind="official")

    assert page.has("何建军：已报上")
    assert added("何建军")[0].kind == "official"


def test_a_clash_does_not_say_where_the_person_is(desk, shift, resident):
    elsewhere = make_position(area=make_area(), title="看不见的岗位")
    make_signup(shift=make_shift(position=elsewhere), person=resident)

    page = sign_up(desk, shift, 422, typed=resident.volunteer_no)

    assert page.has("林小满在那个时间已经有别的岗位")
    assert not page.has("看不见的岗位")


def test_the_month_of_birth_is_asked_only_where_age_matters(desk, community, shift):
    position = make_position(opportunity_list=make_list(area=community), min_age=60)
    aged = make_shift(position=position)
    assert not desk.get(f"/desk/shifts/{shift.id}/sign-up").has("出生年月")

    page = sign_up(desk, aged, 422, name="李秀英")
    assert page.has("还不知道李秀英的出生年月")
    desk.submit(None, VERB, born="1958年3月")

    assert added()[0].birth_month.isoformat() == "1958-03-01"
    assert on(aged)[0].state == State.accepted


@pytest.mark.parametrize("born", ["1958", "195813", "203001", "000001", "abc", "-", "18990101"])
def test_what_is_no_month_is_asked_for_again(desk, community, born):
    position = make_position(opportunity_list=make_list(area=community), min_age=60)

    page = sign_up(desk, make_shift(position=position), 422, name="李秀英", born=born)

    assert page.has("出生年月写 6 位数字")
    assert page.value_of("born") == born


def test_too_young_for_the_position_is_too_young_at_the_desk(desk, community):
    position = make_position(opportunity_list=make_list(area=community), min_age=60)
    shift = make_shift(position=position)

    assert sign_up(desk, shift, 422, name="李秀英", born="199001").has("李秀英报不上：要满 60 岁")
    assert sign_up(desk, shift, 422, name="李秀英", born="201501").has("满 14 周岁才能登记")
    assert added() == []


def test_a_shift_that_is_over_takes_nobody(desk, editor, shift, clock_at):
    clock_at.move(days=8)
    desk.as_(editor)

    assert sign_up(desk, shift, 422, name="李秀英").has("已经开始或结束了")


def test_without_the_tick_or_a_name_nothing_happens(desk, shift):
    page = sign_up(desk, shift, 422, agree=False)

    assert page.has("还有 2 处要改", "请写姓名", "请当面问过本人再勾选")
    assert on(shift) == []


# What the person did at the desk before, and what can be done for them


@pytest.fixture
def elder(desk, shift):
    sign_up(desk, shift, name="李秀英")
    return added()[0]


def signups_of(person):
    return f"/desk/people/{person.volunteer_no}/signups"


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


# Who may


def addresses(shift, signup):
    own = f"/desk/signups/{signup.id}"
    return [
        f"/desk/shifts/{shift.id}/sign-up",
        f"{own}/slip",
        f"{own}/withdraw",
        f"/desk/people/{signup.person.volunteer_no}/signups",
    ]


def posts(shift, signup):
    own = f"/desk/signups/{signup.id}"
    return [f"/desk/shifts/{shift.id}/sign-up", f"{own}/withdraw", f"{own}/accept", f"{own}/decline"]


def test_to_another_community_none_of_it_exists(browser, outsider, shift):
    signup = make_signup(shift=shift, person=make_person(area=shift.position.area))
    browser.as_(outsider)

    for path in addresses(shift, signup):
        browser.get(path, 404)
    for path in posts(shift, signup):
        browser.post(path, {"name": "李秀英", "agree": "y"}, 404)
    assert on(shift)[0].state == State.accepted


@pytest.mark.parametrize("who", ["reviewer", "manager"])
def test_a_colleague_without_the_role_is_refused(browser, shift, who, request):
    signup = make_signup(shift=shift, person=make_person(area=shift.position.area))
    browser.as_(request.getfixturevalue(who))

    for path in addresses(shift, signup):
        browser.get(path, 403)
    for path in posts(shift, signup):
        browser.post(path, {"name": "李秀英", "agree": "y"}, 403)


@pytest.mark.parametrize(
    "path",
    ["/desk/shifts/99999/sign-up", "/desk/signups/99999/slip", "/desk/people/WJ000000/signups",
     "/desk/people/%00/signups", "/desk/signups/99999/withdraw"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(desk, path):
    desk.get(path, 404)


def test_buttons_are_not_pages_and_pages_are_not_posted_to(desk, elder, shift):
    signup = on(shift)[0]

    desk.get(f"/desk/signups/{signup.id}/accept", 405)
    desk.get(f"/desk/signups/{signup.id}/decline", 405)
    desk.post(f"/desk/signups/{signup.id}/slip", status=405)
    desk.post(signups_of(elder), status=405)


def test_nobody_adds_what_the_form_does_not_ask(desk, shift, manager):
    desk.get(f"/desk/shifts/{shift.id}/sign-up")
    told = {"name": "李秀英", "agree": "y", "once": desk.page.value_of("once"), "kind": "official",
            "area_id": "1", "made_by": str(manager.id), "state": "accepted", "person_id": "1"}  # fmt: skip

    desk.post(f"/desk/shifts/{shift.id}/sign-up", told)

    (person,) = added()
    assert (person.kind, person.area_id) == ("resident", shift.position.area_id)
    assert on(shift)[0].made_by != manager.id


# Being forgotten


def forget(desk, person):
    return desk.submit(f"/desk/people/{person.volunteer_no}/forget", "删掉")


def test_of_somebody_who_asks_for_it_only_the_number_stays(desk, elder, shift):
    number = elder.volunteer_no
    page = desk.get(f"/desk/people/{number}")
    assert "删掉姓名和手机号" in page.links

    page = forget(desk, elder)

    session.refresh(elder)
    assert page.has("删掉了", number)
    assert (elder.name, elder.contact_mobile, elder.birth_month) == ("", None, None)
    assert elder.closed_at is not None
    assert on(shift)[0].state == State.withdrawn
    assert broken() == []


def test_being_forgotten_twice_answers_the_same(desk, elder):
    assert forget(desk, elder).flashes == forget(desk, elder).flashes


def test_whoever_was_forgotten_is_no_namesake_and_signs_up_no_more(desk, elder, shift):
    number = elder.volunteer_no
    forget(desk, elder)

    assert sign_up(desk, shift, name="李秀英").has("已报上")
    assert sign_up(desk, shift, 422, typed=number).has("没有人用这个编号")


def test_somebody_with_an_account_closes_it_themselves(desk, resident, shift):
    mine = make_signup(shift=shift, person=resident)

    page = desk.submit(f"/desk/people/{resident.volunteer_no}/forget", "删掉", 422)

    assert page.has("要本人登录后注销")
    session.refresh(mine)
    assert (mine.state, resident.name) == (State.accepted, "林小满")


def test_a_closed_account_s_mobile_stands_with_nobody_they_brought(browser, resident):
    mobile = account_of(resident).mobile
    brought = make_person(area=resident.area, added_by=resident.id, contact_mobile=mobile)
    browser.as_(resident)

    browser.submit("/me/close", "注销账号", password=PASSWORD)

    session.refresh(brought)
    assert brought.contact_mobile is None


def test_who_may_forget_somebody(browser, outsider, reviewer, editor, community):
    person = make_person(area=community, added_by=editor.id)
    path = f"/desk/people/{person.volunteer_no}/forget"

    browser.as_(outsider).get(path, 404)
    browser.as_(outsider).post(path, status=404)
    browser.as_(reviewer).get(path, 403)
    browser.as_(reviewer).post(path, status=403)
    browser.as_(editor).get("/desk/people/WJ000000/forget", 404)
