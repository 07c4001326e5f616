"""The roster: who comes, is here, has gone, waits; on the screen and on paper."""

from datetime import timedelta

from board.db import session
from board.signups.models import ShiftLeader, State
from tests.attendance.addresses import roster as address
from tests.factories import make_account, make_attendance, make_person, make_shift, make_signup
from tests.queries import counted


def test_it_counts_and_lists_people_by_what_was_seen_of_them(browser, leader, shift):
    coming, here, gone, missing = (make_signup(shift=shift).person for _ in range(4))
    make_signup(shift=shift, state=State.waiting)
    make_attendance("arrived", shift=shift, person=here)
    make_attendance("arrived", shift=shift, person=gone)
    make_attendance("left", shift=shift, person=gone)
    make_attendance("absent", shift=shift, person=missing)
    browser.as_(leader)

    page = browser.get(address(shift))

    assert page.all(".counts > div") == ["已到 1", "没到 1", "已走 1", "候补 1"]
    assert page.all(".roster-box h2") == [
        "还没到 1 人",
        "已到 1 人",
        "已走 1 人",
        "未到岗、请过假 1 人",
        "候补 1 人，有人没来可以请他们补上",
    ]
    assert page.has("未到岗", "点名到", "12:10 走", f"志愿者 {coming.volunteer_no[2:]}")


def test_names_and_phones_are_masked_for_staff_too(browser, editor, shift):
    person = make_account(person=make_person(name="欧阳小南"), mobile="13812345678").person
    make_signup(shift=shift, person=person)
    browser.as_(editor)

    page = browser.get(address(shift))

    assert page.has("欧*", "138****5678")
    assert "欧阳小南" not in page.text
    assert b"13812345678" not in page.body


def test_whoever_never_came_before_is_pointed_out(browser, leader, shift):
    old_hand = make_signup(shift=shift).person
    make_attendance("arrived", shift=make_shift(starts_in=timedelta(days=-9)), person=old_hand)
    browser.as_(leader)

    first = browser.get(address(shift)).all(".roster-about")
    make_signup(shift=shift)
    then = browser.get(address(shift)).all(".roster-about")

    assert "第一次来" not in " ".join(first)
    assert "第一次来" in " ".join(then)


def test_a_reviewer_reads_the_roster_without_buttons(browser, reviewer, shift):
    make_signup(shift=shift)
    browser.as_(reviewer)

    page = browser.get(address(shift))

    assert "签到" not in page.buttons
    assert not page.has("亮出签到码")


def test_a_long_roster_shows_its_beginning_and_the_rest_by_page(browser, editor, shift):
    big = make_shift(position=shift.position, quota=100, starts_in=timedelta(minutes=10))
    people = [make_signup(shift=big).person for _ in range(95)]
    browser.as_(editor)

    first = browser.get(address(big))
    second = browser.get(first.links["还有 75 人"])
    third = browser.get(second.links["还有 15 人"])

    shown = [len(page.tree.css(".roster-row")) for page in (first, second, third)]
    assert shown == [20, 60, 15]
    assert third.has(f"志愿者 {people[-1].volunteer_no[2:]}")


def test_somebody_is_found_by_name_or_number(browser, editor, shift):
    for name in ("欧阳小南", "欧阳小北", "林小满"):
        make_signup(shift=shift, person=make_person(name=name))
    wanted = make_signup(shift=shift).person
    browser.as_(editor)

    def found(typed):
        return len(browser.get(f"{address(shift)}?q={typed}").tree.css(".roster-row"))

    assert [found("欧阳"), found("林小满"), found(wanted.volunteer_no[-4:]), found("%"), found("没有")] == [
        2,
        1,
        1,
        0,
        0,
    ]


def test_five_hundred_people_cost_no_more_questions_than_five(browser, engine, editor, shift):
    make_signup(shift=shift)
    browser.as_(editor)
    browser.get(address(shift))
    with counted(engine) as few:
        browser.get(address(shift))
    for _ in range(9):
        make_attendance("arrived", shift=shift, person=make_signup(shift=shift).person)

    with counted(engine) as many:
        browser.get(address(shift))

    assert len(many) == len(few) <= 10, "\n".join(many)


def test_on_paper_there_is_room_to_sign_and_no_phone(browser, editor, leader, shift):
    person = make_account(person=make_person(name="欧阳小南"), mobile="13812345678").person
    make_signup(shift=shift, person=person)

    paper = browser.as_(leader).get(address(shift, "?print=1&names=1"))
    full = browser.as_(editor).get(address(shift, "?print=1&names=1"))

    assert paper.has("签名", "欧*", "清泉社区，报上 1 人", "2026年11月23日 周一", "负责人签名")
    assert full.has("欧阳小南")
    assert "欧阳小南" not in paper.text
    assert "5678" not in paper.text + full.text


def test_a_cancelled_shift_has_a_roster_that_says_so(browser, editor, shift):
    person = make_signup(shift=shift).person
    shift_id = shift.id
    browser.as_(editor)
    browser.get(f"/desk/shifts/{shift_id}/cancel")
    browser.submit(button="取消并告诉大家", reason="下雨")

    page = browser.post(f"/desk/shifts/{shift_id}/roster/arrived", {"person": person.volunteer_no})

    assert page.has("这一班取消了：下雨。不用签到。")


# Who may


WRITES = ("/arrived", "/left", "/undo", "/call-in", "/walk-in", "/walk-in-new")


def test_a_leader_reads_and_writes_the_roster_of_their_shift_only(browser, leader, shift):
    other = make_shift(position=shift.position)
    browser.as_(leader)

    browser.get(address(shift))
    browser.get(address(other), status=404)
    for end in WRITES:
        browser.post(address(other, end), status=404)
    browser.get("/desk", status=404)
    browser.get(f"/desk/shifts/{shift.id}", status=404)


def test_a_leader_who_was_un_named_is_a_stranger_at_once(browser, leader, shift):
    browser.as_(leader)
    browser.get(address(shift))
    from tests.factories import committed

    with committed():
        for row in session.query(ShiftLeader):
            session.delete(row)

    browser.get(address(shift), status=404)


def test_strangers_find_no_roster(browser, outsider, resident, shift):
    for somebody in (outsider, resident):
        browser.as_(somebody)
        browser.get(address(shift), status=404)
        for end in WRITES:
            browser.post(address(shift, end), status=404)


def test_colleagues_without_the_role_are_refused(browser, reviewer, manager, shift):
    browser.as_(reviewer)
    for end in WRITES:
        browser.post(address(shift, end), status=403)
    browser.as_(manager)
    browser.get(address(shift), status=403)


def test_what_does_not_exist_is_not_found(browser, editor):
    browser.as_(editor)

    browser.get("/desk/shifts/99999/roster", status=404)
    browser.post("/desk/shifts/99999/roster/arrived", status=404)
