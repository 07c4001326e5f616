"""Check-ins by code on one hot shift, through the whole board against the same transaction as raw SQL.

As with sign-ups: durable, 8 clients, every check-in another person's, and the raw transaction has the
statements of the board's own from BEGIN to COMMIT: on PostgreSQL the lock under which tries are counted;
the shift with the person's place and their tries; what was noted before; the row, and its audit row.
"""

from datetime import timedelta
from functools import partial

from bench import forms, raw
from bench.generate import PEOPLE
from bench.results import Rates
from bench.serving import ENVIRONMENT, Server
from board import clock
from board.accounts import keyed
from board.attendance import minute_code

EACH = 100  # check-ins of one measurement
ROUNDS = 5


def measure(engine: str, url: str, board: Server) -> Rates:
    """Check-ins a second, a figure for every round; raw and through the board in turn."""
    hot, hot_raw = _prepare(engine, url)
    keyed.use(ENVIRONMENT["SECRET_KEY"])  # the digits are made from the server's secret
    rates: Rates = {"check-in": [], "check-in cpu": [], "check-in raw": []}
    for number in range(ROUNDS):
        people = range(1 + number * EACH, 1 + (number + 1) * EACH)
        rate, cpu = _through(board, hot, people)
        rates["check-in"].append(rate)
        rates["check-in cpu"].append(cpu)
        transaction = partial(_transaction, engine, hot_raw)
        rates["check-in raw"].append(raw.rate(engine, url, transaction, people))
    return rates


def _prepare(engine: str, url: str) -> list[int]:
    """Two shifts under way on which everybody has a place; nobody has come yet."""
    connection = raw.connect(engine, url)
    run = raw.runner(engine, connection)
    shifts = [number for (number,) in run("SELECT id FROM shifts ORDER BY id DESC LIMIT 2").fetchall()]
    began = clock.now() - timedelta(minutes=10)
    ends = began + timedelta(hours=3)
    began, ends = [str(at.replace(tzinfo=None)) if engine == "sqlite" else at for at in (began, ends)]
    for shift in shifts:
        run("DELETE FROM attendance WHERE shift_id = ?", shift)
        run("DELETE FROM signups WHERE shift_id = ?", shift)
        run("UPDATE shifts SET starts_at = ?, ends_at = ?, quota = ?, places = ?, taken = ? WHERE id = ?",
            began, ends, PEOPLE, PEOPLE, PEOPLE, shift)  # fmt: skip
        run("INSERT INTO signups (shift_id, person_id, made_by, made_as, area_id, state, turn, place_no, places, reason, "
            f"clash_noted, consent_version, created_at, changed_at) SELECT ?, id, id, 'self', 3, 'accepted', id, id, ?, "
            f"'', {'0' if engine == 'sqlite' else 'false'}, '1', ?, ? FROM people WHERE id <= ?",
            shift, PEOPLE, began, began, PEOPLE)  # fmt: skip
    connection.close()
    return shifts


def _through(board: Server, shift: int, people: range) -> tuple[float, float]:
    """What the volunteer's phone sends when 签到 is pressed under the six digits."""
    digits = minute_code.digits(shift, clock.now())
    ready = [forms.filled(board, f"/check-in/{shift}", person, {"code": digits}) for person in people]
    return forms.send_all(board, ready, leads_to=f"/check-in/{shift}")


def _transaction(engine: str, shift: int, run: raw.Run, person: int) -> None:
    now = raw.now(engine)
    if engine == "postgresql":
        run("SELECT pg_advisory_xact_lock(hashtextextended(?, 0))", f"tries {person} {shift}").fetchone()
    signup = run(
        "SELECT g.id, s.*, g.*, (SELECT count(*) FROM failures WHERE key = ? AND at > ?) FROM shifts s "
        "JOIN positions p ON p.id = s.position_id "
        "LEFT JOIN signups g ON g.shift_id = s.id AND g.person_id = ? "
        "AND g.state IN ('offered', 'accepted', 'waiting', 'unplaced') "
        "WHERE s.id = ? AND p.state IN ('published', 'cancelled')",
        f"tries {person} {shift}", now, person, shift,
    ).fetchone()[0]  # fmt: skip
    run(
        "SELECT * FROM attendance WHERE shift_id = ? AND person_id = ? AND voided_at IS NULL", shift, person
    ).fetchall()
    row = run(
        "INSERT INTO attendance (shift_id, person_id, signup_id, kind, how, at, noted_at, noted_by, browser_hash, reason) "
        "VALUES (?, ?, ?, 'arrived', 'code', ?, ?, ?, ?, '') RETURNING id",
        shift, person, signup, now, now, person, "x" * 64,
    ).fetchone()[0]  # fmt: skip
    run(
        "INSERT INTO audit_rows (at, actor_id, action, outcome, object_kind, object_id, detail, address, request_id) "
        "VALUES (?, ?, 'attendance.arrive', 'done', 'attendance', ?, '{}', '127.0.0.1', 'x')",
        now, person, row,
    )  # fmt: skip
