"""One place settled before a line of 50 and before one of 5,000: time in the service, without the commit.

Three ways a place becomes free: somebody withdraws from a shift far ahead (the next in line has it
straight), from one that is near (it is offered), or the editor raises the quota by one.
"""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from datetime import time as wall_time
from statistics import median

from sqlalchemy import Connection, func, insert, select

from bench import inside
from board import clock, db
from board.accounts.models import Account, Kind, Person
from board.db import session
from board.positions.models import Position, Shift
from board.positions.words import Audience
from board.signups import editing, services
from board.signups.models import MadeAs, Signup, State

LINES = (50, 5_000)
HOLDERS = 20
EACH = 15  # places settled on each shift; the first two warm up
FIRST_PERSON = 50_001  # of those who stand here and nowhere else
NOON = wall_time(12)
WAYS = {"straight": timedelta(days=20), "offered": timedelta(hours=6), "quota": timedelta(days=25)}
Medians = dict[str, dict[int, float]]


def measure(_: str, url: str) -> Medians:
    """By way and by length of the line, seconds for one place."""
    with inside.opened(url, at=NOON):
        with db.make_engine(url).connect().execution_options(writing=True) as connection:
            shifts = _prepare(connection)
            connection.commit()
        return {way: _in_turn(way, shifts[way]) for way in WAYS}


def _in_turn(way: str, shifts: dict[int, int]) -> dict[int, float]:
    """The two lines in turn, so that a noisy moment hits both."""
    taken: dict[int, list[float]] = {length: [] for length in LINES}
    for number in range(EACH):
        for length, shift in shifts.items():
            taken[length].append(_timed(_ACTS[way], shift, number))
    for length, shift in shifts.items():
        _refuse_unsettled(way, shift, length - EACH)
    return {length: median(figures[2:]) for length, figures in taken.items()}


def _timed(act: Callable[[int, int], Callable[[], None]], shift: int, number: int) -> float:
    with db.scope():
        carry_out = act(shift, number)
        began = time.perf_counter()
        carry_out()
        took = time.perf_counter() - began
        session.commit()
        return took


def _refuse_unsettled(way: str, shift: int, left: int) -> None:
    """Every free place was given: otherwise nothing was measured."""
    with db.scope():
        line = select(func.count()).where(Signup.shift_id == shift, Signup.state == State.waiting)
        if session.scalar(line) != left:
            raise RuntimeError(f"{way}: {session.scalar(line)} still wait, not {left}")


def _withdrawal(shift: int, number: int) -> Callable[[], None]:
    holder = session.scalars(
        select(Signup).where(Signup.shift_id == shift, Signup.place_no == number + 1)
    ).one()
    return lambda: services.withdraw(holder, reason="病了")


def _raise(shift: int, _: int) -> Callable[[], None]:
    row, editor = session.get_one(Shift, shift), session.get_one(Person, FIRST_PERSON)
    return lambda: editing.change_quota(row, row.quota + 1, by=editor)


_ACTS = {"straight": _withdrawal, "offered": _withdrawal, "quota": _raise}


def _prepare(connection: Connection) -> dict[str, dict[int, int]]:
    """By way and length of line, a full shift; nobody stands on two that overlap."""
    numbers = range(FIRST_PERSON, FIRST_PERSON + len(WAYS) * len(LINES) * HOLDERS + max(LINES))
    _people(connection, numbers)
    position = connection.scalar(select(Position.id).where(Position.audience == Audience.both).limit(1))
    assert position is not None
    holders = iter(numbers[: -max(LINES)])
    waiting = numbers[-max(LINES) :]
    return {
        way: {
            length: _shift(
                connection, position, ahead + timedelta(minutes=20) * place,
                [next(holders) for _ in range(HOLDERS)], waiting[:length],
            )
            for place, length in enumerate(LINES)
        }
        for way, ahead in WAYS.items()
    }  # fmt: skip


def _people(connection: Connection, numbers: range) -> None:
    now = clock.now()
    connection.execute(insert(Person), [
        {"id": n, "volunteer_no": f"WL{n:06d}", "name": f"测{n}", "kind": Kind.resident, "created_at": now,
         "area_id": 11} for n in numbers])  # fmt: skip
    connection.execute(insert(Account), [
        {"id": n, "person_id": n, "mobile": f"198{n:08d}", "password_hash": "!", "created_at": now,
         "privacy_version": "1", "consented_at": now} for n in numbers])  # fmt: skip


def _shift(
    connection: Connection, position: int, ahead: timedelta, holders: list[int], waiting: range
) -> int:
    starts_at = clock.now() + ahead
    shift: int = connection.scalar(insert(Shift).returning(Shift.id), {
        "position_id": position, "quota": HOLDERS, "places": HOLDERS, "taken": HOLDERS, "turn": 6_000,
        "starts_at": starts_at, "ends_at": starts_at + timedelta(minutes=15), "day_parts": (),
        "closes_at": starts_at, "withdraw_until": starts_at - timedelta(minutes=1),
    })  # fmt: skip
    rows = [_signup(shift, person, number, number) for number, person in enumerate(holders, 1)]
    rows += [_signup(shift, person, HOLDERS + number, None) for number, person in enumerate(waiting, 1)]
    connection.execute(insert(Signup), rows)
    return shift


def _signup(shift: int, person: int, turn: int, place: int | None) -> dict[str, object]:
    long_ago: datetime = clock.now() - timedelta(days=3)
    return {"shift_id": shift, "person_id": person, "made_by": person, "made_as": MadeAs.self, "area_id": 11,
            "state": State.accepted if place else State.waiting, "turn": turn, "place_no": place,
            "places": HOLDERS if place else None, "consent_version": "1", "created_at": long_ago,
            "changed_at": long_ago}  # fmt: skip
