"""Sign-ups through the whole board against the same transaction as raw SQL, from one client process.

Both are durable: SQLite with synchronous=FULL, PostgreSQL with fsync. Each measurement has 8 clients;
every sign-up is another person's. "Hot" is one shift for all, "spread" a shift for each.
"""

import http.client
import re
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import local
from typing import Any
from urllib.parse import urlencode

import psycopg

from bench.generate import token_of
from bench.serving import Server

CLIENTS = 8
EACH = 100  # sign-ups of one measurement
ROUNDS = 5
Rates = dict[str, list[float]]


@dataclass(frozen=True)
class Wish:
    """One person wants one shift of one position."""

    person: int
    shift: int
    number: str


def measure(engine: str, url: str, board: Server) -> Rates:
    """Sign-ups a second, by kind, a figure for every round; raw and through the board in turn."""
    shifts = _prepare(engine, url)
    rates: Rates = {"hot": [], "hot raw": [], "spread": [], "spread raw": []}
    hot, hot_raw, *others = shifts
    half = len(others) // 2
    for number in range(ROUNDS):
        people = range(1 + number * EACH, 1 + (number + 1) * EACH)
        later = [person + 500 for person in people]
        some = slice(number * EACH, (number + 1) * EACH)
        rates["hot"].append(_through(board, [Wish(p, *hot) for p in people]))
        rates["hot raw"].append(_raw(engine, url, [Wish(p, *hot_raw) for p in people]))
        rates["spread"].append(_through(board, _one_each(later, others[:half][some])))
        rates["spread raw"].append(_raw(engine, url, _one_each(later, others[half:][some])))
    return rates


def _one_each(people: Sequence[int], shifts: Sequence[tuple[int, str]]) -> list[Wish]:
    return [Wish(person, *shift) for person, shift in zip(people, shifts, strict=True)]


def _prepare(engine: str, url: str) -> list[tuple[int, str]]:
    """Shifts without a line and with room for everybody, of positions that anybody may take."""
    connection = _connect(engine, url)
    found = connection.execute(
        "SELECT min(s.id), p.number FROM shifts s JOIN positions p ON p.id = s.position_id "
        "WHERE p.audience = 'both' GROUP BY p.id, p.number ORDER BY p.id LIMIT 1002"
        if engine == "postgresql"
        else "SELECT min(s.id), p.number FROM shifts s JOIN positions p ON p.id = s.position_id "
        "WHERE p.audience = 'both' GROUP BY p.id ORDER BY p.id LIMIT 1002"
    ).fetchall()
    numbers = ",".join(str(shift) for shift, _ in found)
    connection.execute(f"DELETE FROM signups WHERE shift_id IN ({numbers})")
    connection.execute(f"UPDATE shifts SET quota = 10000, places = 10000, taken = 0 WHERE id IN ({numbers})")
    connection.close()
    return [(shift, number) for shift, number in found]


def _timed(act: Callable[[Any], None], things: Sequence[Any]) -> float:
    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(lambda _: time.sleep(0.01), range(CLIENTS)))
        began = time.perf_counter()
        list(pool.map(act, things))
        return len(things) / (time.perf_counter() - began)


def _through(board: Server, wishes: Sequence[Wish]) -> float:
    """What the person's browser sends when 确认报名 is pressed; the pages before it are not counted."""
    kept = local()
    ready = [_form(board, wish) for wish in wishes]

    def post(form: tuple[str, str, dict[str, str]]) -> None:
        path, body, headers = form
        if not hasattr(kept, "connection"):
            kept.connection = http.client.HTTPConnection("127.0.0.1", board.port, timeout=30)
        kept.connection.request("POST", path, body, headers)
        answer = kept.connection.getresponse()
        text = answer.read()
        if answer.status != 303 or "signed-up" not in answer.headers["Location"]:
            raise RuntimeError(f"{path}: {answer.status} {answer.headers['Location']} {text[:300]!r}")

    return _timed(post, ready)


def _form(board: Server, wish: Wish) -> tuple[str, str, dict[str, str]]:
    path = f"/positions/{wish.number}/sign-up?shift={wish.shift}"
    connection = http.client.HTTPConnection("127.0.0.1", board.port, timeout=30)
    signed_in = f"__Host-signin={token_of(wish.person)}"
    connection.request("GET", path, headers={"Cookie": signed_in})
    answer = connection.getresponse()
    page = answer.read().decode()
    connection.close()
    if answer.status != 200:
        raise RuntimeError(f"{path}: {answer.status}")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    cookies = [cookie.partition(";")[0] for cookie in answer.headers.get_all("Set-Cookie") or []]
    headers = {
        "Cookie": "; ".join([signed_in, *cookies]),
        "Content-Type": "application/x-www-form-urlencoded",
    }
    return path, urlencode({"csrf_token": token[1] if token else "", "agree": "y"}), headers


def _raw(engine: str, url: str, wishes: Sequence[Wish]) -> float:
    kept = local()

    def sign_up(wish: Wish) -> None:
        if not hasattr(kept, "connection"):
            kept.connection = _connect(engine, url)
        _transaction(engine, kept.connection, wish)

    return _timed(sign_up, wishes)


def _connect(engine: str, url: str) -> Any:
    if engine == "postgresql":
        return psycopg.connect(url, autocommit=True)
    connection = sqlite3.connect(url.removeprefix("sqlite:///"), timeout=30, isolation_level=None)
    connection.executescript("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON")
    return connection


def _transaction(engine: str, connection: Any, wish: Wish) -> None:
    """Hold the shift, lock the person, look for what is there and for overlaps, write, commit."""
    sqlite = engine == "sqlite"
    now = str(datetime.now(UTC).replace(tzinfo=None)) if sqlite else datetime.now(UTC)

    def run(statement: str, *given: Any) -> Any:
        return connection.execute(statement if sqlite else statement.replace("?", "%s"), given)

    run("BEGIN IMMEDIATE" if sqlite else "BEGIN")
    turn, starts, ends, places = run(
        "UPDATE shifts SET turn = turn + 1 WHERE id = ? RETURNING turn, starts_at, ends_at, places",
        wish.shift,
    ).fetchone()
    run(f"SELECT id FROM people WHERE id = ?{'' if sqlite else ' FOR NO KEY UPDATE'}", wish.person).fetchone()
    line = "SELECT id FROM signups WHERE shift_id = ? AND state = 'waiting' ORDER BY turn LIMIT 1"
    run(line, wish.shift).fetchone()
    taken = run(
        "SELECT count(place_no) FROM signups WHERE shift_id = ? AND place_no IS NOT NULL", wish.shift
    ).fetchone()[0]
    live = "SELECT id FROM signups WHERE person_id = ? AND shift_id = ? AND state IN ('waiting', 'offered', 'accepted')"
    run(live, wish.person, wish.shift).fetchone()
    run(
        "SELECT s.id FROM signups g JOIN shifts s ON s.id = g.shift_id WHERE g.person_id = ? "
        "AND g.state IN ('offered', 'accepted') AND s.starts_at < ? AND s.ends_at > ? AND s.cancelled_at IS NULL",
        wish.person, ends, starts,
    ).fetchone()  # fmt: skip
    signup = run(
        "INSERT INTO signups (shift_id, person_id, made_by, made_as, area_id, state, turn, place_no, places, reason, "
        "clash_noted, consent_version, created_at, changed_at) "
        f"VALUES (?, ?, ?, 'self', 3, 'accepted', ?, ?, ?, '', {'0' if sqlite else 'false'}, '1', ?, ?) RETURNING id",
        wish.shift, wish.person, wish.person, turn, taken + 1, places, now, now,
    ).fetchone()[0]  # fmt: skip
    run(
        "INSERT INTO audit_rows (at, actor_id, action, outcome, object_kind, object_id, detail, address, request_id) "
        "VALUES (?, ?, 'signup.make', 'done', 'signups', ?, '{}', '127.0.0.1', 'x')",
        now, wish.person, signup,
    )  # fmt: skip
    run("UPDATE shifts SET taken = ? WHERE id = ?", taken + 1, wish.shift)
    run("SELECT id FROM consents WHERE person_id = ? AND text = 'signup' LIMIT 1", wish.person).fetchone()
    run("INSERT INTO consents (person_id, text, version, at) VALUES (?, 'signup', '1', ?)", wish.person, now)
    run("COMMIT")
