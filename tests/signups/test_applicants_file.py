"""Who asked to serve on a position, as a file."""

from datetime import date, timedelta

import pytest

from board.audit.models import AuditRow
from board.db import session
from board.signups.models import MadeAs, State
from tests.factories import make_list, make_person, make_position, make_shift, make_signup
from tests.queries import counted
from tests.taken_away import rows_of


@pytest.fixture
def position(community):
    return make_position(opportunity_list=make_list(area=community), title="助老送餐")


def address(position):
    return f"/desk/positions/{position.number}/applicants.xlsx"


def test_it_has_everybody_who_holds_a_place_or_waits_shift_by_shift(browser, editor, position, community):
    later = make_shift(position=position, starts_in=timedelta(days=9))
    sooner = make_shift(position=position, starts_in=timedelta(days=2))
    make_signup(shift=later, person=make_person(name="甲", area=community))
    make_signup(shift=sooner, person=make_person(name="=乙"), state=State.waiting)
    make_signup(shift=sooner, person=make_person(name="丙"), made_as=MadeAs.staff)
    make_signup(shift=sooner, person=make_person(name="丁"), state=State.withdrawn)

    rows = rows_of(browser.as_(editor).get(address(position)), "报名的人")

    assert rows[1][:4] == ["日期", "时间", "姓名", "志愿者编号"]
    assert [(row[0].date(), row[2], row[6], row[7]) for row in rows[2:5]] == [
        (date(2026, 11, 25), "丙", "已报上", "社区代报"),
        (date(2026, 11, 25), "=乙", "候补第 1 位", "本人"),
        (date(2026, 12, 2), "甲", "已报上", "本人"),
    ]
    assert rows[4][4:6] == ["居民", "清泉社区"]
    assert len(rows) == 6


def test_no_phone_is_in_it(browser, editor, position, resident):
    make_signup(shift=make_shift(position=position), person=resident)

    rows = rows_of(browser.as_(editor).get(address(position)), "报名的人")

    assert not [cell for row in rows for cell in row if str(cell).startswith("139")]


def test_more_people_do_not_cost_more_statements(browser, reviewer, position, engine):
    shift = make_shift(position=position)
    make_signup(shift=shift)
    browser.as_(reviewer).get(address(position))
    with counted(engine) as few:
        browser.get(address(position))
    for _ in range(5):
        make_signup(shift=shift)

    with counted(engine) as many:
        browser.get(address(position))

    assert len(many) <= len(few)


def test_who_takes_it_away_is_written_down_and_nobody_else_gets_it(
    browser, position, editor, outsider, manager
):
    browser.as_(editor).get(address(position))
    browser.as_(outsider).get(address(position), 404)
    browser.as_(manager).get(address(position), 403)
    browser.as_(editor).get("/desk/positions/2611-0000/applicants.xlsx", 404)
    browser.post(address(position), status=405)

    row = session.query(AuditRow).filter_by(action="signup.export").one()
    assert (row.actor_id, row.object_id) == (editor.id, position.id)
