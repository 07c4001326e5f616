"""Whoever has no hand in it looks at a flag; the one it is about sees it and cannot close it."""

import pytest
from sqlalchemy import select

from board.accounts.models import Role
from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.errors import NotAllowed
from board.flags import keeping, queries, services
from board.flags.found import Found
from board.flags.models import FlagPerson, Kind, Part, State
from tests.factories import appoint, committed, make_account, make_person
from tests.flags.seen import back_fill, close, confirm_back_fill, find, flags, scan_in, tap_in
from tests.records.served import confirm, tick

pytestmark = pytest.mark.dealt


@pytest.fixture
def tapped(shift, editor):
    """Twenty people, tapped in by the editor within a minute."""
    tap_in(shift, 20, by=editor)
    find()
    return flags()[0]


@pytest.fixture
def hurried(shift, editor, reviewer, resident):
    """Back-filled by the editor, confirmed at once by the reviewer."""
    confirm_back_fill(back_fill(shift, resident, by=editor), reviewer)
    find()
    return flags(Kind.quick_confirm)[0]


def test_a_reviewer_sees_what_was_found_looks_and_writes_down_what_it_was(browser, tapped, reviewer):
    browser.as_(reviewer)
    assert browser.get("/desk").has("1 件事要留意")
    page = browser.get("/desk/flags")
    assert page.has("一分钟里点了很多人到", "清泉社区", "王小燕在", "点了 20 个人到")

    page = browser.get(page.links["去看看"])
    assert page.has("问问点名的人", "助老送餐")
    page = browser.submit(button="记下来", outcome="explained", note="列队数过人，打了三个电话都来了")

    assert page.has("记下了。", "看过的", "说得清")
    (flag,) = flags()
    assert (flag.state, flag.looked_by, flag.note) == (
        State.explained,
        reviewer.id,
        "列队数过人，打了三个电话都来了",
    )
    assert browser.get(f"/desk/flags/{flag.id}").has("说得清：周志强", "列队数过人")
    assert "件事要留意" not in browser.get("/desk").text
    told = select(AuditRow.actor_id, AuditRow.detail).where(AuditRow.action == "flags.close")
    assert [tuple(row) for row in session.execute(told)] == [(reviewer.id, {"outcome": "explained"})]


def test_nothing_is_closed_without_a_note(browser, tapped, reviewer):
    browser.as_(reviewer).get(f"/desk/flags/{tapped.id}")

    page = browser.submit(button="记下来", status=422)

    assert page.has("请选一项", "请写一句怎么看的")
    assert flags()[0].state == State.found


def test_the_one_it_is_about_sees_it_and_cannot_close_it(browser, hurried, reviewer):
    browser.as_(reviewer)
    assert "件事要留意" not in browser.get("/desk").text
    page = browser.get(f"/desk/flags/{hurried.id}")
    assert page.has("王小燕记的 1 条，周志强在一分钟内就确认了", "由没有经手的人来记结果")
    assert "记下来" not in page.buttons

    page = browser.post(f"/desk/flags/{hurried.id}", {"outcome": "explained", "note": "我看过"}, 422)

    assert page.has("要由别人来看")
    assert flags()[0].state == State.found


def test_nor_does_the_editor_who_wrote_it_and_reviews_as_well(tapped, editor, community):
    appoint(editor, Role.reviewer, community)

    with pytest.raises(services.Involved):
        close(tapped, editor)


def test_nor_whoever_has_confirmed_those_hours_since(shift, tapped, reviewer, checker):
    tick()
    confirm(shift, reviewer)

    with pytest.raises(services.Involved):
        close(tapped, reviewer)
    close(tapped, checker)


def test_where_everybody_has_a_hand_in_it_the_street_looks(browser, hurried, reviewer, street, checker):
    at_the_street = make_account(person=make_person(area=street)).person
    appoint(at_the_street, Role.reviewer, street)
    assert queries.for_them(checker, flags()) == {hurried.id}
    assert queries.for_them(at_the_street, flags()) == set()
    session.rollback()

    confirm_all_of(checker, hurried)

    assert queries.for_them(checker, flags()) == queries.for_them(reviewer, flags()) == set()
    assert queries.for_them(at_the_street, flags()) == {hurried.id}
    assert browser.as_(at_the_street).get("/desk").has("1 件事要留意")
    close(hurried, at_the_street, State.acted)


def confirm_all_of(person, flag):
    """As if this person, too, had been one of those who confirmed it."""
    with committed():
        session.add(FlagPerson(flag_id=flag.id, person_id=person.id, part=Part.hand))


def test_closing_twice_is_closing_once_and_a_second_person_comes_too_late(tapped, reviewer, checker):
    close(tapped, reviewer)
    close(tapped, reviewer)

    with pytest.raises(services.LookedAt):
        close(tapped, checker)
    assert flags()[0].looked_by == reviewer.id


def test_a_role_lost_meanwhile_is_no_longer_enough(tapped, resident):
    with pytest.raises(NotAllowed):
        close(tapped, resident)


def test_a_reviewer_who_served_does_not_see_the_flag_of_their_own_hours(browser, shift, reviewer, checker):
    scan_in(shift, [reviewer, make_person(), make_person()], "a" * 64)
    find()
    number = flags()[0].id

    assert browser.as_(reviewer).get("/desk/flags").has("没有要核查的")
    browser.get(f"/desk/flags/{number}", 404)
    browser.post(f"/desk/flags/{number}", {"outcome": "explained", "note": "x"}, 404)
    assert browser.as_(checker).get(f"/desk/flags/{number}").has("周志强")


def test_the_list_goes_on_behind_twenty(browser, shift, editor, reviewer, community):
    begin_writing()
    keeping.keep(
        Found(kind=Kind.over_day, key=f"1:{number}", area_id=community.id,
              evidence={"day": "2026-11-23", "minutes": 500 + number, "records": []})
        for number in range(22)
    )  # fmt: skip
    session.commit()
    for flag in flags():
        close(flag, reviewer)

    page = browser.as_(reviewer).get("/desk/flags")
    assert page.has("8 小时 41 分")
    page = browser.get(page.links["更早的"])

    assert page.has("8 小时 20 分", "8 小时 21 分")
    assert "8 小时 22 分" not in page.text


@pytest.mark.parametrize(
    ("who", "status"), [("outsider", 404), ("editor", 403), ("auditor", 403), ("resident", 404)]
)
def test_only_those_who_check_in_the_area(browser, tapped, who, status, request):
    browser.as_(request.getfixturevalue(who))

    browser.get(f"/desk/flags/{tapped.id}", status)
    browser.post(f"/desk/flags/{tapped.id}", {"outcome": "explained", "note": "x"}, status)

    assert flags()[0].state == State.found


def test_a_manager_above_looks_as_well(browser, tapped, manager):
    page = browser.as_(manager).get(f"/desk/flags/{tapped.id}")

    assert "记下来" in page.buttons


def test_of_another_area_nothing_is_listed(browser, tapped, outsider):
    assert browser.as_(outsider).get("/desk/flags").has("没有要核查的")


def test_missing_and_wrong_methods(browser, reviewer):
    browser.as_(reviewer)
    browser.get("/desk/flags/987654", 404)
    browser.post("/desk/flags", status=405)
