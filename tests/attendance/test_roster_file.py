"""The roster of a shift as a file: names for staff, masked for leaders, phones in full for nobody."""

from datetime import time

from board.audit.models import AuditRow
from board.db import session
from board.signups.models import State
from tests.attendance.addresses import roster
from tests.factories import make_account, make_attendance, make_person, make_signup
from tests.queries import counted
from tests.taken_away import rows_of


def address(shift):
    return f"{roster(shift)}.xlsx"


def test_it_has_everybody_by_what_was_seen_of_them(browser, editor, shift):
    coming, gone, missing, waiting = (make_person(name=name) for name in ("甲", "乙", "丙", "丁"))
    for person in (coming, gone, missing):
        make_signup(shift=shift, person=person)
    make_signup(shift=shift, person=waiting, state=State.waiting)
    make_attendance("arrived", shift=shift, person=gone, review="early")
    make_attendance("left", shift=shift, person=gone)
    make_attendance("excused", shift=shift, person=missing)
    browser.as_(editor)

    rows = rows_of(browser.get(address(shift)), "名册")

    assert rows[1] == ["序", "姓名", "志愿者编号", "电话", "状态", "到", "走", "备注", "签名"]
    assert [(row[0], row[1], *row[4:8]) for row in rows[2:6]] == [
        (1, "甲", "还没到", None, None, None),
        (2, "乙", "已走", time(10, 10), time(12, 10), "早了，待复核"),
        (3, "丙", "请过假", None, None, None),
        (4, "丁", "候补", None, None, None),
    ]
    assert "只用于安排和核对这些班次" in rows[6][0]


def test_phones_are_masked_and_gone_a_month_after_the_shift(browser, editor, shift, clock_at):
    make_signup(shift=shift, person=make_account(mobile="13812345678").person)
    browser.as_(editor)

    now = rows_of(browser.get(address(shift)), "名册")
    clock_at.move(days=31)
    browser.as_(editor)
    later = rows_of(browser.get(address(shift)), "名册")

    assert (now[2][3], later[2][3]) == ("138****5678", None)


def test_a_leader_gets_masked_names(browser, leader, shift):
    make_signup(shift=shift, person=make_person(name="欧阳小南"))
    browser.as_(leader)

    assert rows_of(browser.get(address(shift)), "名册")[2][1] == "欧*"


def test_a_name_that_looks_like_a_formula_is_a_name(browser, reviewer, shift):
    make_signup(shift=shift, person=make_person(name="=1+1"))
    browser.as_(reviewer)

    assert rows_of(browser.get(address(shift)), "名册")[2][1] == "=1+1"


def test_who_takes_it_away_is_written_down(browser, editor, shift):
    browser.as_(editor).get(address(shift))

    row = session.query(AuditRow).filter_by(action="attendance.export_roster").one()
    assert (row.actor_id, row.object_kind, row.object_id) == (editor.id, "shifts", shift.id)


def test_more_people_do_not_cost_more_statements(browser, editor, shift, engine):
    make_signup(shift=shift)
    browser.as_(editor).get(address(shift))
    with counted(engine) as few:
        browser.get(address(shift))
    for _ in range(5):
        make_signup(shift=shift)

    with counted(engine) as many:
        browser.get(address(shift))

    assert len(many) <= len(few)


def test_nobody_else_gets_it(browser, shift, outsider, manager, resident):
    browser.as_(outsider).get(address(shift), 404)
    browser.as_(resident).get(address(shift), 404)
    browser.as_(manager).get(address(shift), 403)
    browser.get("/desk/shifts/999999/roster.xlsx", 404)
    browser.post(address(shift), status=405)
    assert session.query(AuditRow).filter_by(action="attendance.export_roster").count() == 0
