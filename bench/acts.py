"""What the report says of acts against raw SQL: sign-ups and check-ins."""

from collections.abc import Iterator
from statistics import median

from bench.results import Rates, Results, line, table

# Words, the key of the figures, the share of raw SQL asked for on SQLite and on PostgreSQL.
SIGN_UPS = (
    ("signing up, one shift", "hot", {"sqlite": 0.5, "postgresql": 0.5}),
    ("signing up, a shift for each", "spread", {"sqlite": 0.5, "postgresql": 0.2}),
)
CHECK_INS = (("checking in by code, one shift", "check-in", {"sqlite": 0.5, "postgresql": 0.5}),)
_HOW = (
    "Durable on both sides, 8 clients, every act another person's. The raw transaction has the statements that the",
    "board sends between BEGIN and COMMIT; what the board does before it has no counterpart there: HTTP,",
    "the form with its token, who is signed in, the position and the shift. Two thirds of the board's time for a sign-up",
    "(3.5 of 5.7 ms by itself, 0.5 of them the disk) pass between BEGIN and COMMIT: nine statements through SQLAlchemy's",
    "objects at a third of a millisecond each. On SQLite, and for one shift on PostgreSQL, only one act at a time is there,",
    "so that more workers do not help. What is left to gain: fewer columns and plain rows where the rules read whole objects.",
    "",
)


def lines(results: Results) -> Iterator[str]:
    yield from ("## Acts, durable, against the same transaction as raw SQL", "", *_HOW, *table())
    for figures, asked in ((results.signing_up, SIGN_UPS), (results.checking_in, CHECK_INS)):
        for engine, rates in figures.items():
            for words, kind, bounds in asked:
                yield line(
                    f"{engine}: {words}", _ratio(rates, kind), "≥", bounds[engine], _bounded_by(rates, kind)
                )
    yield ""


def _ratio(rates: Rates, kind: str) -> float:
    return median(one / raw for one, raw in zip(rates[kind], rates[f"{kind} raw"], strict=True))


def _bounded_by(rates: Rates, kind: str) -> str:
    board, raw, cpu = (median(rates[name]) for name in (kind, f"{kind} raw", f"{kind} cpu"))
    return (
        f"Python: {cpu:.1f} ms of the two workers' CPU each, where the raw one takes {1000 / raw:.1f} ms in all; "
        f"{board:.0f} and {raw:.0f} a second"
    )
