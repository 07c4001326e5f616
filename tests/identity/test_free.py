"""Somebody else registered the number: its owner comes to the desk with the card."""

import pytest
from sqlalchemy import select

from board.audit.models import AuditRow
from board.db import session
from board.identity import freeing, queries, services
from board.notices.models import Notice
from tests.factories import PASSWORD
from tests.identity.numbers import a_number, ending_in_x, give

pytestmark = pytest.mark.dealt

NUMBER = a_number()


def free(browser, person, status=200, number=NUMBER, password=PASSWORD):
    address = f"/desk/people/{person.volunteer_no}/identity/free"
    return browser.submit(address, "空出这个号", status, number=number, password=password)


def refused():
    rows = select(AuditRow.detail).where(AuditRow.action == "identity.free", AuditRow.outcome == "refused")
    return [told["rule"] for told in session.scalars(rows.order_by(AuditRow.id))]


def test_the_way_from_the_refusal_to_having_it(browser, editor, resident, official):
    give(official, NUMBER)
    with pytest.raises(services.AlreadyRegistered, match="带身份证到社区服务站"):
        give(resident, NUMBER)
    browser.as_(editor)

    page = browser.get(f"/desk/people/{resident.volunteer_no}")
    browser.get(page.links["身份证号被别人登记了"])
    page = free(browser, resident)

    assert page.has("这个号空出来了")
    for told in (official.name, official.masked_name, official.volunteer_no):
        assert told not in page.text
    assert queries.of(official) is None
    give(resident, NUMBER)
    assert services.number_of(resident) == NUMBER
    (row,) = session.scalars(select(AuditRow).where(AuditRow.action == "identity.free"))
    assert (row.object_id, row.detail) == (resident.id, {"holder": official.id})
    said = session.scalars(select(Notice.sentence).where(Notice.person_id == official.id)).one()
    assert "已经从你的账号删掉" in said


def test_nothing_to_free_says_so_and_tells_no_more(browser, editor, resident):
    give(resident, NUMBER)
    browser.as_(editor)

    for number in (NUMBER, ending_in_x()):  # one's own, and nobody's
        assert free(browser, resident, 422, number=number).has("没有别的账号登记这个号")
    assert services.number_of(resident) == NUMBER
    assert refused() == ["NobodyElses"] * 2


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"password": ""}, "NoPassword"),
        ({"password": "guess"}, "WrongPassword"),
        ({"number": NUMBER[:-1] + "Y"}, "WrongNumber"),
    ],
)
def test_without_the_password_or_a_number_nothing_happens(browser, editor, resident, official, said, rule):
    give(official, NUMBER)

    free(browser.as_(editor), resident, 422, **said)

    assert refused() == [rule]
    assert services.number_of(official) == NUMBER


def test_staff_do_not_try_out_what_is_registered(browser, editor, resident, official, monkeypatch):
    browser.as_(editor)
    for _ in range(5):
        free(browser, resident, 422)
    assert free(browser, resident, 422).has("试的次数多了")
    monkeypatch.setattr(freeing, "A_DAY", 0)
    monkeypatch.setattr(freeing.throttle, "count_identity_guess", lambda _: freeing.throttle.Guess(()))
    give(official, NUMBER)
    assert free(browser, resident, 422).has("今天已经处理了")
    assert services.number_of(official) == NUMBER


def test_wrong_roles_and_other_areas(browser, outsider, manager, reviewer, official, resident):
    for who, status in ((outsider, 404), (manager, 403), (reviewer, 403), (official, 404)):
        browser.as_(who).get(f"/desk/people/{resident.volunteer_no}/identity/free", status)
        browser.post(f"/desk/people/{resident.volunteer_no}/identity/free", {"number": NUMBER}, status)
