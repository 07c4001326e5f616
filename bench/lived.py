"""What a board has that has been used for a while, added to a generated database: places held, reminders
sent, past shifts with who came, shifts called off, an inbox for everybody, messages sent, sign-ins.

So that the steps of the tick meet tables and indexes as full as they will be, with nothing left to do.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice
from typing import Any

from sqlalchemy import Connection, bindparam, insert, text

from bench.generate import PEOPLE
from board import clock, db
from board.accounts.models import Failure, SignIn
from board.attendance.models import Attendance, How
from board.attendance.models import Kind as Seen
from board.notices.models import Notice
from board.outbox.models import Channel, Fate, Message
from board.positions.models import Shift
from board.signups.models import MadeAs, Signup, State

PAST_SHIFTS = 20_000
CALLED_OFF = 2_000
NOTICES = 300_000
MESSAGES = 100_000
SIGN_INS = 20_000
BATCH = 5_000
# Everybody who holds a place on one position of four; numbers are handed out from 1.
HOLDERS = """
INSERT INTO signups (shift_id, person_id, made_by, made_as, area_id, state, turn, place_no, places, reason,
                     clash_noted, consent_version, created_at, changed_at)
WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 40)
SELECT s.id, (s.id * 7 + n) % :people + 1, (s.id * 7 + n) % :people + 1, 'self', 3, 'accepted', n, n, s.places, '',
       :no, '1', :at, :at
FROM shifts s JOIN numbers ON n <= s.taken WHERE s.position_id % 4 = 0
ON CONFLICT DO NOTHING
"""
REMINDED = """
INSERT INTO reminders (signup_id, kind, sent_at)
SELECT g.id, k.kind, :at FROM signups g JOIN shifts s ON s.id = g.shift_id
CROSS JOIN (SELECT 'day_before' AS kind UNION ALL SELECT 'two_hours') k
WHERE g.state = 'accepted' AND s.starts_at < :until
"""
Values = dict[str, Any]


def fill(url: str) -> None:
    """A second run adds as much again: once for each generated database."""
    engine = db.make_engine(url)
    chance = random.Random(11)
    with engine.connect().execution_options(writing=True) as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(
                text("SET LOCAL statement_timeout = 0")
            )  # hundreds of thousands of rows in one
        _hold_places(connection)
        _past(connection, chance)
        _many(connection, Notice, _notices(chance))
        _many(connection, Message, _messages())
        _many(connection, SignIn, _sign_ins())
        _many(connection, Failure, ({"key": f"{n:064d}", "at": clock.now()} for n in range(2_000)))
        connection.commit()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("SET statement_timeout = 0"))
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _many(connection: Connection, table: type[db.Row], rows: Iterable[Values]) -> None:
    several = iter(rows)
    while batch := list(islice(several, BATCH)):
        connection.execute(insert(table), batch)


def _hold_places(connection: Connection) -> None:
    long_ago, in_three_days = clock.now() - timedelta(days=9), clock.now() + timedelta(days=3)
    connection.execute(text(HOLDERS).bindparams(_instant("at", long_ago)), {"people": PEOPLE, "no": False})
    connection.execute(
        text(REMINDED).bindparams(_instant("at", clock.now()), _instant("until", in_three_days))
    )


def _instant(name: str, value: object) -> Any:
    return bindparam(name, value, type_=db.UTCDateTime())


def _past(connection: Connection, chance: random.Random) -> None:
    """Shifts of the last three months with five people each, four of whom came; and shifts called off."""
    rows = [_past_shift(10_000_000 + n, chance) for n in range(PAST_SHIFTS)]
    rows += [_called_off(11_000_000 + n, chance) for n in range(CALLED_OFF)]
    _many(connection, Shift, rows)
    signups = [signup for row in rows for signup in _signups(row, chance)]
    _many(connection, Signup, signups)
    _many(connection, Attendance, (row for signup in signups for row in _seen(signup)))


def _past_shift(number: int, chance: random.Random) -> Values:
    starts_at = clock.now() - timedelta(days=chance.randrange(2, 90), minutes=chance.randrange(600))
    return {"id": number, "position_id": chance.randrange(1, 2_000), "quota": 5, "places": 5, "taken": 5, "turn": 9,
            "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2), "closes_at": starts_at,
            "withdraw_until": starts_at, "day_parts": (), "cancelled_at": None}  # fmt: skip


def _called_off(number: int, chance: random.Random) -> Values:
    row = _past_shift(number, chance)
    return row | {"taken": 0, "cancelled_at": row["starts_at"] - timedelta(days=1)}


def _signups(shift: Values, chance: random.Random) -> Iterator[Values]:
    holds = shift["cancelled_at"] is None
    for turn, person in enumerate(chance.sample(range(1, PEOPLE + 1), 5), 1):
        yield {"id": shift["id"] * 10 + turn, "shift_id": shift["id"], "person_id": person, "made_by": person,
               "made_as": MadeAs.self, "area_id": 3, "state": State.accepted if holds else State.called_off,
               "turn": turn, "place_no": turn if holds else None, "places": 5 if holds else None,
               "consent_version": "1", "created_at": shift["starts_at"], "changed_at": shift["starts_at"]}  # fmt: skip


def _seen(signup: Values) -> Iterator[Values]:
    if signup["state"] != State.accepted:
        return
    for kind in (Seen.absent,) if signup["turn"] == 5 else (Seen.arrived, Seen.left):
        yield {"shift_id": signup["shift_id"], "person_id": signup["person_id"], "signup_id": signup["id"],
               "kind": kind, "how": How.tap, "at": signup["created_at"], "noted_at": signup["created_at"],
               "noted_by": 1}  # fmt: skip


def _notices(chance: random.Random) -> Iterator[Values]:
    now = clock.now()
    for n in range(NOTICES):
        yield {"person_id": n % PEOPLE + 1, "kind": "signup.place_won", "sentence": "你候补的岗位有名额了，已经给你。",
               "link": "/me/signups", "created_at": now - timedelta(minutes=n % 100_000),
               "read_at": now if chance.random() < 0.8 else None, "area_id": 3, "about_kind": "shifts",
               "about_id": n}  # fmt: skip


def _messages() -> Iterator[Values]:
    now = clock.now()
    for n in range(MESSAGES):
        at = now - timedelta(minutes=n)
        code = n % 5 == 0
        yield {"channel": Channel.sms, "address": f"199{n % PEOPLE + 1:08d}", "fate": Fate.sent, "attempts": 1,
               "text": "" if code else "你候补的岗位有名额了", "purpose": "code" if code else "signup.place_won",
               "created_at": at, "next_try_at": at, "sent_at": at}  # fmt: skip


def _sign_ins() -> Iterator[Values]:
    now = clock.now()
    for n in range(SIGN_INS):
        at = now - timedelta(minutes=n % 40_000)
        yield {"account_id": n % PEOPLE + 1, "token_hash": f"{n:064x}", "created_at": at, "last_seen_at": at,
               "browser": "bench"}  # fmt: skip
