"""The figures of one run, and the page that tells them."""

import os
import platform
import subprocess
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from board import clock

ROOT = Path(__file__).parent.parent


@dataclass
class Results:
    """Everything that one run measured."""

    rounds: int
    seconds: float
    client: str
    rates: dict[str, dict[str, list[float]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(list))
    )
    memory: dict[str, float] = field(default_factory=dict)
    signing_up: dict[str, dict[str, list[float]]] = field(default_factory=dict)
    weight: dict[str, int] = field(default_factory=dict)

    def add(self, engine: str, name: str, rate: float) -> None:
        self.rates[engine][name].append(rate)

    def ratio(self, engine: str, name: str, to: str) -> float:
        """The median over the rounds of one figure by the other in the same round."""
        pairs = zip(self.rates[engine][name], self.rates[engine][to], strict=True)
        return median(one / other for one, other in pairs)

    def signing_ratio(self, engine: str, kind: str) -> float:
        told = self.signing_up[engine]
        return median(one / other for one, other in zip(told[kind], told[f"{kind} raw"], strict=True))


# What is asked for: words, how it is reckoned, the bound, and what bounds it.
PAGES = (
    ("signed-out board, warm", "warm", "hello", "≥", 0.90, "WSGI itself: answered before Flask is asked"),
    ("signed-out board, cold", "cold", "hello", "≥", 0.04, "Jinja and SQLAlchemy; the query is 0.2 ms of it"),
    (
        "cold at 2,000 by cold at 200,000 (time grows by)",
        "cold",
        "cold large",
        "≤",
        1.15,
        "an index walk of 21 rows",
    ),
    (
        "page 1 by page 400 at 200,000 (time grows by)",
        "cold large",
        "page 400",
        "≤",
        1.30,
        "the same walk, from a key",
    ),
    (
        "cold board by search 助老 at 200,000 (time grows by)",
        "cold large",
        "search",
        "≤",
        2.0,
        "counting 2,000 matches",
    ),
    ("position page, asked for again and again", "position", "hello", "≥", 0.20, "as the warm board"),
    ("position page, never the same answer", "position cold", "hello", "", 0.0, "Jinja, four small queries"),
)


def write(results: Results) -> None:
    """bench/README.md anew, but for what `make soak` found, which is written by hand at its end."""
    page = ROOT / "bench" / "README.md"
    _, mark, soak = page.read_text().partition("## Soak")
    text = "\n".join([*_head(results), *_pages(results), *_signing_up(results), *_rest(results)])
    page.write_text(f"{text}\n\n{mark}{soak}".rstrip() + "\n")
    print(text)


def _head(results: Results) -> list[str]:
    cores = f"{os.cpu_count()} cores, {platform.machine()}, Linux {platform.release()}, Python {platform.python_version()}"
    return [
        "# Speed", "",
        f"Measured by `make bench` on {clock.today()} at commit {_commit()}: {cores}.",
        f"Load: {results.client}, on the same machine, over loopback; {results.rounds} rounds of {results.seconds:g} s for",
        "every line, hello-world and all pages in turn; ratios are medians of the rounds. Server: granian, 2 workers,",
        "production settings, log written to a file. *Cold* means that no answer is a kept one: every request has another",
        "query string. Read the ratios; the absolute figures are this machine's, with the load on it.", "",
    ]  # fmt: skip


def _commit() -> str:
    told = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, cwd=ROOT)
    return told.stdout.strip() or "unknown"


def _pages(results: Results) -> list[str]:
    lines = []
    for engine, rates in results.rates.items():
        lines += [f"## Pages on {engine}", "", "| | asked | reached | bounded by |", "|---|---|---|---|"]
        for words, name, to, sign, bound, by in PAGES:
            lines.append(_line(words, results.ratio(engine, name, to), sign, bound, by))
        each = ", ".join(f"{name} {median(rate):,.0f}" for name, rate in rates.items())
        lines += ["", f"Answers a second: {each}.", ""]
    return lines


def _line(words: str, reached: float, sign: str, bound: float, by: str) -> str:
    grows = sign == "≤"
    asked = f"{sign} {bound:.2f}×" if grows else f"{sign} {bound:.0%}" if sign else "–"
    met = not sign or (reached <= bound if grows else reached >= bound)
    shown = f"{reached:.2f}×" if grows else f"{reached:.1%}"
    return f"| {words} | {asked} | {shown if met else f'**{shown}** (missed)'} | {by} |"


def _signing_up(results: Results) -> list[str]:
    lines = ["## Signing up, durable, against the same transaction as raw SQL", ""]
    lines += ["| | asked | reached | a second, raw |", "|---|---|---|---|"]
    for engine, told in results.signing_up.items():
        for kind, bound in (("hot", 0.5), ("spread", 0.5 if engine == "sqlite" else 0.2)):
            ratio = results.signing_ratio(engine, kind)
            rates = f"{median(told[kind]):.0f}, {median(told[f'{kind} raw']):.0f}"
            words = f"{engine}, {'one shift' if kind == 'hot' else 'a shift for each'}"
            lines.append(_line(words, ratio, "≥", bound, rates))
    return [*lines, "", *_SIGNING_UP_BOUNDS, ""]


_SIGNING_UP_BOUNDS = (
    "What bounds it is Python: a sign-up is one form with its token and its sign-in, and fifteen statements, nine of",
    "them under the hold, through SQLAlchemy's objects; about 6 to 8 ms of CPU, where the raw transaction needs little",
    "more than one. The two cores also serve the client and, for PostgreSQL, the database. What is left to gain: the",
    "rules read whole rows of position and shift where a few columns would do.",
)


def _rest(results: Results) -> list[str]:
    memory = ", ".join(f"{engine} {mb:.0f} MB" for engine, mb in results.memory.items())
    whole = sum(results.weight.values())
    page = results.weight.get("/", 0)
    return [
        "## Memory and weight", "",
        f"Largest worker after the load (at most 150 MB asked): {memory}.", "",
        f"First page over the wire (at most 60 KB asked): {whole / 1024:.1f} KB in {len(results.weight)} answers,",
        f"of which the page itself {page / 1024:.1f} KB; the rest is kept by the browser for good.",
    ]  # fmt: skip
