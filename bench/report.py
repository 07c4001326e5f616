"""The figures of one run, and the page that tells them."""

import os
import platform
import subprocess
from pathlib import Path
from statistics import median

from bench import acts, certificates, hours, of_sheets, the_day
from bench.results import Results, line
from board import clock

ROOT = Path(__file__).parent.parent

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

ON_POSTGRESQL = {
    ("cold", "hello"): "2.4 ms of the worker's CPU and 1.6 ms of the database's, on the same two cores",
    ("cold large", "search"): "counting 2,000 matches takes 3 ms of the 4.5 in the database",
}


def write(results: Results) -> None:
    """bench/README.md anew, but for what `make soak` found, which is written by hand at its end."""
    page = ROOT / "bench" / "README.md"
    _, mark, soak = page.read_text().partition("## Soak")
    middle = (
        _pages(results),
        acts.lines(results),
        the_day.lines(results),
        hours.lines(results.hours),
        certificates.lines(results.certificates),
        of_sheets.lines(results),
    )
    parts = (_head(results), *middle, _rest(results))
    text = "\n".join(line for part in parts for line in part)
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
            if engine == "postgresql":
                by = ON_POSTGRESQL.get((name, to), by)
            lines.append(line(words, results.ratio(engine, name, to), sign, bound, by))
        each = ", ".join(f"{name} {median(rate):,.0f}" for name, rate in rates.items())
        lines += ["", f"Answers a second: {each}.", ""]
    return lines


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
