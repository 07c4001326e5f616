"""What the report says of the day itself: rosters, the line, sign-ins, the tick."""

from collections.abc import Iterator

from bench.results import Results, line, row, table

# Words, the page (bench.roster), how many times as long 500 may take; nothing is asked of paper.
ROSTER = (
    ("roster, before the shift", "before", 2.0, "the first rows and 还有 … against 20"),
    ("roster, in its midst", "midst", 2.0, "at most 20 rows of each of five sections, against 20 in all"),
    ("roster, 还没到 by itself", "coming", 2.0, "a page of 60 rows against all 20"),
    ("roster, 已到 by itself", "here", 2.0, "a page of 60 rows against all 20"),
    ("roster, 已走 by itself", "gone", 2.0, "a page of 60 rows against all 20"),
    ("roster, 未到岗 by itself", "missing", 2.0, "25 rows against all 20"),
    ("roster, 候补 by itself", "line", 2.0, "50 rows against all 20"),
    ("roster on paper", "paper", 0.0, "every one of 450 lines against 18, as it must"),
)  # fmt: skip
LINE = {
    "straight": "somebody withdraws, the next has the place",
    "offered": "somebody withdraws, the next is offered the place",
    "quota": "the quota is raised by one",
}
SLOWER = 0.05  # seconds that sign-ins may add to the board's p99
TICK = 1.0  # seconds of CPU


def lines(results: Results) -> Iterator[str]:
    yield from ("## On the day", "", *table())
    for engine, pages in results.roster.items():
        for words, page, bound, by in ROSTER:
            yield _grows(f"{engine}: {words}, 500 by 20", pages[page], bound, by)
    for engine, ways in results.waiting_line.items():
        for way, words in LINE.items():
            by = "the first of the index; what else is done is the same"
            yield _grows(f"{engine}: {words}, 5,000 in line by 50", ways[way], 2.0, by)
    for engine, told in results.sign_ins.items():
        yield _sign_ins(engine, told)
    for engine, hours in results.ticking.items():
        yield from (_tick(engine, hour, steps) for hour, steps in hours.items())
    yield ""


def _grows(words: str, taken: dict[int, float], bound: float, by: str) -> str:
    few, many = taken.values()
    by = f"{by}: {few * 1000:.1f} and {many * 1000:.1f} ms"
    return (
        line(words, many / few, "≤", bound, by)
        if bound
        else row(words, "–", f"{many / few:.2f}×", by, met=True)
    )


def _sign_ins(engine: str, told: dict[str, float]) -> str:
    slower = told["busy"] - told["quiet"]
    by = f"argon2 on one of two cores: p99 {told['quiet'] * 1000:.0f} ms quiet, {told['busy'] * 1000:.0f} ms busy"
    words = f"{engine}: cold board, 20 a second, p99 with 5 sign-ins a second over quiet"
    return row(words, "≤ 50 ms", f"{slower * 1000:.0f} ms", by, met=slower <= SLOWER)


def _tick(engine: str, hour: str, steps: dict[str, float]) -> str:
    most = sorted(steps, key=lambda name: steps[name], reverse=True)[:3]
    by = ", ".join(f"{name.rpartition('.')[2]} {steps[name]:.2f} s" for name in most)
    whole = sum(steps.values())
    words = f"{engine}: the tick over 200,000 positions, nothing due, at {hour}"
    return row(words, "≤ 1 s CPU", f"{whole:.2f} s", by, met=whole <= TICK)
