"""Hours: the desk's page with the totals of 100,000 records against the same page without any, and how
long one act that confirms 1,000 records holds the lock of writers."""

import socket
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from statistics import median
from typing import Any

from sqlalchemy import Connection, Engine, insert, select, text

from bench import forms
from bench.generate import PEOPLE, token_of
from bench.results import line, row, table
from bench.serving import Server
from board import clock, db
from board.accounts.models import Account, Appointment, Person, Role, SignIn
from board.accounts.signing import hashed
from board.attendance.models import Attendance, How
from board.attendance.models import Kind as Seen
from board.positions.models import Position, Shift
from board.records import ledger, services, stepping
from board.records.models import Kind, RecordStep, ServiceRecord, Source

RECORDS = 100_000
CONFIRMED = 1_000
ROUNDS = 25
LOCK_MS = 200
BATCH = 5_000
# Reviewers of two communities: one with all these records, one without any.
FULL, EMPTY = 45_001, 45_002
Figures = dict[str, float]


def measure(engine: str, url: str, board: Server) -> Figures:
    """Seconds: an answer of the page with totals and without, and the longest hold of the lock."""
    made = db.make_engine(url)
    with made.connect().execution_options(writing=True) as connection:
        full, _ = _reviewers(connection)
        _fill(connection, full)
        connection.commit()
    _analyse(made)
    with socket.create_connection(("127.0.0.1", board.port), timeout=30) as connection:
        taken: dict[int, list[float]] = {FULL: [], EMPTY: []}
        for _ in range(ROUNDS):
            for who, figures in taken.items():
                figures.append(_timed(connection, who))
    pages = {name: median(taken[who][3:]) for name, who in (("with", FULL), ("without", EMPTY))}
    return pages | {"lock": _confirming(made, full)}


def _timed(connection: socket.socket, who: int) -> float:
    sent = f"GET /desk/hours HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: __Host-signin={token_of(who)}\r\n\r\n"
    began = time.perf_counter()
    head = forms.exchange(connection, sent.encode())
    took = time.perf_counter() - began
    if b" 200 " not in head[:20]:
        raise RuntimeError(head.decode(errors="replace"))
    return took


def _reviewers(connection: Connection) -> tuple[int, int]:
    """Signed in, each of a community of their own; the communities' ids."""
    found = select(Position.area_id).distinct().order_by(Position.area_id).limit(2)
    areas = list(connection.scalars(found))
    now = clock.now()
    for who, area in zip((FULL, EMPTY), areas, strict=True):
        connection.execute(insert(Person), {
            "id": who, "volunteer_no": f"WH{who}", "name": f"测{who}", "kind": "resident", "created_at": now,
            "area_id": area})  # fmt: skip
        connection.execute(insert(Account), {
            "id": who, "person_id": who, "mobile": f"196{who:08d}", "password_hash": "!", "created_at": now,
            "privacy_version": "1", "consented_at": now})  # fmt: skip
        connection.execute(insert(SignIn), {
            "account_id": who, "token_hash": hashed(token_of(who)), "created_at": now, "last_seen_at": now,
            "browser": "bench"})  # fmt: skip
        connection.execute(
            insert(Appointment), {"person_id": who, "role": Role.reviewer, "area_id": area, "given_at": now}
        )
    return areas[0], areas[1]


def _fill(connection: Connection, area: int) -> None:
    """Every person has served on every one of these shifts of the community, and somebody confirmed it."""
    position = connection.scalar(select(Position.id).where(Position.area_id == area).limit(1))
    assert position is not None
    shifts = [_shift(connection, position, days) for days in range(30, 30 + RECORDS // PEOPLE)]
    records = (
        _record(number, area, position, shift, person)
        for number, (shift, person) in enumerate(
            ((shift, person) for shift in shifts for person in range(1, PEOPLE + 1)), 1
        )
    )
    while batch := list(islice(records, BATCH)):
        connection.execute(insert(ServiceRecord), batch)
        connection.execute(insert(RecordStep), list(_steps(batch)))
    if connection.dialect.name == "postgresql":
        for table_name in ("service_records", "people", "accounts"):
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table_name}', 'id'), (SELECT max(id) FROM {table_name}))")
            )  # fmt: skip


def _shift(connection: Connection, position: int, days: int) -> int:
    starts = clock.now() - timedelta(days=days)
    made: int = connection.scalar(insert(Shift).returning(Shift.id), {
        "position_id": position, "quota": PEOPLE, "places": PEOPLE, "taken": 0, "turn": 0, "day_parts": (),
        "starts_at": starts, "ends_at": starts + timedelta(hours=2), "closes_at": starts, "withdraw_until": starts,
    })  # fmt: skip
    return made


def _record(number: int, area: int, position: int, shift: int, person: int) -> dict[str, Any]:
    starts = clock.now() - timedelta(days=40)
    return {
        "id": number, "person_id": person, "position_id": position, "shift_id": shift, "area_id": area,
        "source": Source.backfill, "starts_at": starts, "ends_at": starts + timedelta(minutes=120), "minutes": 120,
        "counts": True, "rule": "2026-1", "doubts": (), "hands": [], "entered_by": EMPTY, "entered_at": starts,
        "reason": "bench", "evidence": {},
    }  # fmt: skip


def _steps(records: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for record in records:
        yield {
            "record_id": record["id"], "person_id": record["person_id"], "area_id": record["area_id"], "step": 1,
            "kind": Kind.confirmed, "by_id": FULL, "at": record["ends_at"], "reason": "",
            "starts_at": record["starts_at"], "ends_at": record["ends_at"], "minutes": 120, "added_minutes": 120,
            "added_times": 1,
        }  # fmt: skip


def _analyse(engine: Engine) -> None:
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def _confirming(engine: Engine, area: int) -> float:
    """The median time from the first lock to the commit, over three shifts of a thousand.

    SQLite is locked from the first line of the act; PostgreSQL locks nothing before the first row is written.
    """
    db.bind(engine)
    taking, began = stepping.take_each, 0.0

    def take(*told: Any, **more: Any) -> datetime:
        nonlocal began
        began = began if engine.dialect.name == "sqlite" else time.perf_counter()
        return taking(*told, **more)

    stepping.take_each = take
    taken = []
    for days in (3, 4, 5):
        with db.scope():
            shift = _waiting_shift(area, days)
            seen = services.seen_of(ledger.lines(ServiceRecord.shift_id == shift.id))
            by = db.session.get(Person, FULL)
            assert by is not None
            began = time.perf_counter()
            services.confirm_shift(shift, seen=seen, by=by)
            db.session.commit()
            taken.append(time.perf_counter() - began)
    stepping.take_each = taking
    return median(taken)


def _waiting_shift(area: int, days: int) -> Shift:
    """A shift of the community with a thousand proposed records."""
    db.begin_writing()
    position = db.session.scalars(select(Position).where(Position.area_id == area).limit(1)).one()
    starts = clock.now() - timedelta(days=days)
    shift = Shift(
        position=position, starts_at=starts, ends_at=starts + timedelta(hours=2), closes_at=starts,
        withdraw_until=starts, quota=CONFIRMED, places=CONFIRMED, day_parts=(),
    )  # fmt: skip
    db.session.add(shift)
    db.session.flush()
    stepping.enter([_proposed(shift, *seen, starts) for seen in _seen(shift, starts)])
    db.session.commit()
    return shift


def _seen(shift: Shift, starts: datetime) -> Iterator[tuple[Attendance, Attendance]]:
    """Everybody came and went, by their own phone."""
    for person in range(1, CONFIRMED + 1):
        came, left = (
            Attendance(shift_id=shift.id, person_id=person, kind=kind, how=How.code, at=starts, noted_at=starts, noted_by=person)
            for kind in (Seen.arrived, Seen.left)
        )  # fmt: skip
        db.session.add_all((came, left))
        yield came, left


def _proposed(shift: Shift, came: Attendance, left: Attendance, starts: datetime) -> ServiceRecord:
    db.session.flush()
    told = _record(0, shift.position.area_id, shift.position_id, shift.id, came.person_id)
    del told["id"]
    told |= {
        "source": Source.code,
        "entered_by": None,
        "reason": "",
        "arrived_id": came.id,
        "left_id": left.id,
    }
    return ServiceRecord(**told | {"starts_at": starts, "ends_at": starts + timedelta(hours=2)})


def lines(results: dict[str, Figures]) -> Iterator[str]:
    """What the report says of it."""
    yield from ("## Hours", "", *table())
    for engine, told in results.items():
        by = f"one sum over an index: {told['without'] * 1000:.1f} and {told['with'] * 1000:.1f} ms"
        words = f"{engine}: totals of 100,000 records on the desk's page, by the page without any"
        yield line(words, told["with"] / told["without"], "≤", 2.0, by)
        ms = told["lock"] * 1000
        yield row(f"{engine}: 1,000 records confirmed in one act, the lock held for", f"≤ {LOCK_MS} ms", f"{ms:.0f} ms",
                  "reading them, a thousand steps, audit rows and notices", met=ms <= LOCK_MS)  # fmt: skip
    yield ""
