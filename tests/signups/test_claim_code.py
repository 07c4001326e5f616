"""The code a record is claimed with: for whom it is, how long it lives, and who may give it."""

import re

import pytest
from sqlalchemy import select

from board.accounts import throttle, upkeep
from board.accounts.models import ClaimCode
from board.db import begin_writing, session
from tests.pages import Browser
from tests.signups.claims import SENTENCE, claim, code_for, wrong

pytestmark = pytest.mark.dealt

# The code


def test_it_is_for_records_without_an_account(browser, editor, resident):
    browser.as_(editor)
    assert "给一个认领码" not in browser.get(f"/desk/people/{resident.volunteer_no}").links

    page = browser.submit(f"/desk/people/{resident.volunteer_no}/claim-code", "给认领码", 422)

    assert page.has("已经有自己的账号")
    assert session.scalar(select(ClaimCode)) is None


def test_the_person_s_page_leads_to_it_and_the_same_form_shows_the_same_digits(browser, editor, record):
    browser.as_(editor)
    page = browser.get(f"/desk/people/{record.volunteer_no}")
    path = page.links["给一个认领码"]
    browser.get(path)
    told = {"once": browser.page.value_of("once")}

    first, again = (browser.post(path, told).text for _ in range(2))

    assert re.search(r"\b\d{6}\b", first)[0] == re.search(r"\b\d{6}\b", again)[0]
    assert len(session.scalars(select(ClaimCode)).all()) == 1


def test_only_a_hash_is_kept(record, code):
    kept = session.scalars(select(ClaimCode)).one()

    assert len(kept.code_hash) == 64
    assert code not in kept.code_hash


def test_it_lives_ten_minutes(browser, resident, record, code, clock_at):
    clock_at.move(minutes=10)

    assert claim(browser.as_(resident), record.volunteer_no, code, 422).has(SENTENCE)


def test_it_bears_five_tries(app, browser, resident, official, record, code):
    browser.as_(resident)
    for _ in range(5):
        claim(browser, record.volunteer_no, wrong(code), 422)

    assert session.scalar(select(ClaimCode.tries)) == 5
    begin_writing()
    throttle.forget_claim_guesses(record.volunteer_no)
    session.commit()
    assert claim(Browser(app).as_(official), record.volunteer_no, code, 422).has(SENTENCE)


def test_it_works_once_and_the_same_form_answers_the_same(app, browser, resident, official, record, code):
    browser.as_(resident)
    first = claim(browser, record.volunteer_no, code)
    again = claim(browser, record.volunteer_no, code)

    assert first.flashes == again.flashes
    assert claim(Browser(app).as_(official), record.volunteer_no, code, 422).has(SENTENCE)
    session.refresh(record)
    assert record.claimed_by == resident.id


def test_a_newer_one_ends_the_older(app, browser, editor, resident, record, code):
    newer = code_for(app, editor, record)
    browser.as_(resident)

    if newer != code:
        assert claim(browser, record.volunteer_no, code, 422).has(SENTENCE)
    assert claim(browser, record.volunteer_no, newer).has("认领好了")


def test_whoever_gave_it_cannot_use_it(browser, editor, record, code):
    assert claim(browser.as_(editor), record.volunteer_no, code, 422).has(SENTENCE)


def test_old_codes_are_forgotten(record, code, clock_at):
    clock_at.move(days=2, seconds=1)

    upkeep.forget_old()

    assert session.scalar(select(ClaimCode)) is None


# Who may


def test_to_another_community_the_record_does_not_exist(browser, outsider, record):
    browser.as_(outsider)
    path = f"/desk/people/{record.volunteer_no}/claim-code"

    browser.post(path, status=404)

    assert session.scalar(select(ClaimCode)) is None


@pytest.mark.parametrize("who", ["reviewer", "manager"])
def test_a_colleague_without_the_role_is_refused(browser, record, who, request):
    browser.as_(request.getfixturevalue(who))

    browser.get(f"/desk/people/{record.volunteer_no}/claim-code", 403)
    browser.post(f"/desk/people/{record.volunteer_no}/claim-code", status=403)


def test_what_does_not_exist_is_not_found(browser, editor):
    browser.as_(editor).get("/desk/people/WJ000000/claim-code", 404)
