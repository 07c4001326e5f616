"""Guessing a number or its code: nothing is given away, and few guesses are borne."""

import re
from contextlib import suppress
from statistics import median
from time import perf_counter

import pytest
from sqlalchemy import select

from board.accounts import throttle
from board.accounts.models import Failure
from board.accounts.queries import account_of
from board.db import session
from tests.factories import committed, make_account, make_person
from tests.pages import Browser
from tests.signups.claims import SENTENCE, claim, code_for, wrong


def seen(page, number):
    body = page.body.decode().replace(number, "NUMBER")
    body = re.sub(r'(csrf_token|once)"[^>]*value="[^"]+"', "TOKEN", body)
    return page.status, page.path, body, {k for k, _ in page.headers if k != "X-Request-ID"}


def test_unknown_taken_claimed_and_wrong_look_the_same(app, editor, official, resident, community, record):
    taken, claimed = make_account(person=make_person(area=community)).person, make_person(area=community)
    with committed():
        claimed.claimed_by, claimed.added_by = resident.id, editor.id
    code_for(app, editor, record)

    pages = [
        seen(claim(Browser(app).as_(make_account().person), number, "123456", 422), number)
        for number in ("WJ000000", taken.volunteer_no, claimed.volunteer_no, record.volunteer_no)
    ]

    assert SENTENCE in pages[0][2]
    assert pages[0] == pages[1] == pages[2] == pages[3]


def test_they_take_as_long(app, editor, record, clock_at):
    took = {record.volunteer_no: [], "WJ000000": []}
    code_for(app, editor, record)
    for _ in range(8):
        for number, times in took.items():
            browser = Browser(app).as_(make_account().person)
            clock_at.move(hours=4)
            browser.as_(make_account().person)
            browser.get("/me/claim")
            began = perf_counter()
            browser.submit(None, "认领", 422, volunteer_no=number, code="123456")
            times.append(perf_counter() - began)

    assert 0.4 < median(took[record.volunteer_no]) / median(took["WJ000000"]) < 2.5


def test_a_number_and_an_account_bear_ten_guesses_a_day(engine, resident, official, clock_at):
    mine, theirs = account_of(resident).id, account_of(official).id
    reached = []
    for _ in range(95):
        clock_at.move(minutes=15)
        with suppress(throttle.TooManyGuesses):
            reached.append(throttle.count_claim_guess("WJ000001", mine))

    assert len(reached) == 10
    with pytest.raises(throttle.TooManyGuesses, match="请工作人员"):
        throttle.count_claim_guess("WJ000001", theirs)
    with pytest.raises(throttle.TooManyGuesses):
        throttle.count_claim_guess("WJ000002", mine)
    throttle.count_claim_guess("WJ000002", theirs)


def test_a_stranger_s_guesses_do_not_keep_the_owner_out(app, browser, editor, resident, official, record):
    attacker = Browser(app).as_(official)
    code = code_for(app, editor, record)
    for _ in range(5):
        claim(attacker, record.volunteer_no, wrong(code), 422)
    assert claim(attacker, record.volunteer_no, wrong(code), 422).has("后再试")

    fresh = code_for(app, editor, record)

    assert claim(browser.as_(resident), record.volunteer_no, fresh).has("认领好了")


def test_what_is_counted_holds_no_number(browser, resident, record):
    claim(browser.as_(resident), record.volunteer_no, "123456", 422)

    keys = session.scalars(select(Failure.key)).all()
    assert keys
    assert all(len(key) == 64 and record.volunteer_no not in key for key in keys)


@pytest.mark.parametrize(
    ("number", "code", "says"),
    [
        ("", "123456", "请写志愿者编号"),
        ("WJ12", "123456", "志愿者编号像 WJ000123"),
        ("WJ000123", "12345", "认领码是 6 位数字"),
        ("WJ000123", "abcdef", "认领码是 6 位数字"),
    ],
)
def test_what_is_missing_is_said_and_counts_as_no_guess(browser, resident, number, code, says):
    assert claim(browser.as_(resident), number, code, 422).has(says)
