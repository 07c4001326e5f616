"""Giving one's ID number: a consent of its own, sealed, once in the district."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.accounts import throttle
from board.accounts.models import Consent
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import session
from board.errors import NotFound
from board.identity import consent, keys, queries, services, upkeep
from board.identity.models import IdentityNumber, Use
from board.notices.models import Notice
from tests import factories
from tests.identity.numbers import a_number, ending_in_x, give

NUMBER = a_number()
ALL = [str(use) for use in Use]


def fill_in(browser, status=200, path="/me/identity", button=None, **told):
    said = {"number": NUMBER, "uses": ["certificate", "national"], "agree": True} | told
    return browser.submit(path, button or "存下", status, **said)


def the_row():
    return session.scalar(select(IdentityNumber))


def test_it_is_kept_for_what_was_ticked_and_shown_masked(browser, resident, clock_at):
    browser.as_(resident)

    page = fill_in(browser, number=ending_in_x())

    assert page.has("身份证号加密存好了", "5101***********X", "写在证明上；录进全国系统", "2028年11月22日")
    assert ending_in_x() not in page.text
    row = the_row()
    assert (row.person_id, row.uses) == (resident.id, (Use.certificate, Use.national))
    assert (row.consent_version, row.consented_at) == (consent.VERSION, clock_at.instant)
    agreed = session.scalars(select(Consent).where(Consent.text == "identity")).one()
    assert (agreed.person_id, agreed.version, agreed.at) == (resident.id, consent.VERSION, clock_at.instant)
    written = session.scalars(select(AuditRow).where(AuditRow.action == "identity.give")).one()
    assert written.detail == {"person": resident.id, "uses": "certificate national"}


def test_nothing_is_ticked_before_somebody_ticks_it(browser, resident):
    page = browser.as_(resident).get("/me/identity")

    assert page.tree.css("input[type=checkbox]") != []
    assert page.tree.css("input[checked]") == []
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"agree": False}, "同意了才能存"),
        ({"uses": []}, "请勾至少一个用处"),
        ({"number": ""}, "请写身份证号"),
        ({"number": NUMBER[:17]}, "你写了 17 位"),
        ({"number": NUMBER[:16] + "00"}, "有一位写错了"),
    ],
)
def test_without_consent_use_or_a_number_nothing_is_kept(browser, resident, told, words):
    browser.as_(resident)

    page = fill_in(browser, 422, **told)

    assert page.has(words)
    assert page.value_of("number") == told.get("number", NUMBER)
    assert the_row() is None


def test_a_use_that_nobody_offers_is_refused(browser, resident):
    browser.as_(resident)

    browser.post("/me/identity", {"number": NUMBER, "uses": ["sale"], "agree": "y"}, 422)

    assert the_row() is None


def test_typed_as_keyboards_type_it(browser, resident):
    wide = NUMBER.translate({ord(str(n)): 0xFF10 + n for n in range(10)})

    fill_in(browser.as_(resident), number=f"{wide[:6]} {wide[6:]}")

    assert services.number_of(resident) == NUMBER


def test_it_must_not_contradict_the_birth_month(browser, resident):
    with factories.committed():
        resident.birth_month = date(1958, 4, 1)
    browser.as_(resident)

    page = fill_in(browser, 422)

    assert page.has("1958 年 3 月出生", "1958 年 4 月")
    assert page.links["改出生年月"] == "/me/birth-month?next=/me/identity"
    assert the_row() is None


def test_the_same_again_changes_nothing_and_other_uses_are_a_consent_of_their_own(resident):
    give(resident, NUMBER, ["certificate"])
    before = the_row().ciphertext
    give(resident, NUMBER, ["certificate"])
    again = the_row().ciphertext
    give(resident, NUMBER, ALL)

    assert again == before
    assert the_row().uses == tuple(Use)
    assert len(session.scalars(select(Consent).where(Consent.text == "identity")).all()) == 2


def test_another_number_first_needs_the_old_one_gone(resident):
    give(resident, NUMBER)

    with pytest.raises(services.AlreadyGiven):
        give(resident, ending_in_x())


def test_a_number_is_registered_once_and_the_refusal_tells_nothing(browser, resident, official):
    give(official, NUMBER)
    browser.as_(resident)

    page = fill_in(browser, 422)

    assert page.has("这个身份证号已经登记过")
    assert page.links["认领以前的记录"] == "/me/claim"
    for told in (official.name, official.masked_name, official.volunteer_no, official.unit.name):
        assert told not in page.text
    refused = session.scalars(select(AuditRow).where(AuditRow.outcome == "refused")).one()
    assert (refused.action, refused.object_id) == ("identity.mine", None)
    assert refused.detail == {"rule": "AlreadyRegistered"}


def test_the_schema_alone_keeps_a_number_from_standing_twice(engine, resident, official):
    give(resident, NUMBER)
    mine = the_row()

    with pytest.raises(Exception, match=r"(?i)unique"), factories.committed():
        session.add(IdentityNumber(
            person_id=official.id, key_id=mine.key_id, ciphertext=b"x", blind_index=mine.blind_index,
            uses=(), consent_version="1", consented_at=clock.now(), created_at=clock.now(),
        ))  # fmt: skip
        session.flush()
    session.rollback()


def test_nobody_tries_out_whose_numbers_are_registered(resident, official, clock_at):
    """Ten tries a day, five at once; the twin shows that more would get through without the count."""
    give(official, NUMBER)
    refused = []
    for _ in range(8):
        try:
            give(resident, NUMBER)
        except (services.AlreadyRegistered, throttle.TooManyGuesses) as problem:
            refused.append(type(problem).__name__)

    assert refused == ["AlreadyRegistered"] * 5 + ["TooManyGuesses"] * 3
    clock_at.move(days=1, minutes=1)
    give(resident, ending_in_x())
    assert services.number_of(resident) == ending_in_x()


def test_without_the_count_they_could(resident, official, monkeypatch):
    give(official, NUMBER)
    monkeypatch.setattr(throttle, "count_identity_guess", lambda _: throttle.Guess(()))

    for _ in range(30):
        with pytest.raises(services.AlreadyRegistered):
            give(resident, NUMBER)


def test_its_owner_removes_it(browser, resident, official):
    give(resident, NUMBER)
    browser.as_(resident)

    page = browser.press("删掉身份证号", "/me/identity")

    assert page.has("身份证号删掉了")
    assert the_row() is None
    give(official, NUMBER)  # free again
    assert (
        session.scalar(select(AuditRow.object_id).where(AuditRow.action == "identity.withdraw"))
        == resident.id
    )


def test_removing_what_is_not_there_is_no_act(browser, resident):
    browser.as_(resident).post("/me/identity/remove")

    assert session.scalar(select(AuditRow).where(AuditRow.action == "identity.withdraw")) is None


def test_it_goes_with_the_account(browser, resident):
    give(resident, NUMBER)

    browser.as_(resident).submit("/me/close", "注销账号", password=factories.PASSWORD)

    assert the_row() is None


def test_after_two_years_it_is_gone_and_its_owner_told(resident, official, clock_at):
    give(resident, NUMBER)
    clock_at.move(days=729)
    give(official, ending_in_x())
    _tick()
    assert queries.of(resident) is not None

    clock_at.move(days=1)
    _tick()

    assert queries.of(resident) is None
    assert queries.of(official) is not None
    told = session.scalars(select(Notice).where(Notice.person_id == resident.id)).one()
    assert "存满两年" in told.sentence


def _tick():
    for step in upkeep.STEPS:
        step()
    session.rollback()


def test_without_keys_the_page_says_so_and_nothing_is_kept(browser, resident, monkeypatch):
    browser.as_(resident).get("/me/identity")
    monkeypatch.setattr(keys, "_ring", {})

    page = browser.submit(None, "存下", 422, number=NUMBER, uses=ALL, agree=True)
    shown = browser.get("/me/identity")

    assert page.has("这里还不能存身份证号")
    assert shown.has("证明照样能开，上面不写身份证号")
    assert shown.tree.css("main form") == []
    assert the_row() is None


def test_somebody_who_closed_the_account_meanwhile_leaves_nothing(resident):
    account = account_of(resident)
    with factories.committed():
        resident.closed_at = clock.now() - timedelta(minutes=1)

    with pytest.raises(NotFound):
        services.give(account, NUMBER, ALL)


def test_coming_from_a_certificate_one_goes_back_to_it(browser, resident):
    browser.as_(resident)

    page = fill_in(browser, path="/me/identity?next=/me/data", button="存下，继续")

    assert page.path == "/me/data"


def test_signed_out_one_signs_in_first(browser, engine):
    assert browser.get("/me/identity").path.startswith("/sign-in")
    assert browser.post("/me/identity/remove").path.startswith("/sign-in")


def test_wrong_methods_are_refused(browser, resident):
    browser.as_(resident).get("/me/identity/remove", 405)
