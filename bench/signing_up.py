"""Sign-ups through the whole board against the same transaction as raw SQL, from one client process.

Both are durable: SQLite with synchronous=FULL, PostgreSQL with fsync. Each measurement has 8 clients;
every sign-up is another person's. "Hot" is one shift for all, "spread" a shift for each. The raw
transaction has the statements of the board's own, from its BEGIN to its COMMIT; what the board reads
before that (who is signed in, the position, the shift) it does not have.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bench import forms, raw
from bench.results import Rates
from bench.serving import Server

EACH = 100  # sign-ups of one measurement
ROUNDS = 5


@dataclass(frozen=True)
class Wish:
    """One person wants one shift of one position."""

    person: int
    shift: int
    number: str


def measure(engine: str, url: str, board: Server) -> Rates:
    """Sign-ups a second, by kind, a figure for every round; raw and through the board in turn."""
    hot, hot_raw, *others = _prepare(engine, url)
    rates: Rates = defaultdict(list)
    half = len(others) // 2
    raw_rate = partial(raw.rate, engine, url, partial(_transaction, engine))
    for number in range(ROUNDS):
        people = range(1 + number * EACH, 1 + (number + 1) * EACH)
        later = [person + 500 for person in people]
        some = slice(number * EACH, (number + 1) * EACH)
        _add(rates, "hot", _through(board, [Wish(p, *hot) for p in people]))
        rates["hot raw"].append(raw_rate([Wish(p, *hot_raw) for p in people]))
        _add(rates, "spread", _through(board, _one_each(later, others[:half][some])))
        rates["spread raw"].append(raw_rate(_one_each(later, others[half:][some])))
    return rates


def _add(rates: Rates, kind: str, told: tuple[float, float]) -> None:
    rates[kind].append(told[0])
    rates[f"{kind} cpu"].append(told[1])


def _one_each(people: Sequence[int], shifts: Sequence[tuple[int, str]]) -> list[Wish]:
    return [Wish(person, *shift) for person, shift in zip(people, shifts, strict=True)]


def _prepare(engine: str, url: str) -> list[tuple[int, str]]:
    """Shifts without a line and with room for everybody, of positions that anybody may take."""
    connection = raw.connect(engine, url)
    found = connection.execute(
        "SELECT min(s.id), p.number FROM shifts s JOIN positions p ON p.id = s.position_id "
        "WHERE p.audience = 'both' GROUP BY p.id, p.number ORDER BY p.id LIMIT 1002"
    ).fetchall()
    numbers = ",".join(str(shift) for shift, _ in found)
    connection.execute(f"DELETE FROM signups WHERE shift_id IN ({numbers})")
    connection.execute(f"UPDATE shifts SET quota = 10000, places = 10000, taken = 0 WHERE id IN ({numbers})")
    connection.close()
    return [(shift, number) for shift, number in found]


def _through(board: Server, wishes: Sequence[Wish]) -> tuple[float, float]:
    """What the person's browser sends when 确认报名 is pressed; the pages before it are not counted."""
    ready = [
        forms.filled(board, f"/positions/{w.number}/sign-up?shift={w.shift}", w.person, {"agree": "y"})
        for w in wishes
    ]
    return forms.send_all(board, ready, leads_to="signed-up")


def _transaction(engine: str, run: raw.Run, wish: Wish) -> None:
    """Hold the shift, look at its line and its places, lock the person, look at what else they have
    and at the position, write the sign-up and its audit row, count."""
    now = raw.now(engine)
    sqlite = engine == "sqlite"
    turn, starts, ends, places, position = run(
        "UPDATE shifts SET turn = turn + 1 WHERE id = ? RETURNING turn, starts_at, ends_at, places, position_id",
        wish.shift,
    ).fetchone()
    line = "SELECT person_id FROM signups WHERE shift_id = ? AND state = 'waiting' ORDER BY turn LIMIT 1"
    run(line, wish.shift).fetchone()
    taken = run(
        "SELECT count(place_no) FROM signups WHERE shift_id = ? AND place_no IS NOT NULL", wish.shift
    ).fetchone()[0]
    run(f"SELECT * FROM people WHERE id = ?{'' if sqlite else ' FOR NO KEY UPDATE'}", wish.person).fetchone()
    run(
        "SELECT g.* FROM signups g JOIN shifts s ON s.id = g.shift_id WHERE g.person_id = ? "
        "AND g.state IN ('pending', 'waiting', 'offered', 'accepted') AND s.starts_at < ? AND s.ends_at > ?",
        wish.person, ends, starts,
    ).fetchone()  # fmt: skip
    run("SELECT * FROM positions WHERE id = ?", position).fetchone()
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
