"""Three hundred people behind one address sign in and check in within five minutes; none is refused."""

from datetime import timedelta

import pytest

from board.accounts import passwords, throttle
from board.accounts.queries import account_with
from board.attendance import minute_code
from board.attendance.models import Attendance
from tests import factories
from tests.accounts.phones import CountedHasher, Phone

NEIGHBOURS, FEWER = 300, 40
FIVE_MINUTES = timedelta(minutes=5)
ADDRESS = "192.0.2.7"


@pytest.fixture(autouse=True)
def hasher(monkeypatch):
    monkeypatch.setattr(passwords, "_hasher", CountedHasher())


def a_crowd(position, count):
    """A shift that begins in ten minutes, and the mobiles of so many who have a place on it."""
    with factories.committed():
        shift = factories.make_shift(position=position, quota=count, starts_in=timedelta(minutes=10))
        mobiles = [factories.make_account().mobile for _ in range(count)]
    with factories.committed():
        for mobile in mobiles:
            factories.make_signup(shift=shift, person=account_with(mobile).person)
    return shift.id, mobiles


def arrive(app, clock_at, shift_id, mobiles):
    """One after the other within five minutes, every tenth mistypes password and digits; the statuses."""
    began, statuses = clock_at.instant, []
    for number, mobile in enumerate(mobiles):
        phone = Phone(app, ADDRESS)
        if number % 10 == 0:
            assert phone.sign_in(mobile, "mistyped") == 422
        statuses.append(phone.sign_in(mobile, factories.PASSWORD))
        statuses.append(check_in(phone, clock_at, shift_id, mistyped=number % 10 == 0))
        clock_at.move(seconds=FIVE_MINUTES.total_seconds() / len(mobiles))
    assert clock_at.instant - began <= FIVE_MINUTES
    return statuses


def check_in(phone, clock_at, shift_id, *, mistyped):
    path, right = f"/check-in/{shift_id}", minute_code.digits(shift_id, clock_at.instant)
    if mistyped:
        wrong = f"{(int(right) + 500_000) % 10**6:06d}"
        assert phone.send(path, what="arrived", code=wrong) == 422
    return phone.send(path, what="arrived", code=right)


def check_a_crowd(app, clock_at, position):
    shift_id, mobiles = a_crowd(position, NEIGHBOURS)

    assert arrive(app, clock_at, shift_id, mobiles) == [303, 303] * NEIGHBOURS
    assert factories.count_rows(Attendance) == NEIGHBOURS


@pytest.mark.on("sqlite")
def test_three_hundred_behind_one_address_are_signed_in_and_here_in_five_minutes(app, clock_at, position):
    check_a_crowd(app, clock_at, position)


@pytest.mark.soak
def test_the_same_on_both_databases(app, clock_at, position):
    check_a_crowd(app, clock_at, position)


@pytest.mark.on("sqlite")
def test_a_narrow_count_of_an_address_would_shut_some_out(app, clock_at, position, monkeypatch):
    monkeypatch.setattr(throttle, "NETWORK_A_WHILE", 3)
    shift_id, mobiles = a_crowd(position, FEWER)

    with pytest.raises((AssertionError, LookupError)):
        assert arrive(app, clock_at, shift_id, mobiles) == [303, 303] * FEWER
