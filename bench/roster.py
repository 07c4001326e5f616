"""The roster of 500 against one of 20, as an editor gets it: before the shift, in its midst, each of its
sections by itself against the whole one of 20, and on paper. Time of one answer after the other, the two
sizes in turn."""

import socket
import time
from datetime import datetime, timedelta
from statistics import median

from sqlalchemy import Connection, insert, select

from bench import forms
from bench.generate import token_of
from bench.serving import Server
from board import clock, db
from board.accounts.models import Account, Appointment, Kind, Person, Role, SignIn
from board.accounts.signing import hashed
from board.attendance.models import Attendance, How
from board.attendance.models import Kind as Seen
from board.positions.models import Shift
from board.signups.models import MadeAs, Signup, State

SIZES = (20, 500)
ROUNDS = 25
EDITOR = 40_001
FIRST_PERSON = 40_002  # of those who stand on these rosters
# In the midst of it, of twenty: so many are here, gone, did not come, wait in line; the rest is to come.
PARTS = {"here": 9, "gone": 3, "missing": 1, "line": 2}
SECTIONS = ("coming", "here", "gone", "missing", "line")
PAGES = ("before", "midst", *SECTIONS, "paper")
Medians = dict[str, dict[int, float]]


def measure(_: str, url: str, board: Server) -> Medians:
    """By page and number of people on the roster, seconds for one answer."""
    with db.make_engine(url).connect().execution_options(writing=True) as connection:
        before, midst = _prepare(connection)
        connection.commit()
    taken: Medians = {}
    for page in PAGES:
        shifts = before if page == "before" else midst
        addresses = {size: _address(shift, page) for size, shift in shifts.items()}
        if page in SECTIONS:  # nothing leads there from a roster of 20: all of it is on one page
            addresses[min(SIZES)] = _address(shifts[min(SIZES)], "midst")
        taken[page] = _in_turn(board, addresses)
    return taken


def _address(shift: int, page: str) -> str:
    more = {"before": "", "midst": "", "paper": "?print=1"}.get(page, f"?section={page}")
    return f"/desk/shifts/{shift}/roster{more}"


def _in_turn(board: Server, addresses: dict[int, str]) -> dict[int, float]:
    taken: dict[int, list[float]] = {size: [] for size in addresses}
    with socket.create_connection(("127.0.0.1", board.port), timeout=30) as connection:
        for _ in range(ROUNDS):
            for size, address in addresses.items():
                taken[size].append(_timed(connection, address))
    return {size: median(figures[3:]) for size, figures in taken.items()}


def _timed(connection: socket.socket, address: str) -> float:
    sent = f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: __Host-signin={token_of(EDITOR)}\r\n\r\n"
    began = time.perf_counter()
    head = forms.exchange(connection, sent.encode())
    took = time.perf_counter() - began
    if b" 200 " not in head[:20]:
        raise RuntimeError(f"{address}: {head.decode(errors='replace')}")
    return took


def _prepare(connection: Connection) -> tuple[dict[int, int], dict[int, int]]:
    """By size, a shift of tomorrow, and one under way; an editor of the district who is signed in."""
    people = range(FIRST_PERSON, FIRST_PERSON + max(SIZES))
    _people(connection, range(EDITOR, EDITOR + 1 + max(SIZES)))
    now = clock.now()
    connection.execute(insert(Appointment), {
        "person_id": EDITOR, "role": Role.editor, "area_id": 1, "given_at": now})  # fmt: skip
    connection.execute(insert(SignIn), {
        "account_id": EDITOR, "token_hash": hashed(token_of(EDITOR)), "created_at": now, "last_seen_at": now,
        "browser": "bench"})  # fmt: skip
    position = connection.scalar(select(Shift.position_id).limit(1))
    assert position is not None
    tomorrow = {
        size: _shift(connection, position, now + timedelta(days=1), people[:size], ahead=True)
        for size in SIZES
    }
    today = {
        size: _shift(connection, position, now - timedelta(hours=1), people[:size], ahead=False)
        for size in SIZES
    }
    return tomorrow, today


def _people(connection: Connection, numbers: range) -> None:
    now = clock.now()
    connection.execute(insert(Person), [
        {"id": n, "volunteer_no": f"WR{n:06d}", "name": f"测{n}", "kind": Kind.resident, "created_at": now,
         "area_id": 11} for n in numbers])  # fmt: skip
    connection.execute(insert(Account), [
        {"id": n, "person_id": n, "mobile": f"197{n:08d}", "password_hash": "!", "created_at": now,
         "privacy_version": "1", "consented_at": now} for n in numbers])  # fmt: skip


def _shift(connection: Connection, position: int, starts_at: datetime, people: range, *, ahead: bool) -> int:
    quota = len(people)
    shift: int = connection.scalar(insert(Shift).returning(Shift.id), {
        "position_id": position, "quota": quota, "places": quota, "taken": quota, "turn": quota, "day_parts": (),
        "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=3), "closes_at": starts_at,
        "withdraw_until": starts_at})  # fmt: skip
    parts = ["coming"] * quota if ahead else _parts(quota)
    connection.execute(
        insert(Signup),
        [_signup(shift, turn, who, quota) for turn, who in enumerate(zip(people, parts, strict=True), 1)],
    )
    seen = [row for person, part in zip(people, parts, strict=True) for row in _seen(shift, person, part)]
    if seen:
        connection.execute(insert(Attendance), seen)
    return shift


def _parts(size: int) -> list[str]:
    """Where each person of the roster stands."""
    parts = [part for part, of_twenty in PARTS.items() for _ in range(of_twenty * size // 20)]
    return parts + ["coming"] * (size - len(parts))


def _signup(shift: int, turn: int, who: tuple[int, str], places: int) -> dict[str, object]:
    person, part = who
    now, waits = clock.now(), part == "line"
    return {"shift_id": shift, "person_id": person, "made_by": person, "made_as": MadeAs.self, "area_id": 11,
            "state": State.waiting if waits else State.accepted, "turn": turn, "consent_version": "1",
            "place_no": None if waits else turn, "places": None if waits else places,
            "created_at": now, "changed_at": now}  # fmt: skip


def _seen(shift: int, person: int, part: str) -> list[dict[str, object]]:
    kinds = {"here": [Seen.arrived], "gone": [Seen.arrived, Seen.left], "missing": [Seen.absent]}.get(
        part, []
    )
    now = clock.now()
    return [{"shift_id": shift, "person_id": person, "kind": kind, "how": How.tap, "at": now, "noted_at": now,
             "noted_by": EDITOR} for kind in kinds]  # fmt: skip
