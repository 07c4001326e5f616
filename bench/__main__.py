"""`make bench`: speed as ratios to a bare Flask hello-world in the same run; writes bench/README.md.

python -m bench [--rounds 5] [--seconds 3] [--engine sqlite] [--quick]
"""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from typing import Any

import psycopg
from sqlalchemy import make_url

from bench import (
    certificates,
    checking_in,
    generate,
    hours,
    load,
    report,
    roster,
    sheets,
    sign_ins,
    signing_up,
    ticking,
    waiting_line,
)
from bench.results import Results
from bench.serving import Server, postgresql, serving

SIZES = {"2,000": 2_000, "200,000": 200_000}
SEARCH = "/?q=%E5%8A%A9%E8%80%81&n={n}"  # 助老: in one position of twenty


def main() -> None:
    options = _options()
    sizes = {"2,000": 2_000} if options.quick else SIZES
    results = Results(options.rounds, options.seconds, load.client())
    folder = load.data_folder()
    engines = [options.engine] if options.engine else ["sqlite", "postgresql"]
    for engine in engines:
        with _databases(engine, sizes, folder) as urls:
            _served(engine, urls, folder, results)
            _alone(engine, urls, results)
    print("sheets …", flush=True)
    results.sheets = sheets.measure(options.rounds)
    report.write(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"])
    parser.add_argument("--quick", action="store_true", help="2,000 positions only")
    return parser.parse_args()


@contextmanager
def _databases(engine: str, sizes: dict[str, int], folder: Path) -> Iterator[dict[str, str]]:
    """A fresh database of each size."""
    with ExitStack() as stack:
        if engine == "postgresql":
            server = stack.enter_context(postgresql(folder))
            urls = {name: _new_postgresql(server, f"bench_{count}") for name, count in sizes.items()}
        else:
            urls = {name: _new_sqlite(folder / f"bench_{count}.sqlite") for name, count in sizes.items()}
        for name, url in urls.items():
            print(f"{engine}: making {name} open positions …", flush=True)
            generate.fill(url, sizes[name])
        yield urls


def _new_postgresql(server: str, name: str) -> str:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _new_sqlite(file: Path) -> str:
    for left in (file, Path(f"{file}-wal"), Path(f"{file}-shm")):
        left.unlink(missing_ok=True)
    return f"sqlite:///{file}"


def _served(engine: str, urls: dict[str, str], folder: Path, results: Results) -> None:
    with ExitStack() as stack:
        hello = stack.enter_context(serving("hello", "bench.hello:app", 5810, folder, like=engine))
        boards = {
            name: stack.enter_context(
                serving(f"{engine}-{number}", "app:app", 5811 + number, folder, like=engine, url=url)
            )
            for number, (name, url) in enumerate(urls.items())
        }
        _pages(engine, hello, boards, results)
        results.memory[engine] = max(mb for board in boards.values() for mb in board.memory_of_workers())
        _acts(engine, *next(iter(urls.items())), boards, results)


def _acts(engine: str, name: str, url: str, boards: dict[str, Server], results: Results) -> None:
    board = boards[name]
    results.weight = load.weight(board.address(""))
    parts: dict[str, tuple[Any, dict[str, Any]]] = {  # modules; figures of either shape
        "signing up": (signing_up, results.signing_up),
        "checking in": (checking_in, results.checking_in),
        "rosters": (roster, results.roster),
        "sign-ins": (sign_ins, results.sign_ins),
        "hours": (hours, results.hours),
        "certificates": (certificates, results.certificates),
    }
    for words, (part, figures) in parts.items():
        print(f"{engine}: {words} …", flush=True)
        figures[engine] = part.measure(engine, url, board)


def _alone(engine: str, urls: dict[str, str], results: Results) -> None:
    """What needs no server, when none is running."""
    large = list(urls.values())[-1]
    print(f"{engine}: the tick …", flush=True)
    results.ticking[engine] = ticking.measure(engine, large)
    print(f"{engine}: the line …", flush=True)
    results.waiting_line[engine] = waiting_line.measure(engine, large)


def _pages(engine: str, hello: Server, boards: dict[str, Server], results: Results) -> None:
    """Hello-world and every page in turn, round after round: a noisy minute hits them all alike."""
    small, large = next(iter(boards.values())), list(boards.values())[-1]
    asked = {
        "hello": hello.address("/?n={n}"),
        "warm": small.address("/"),
        "cold": small.address("/?n={n}"),
        "cold large": large.address("/?n={n}"),
        "page 400": large.address(f"/?after={_key_of_page(large, 399)}&n={{n}}"),
        "search": large.address(SEARCH),
        "position": small.address("/positions/B0000412"),
        "position cold": small.address("/positions/B0000412?n={n}"),
    }
    for address in asked.values():
        load.requests_per_second(address, 1)
    for number in range(results.rounds):
        for name, address in asked.items():
            results.add(engine, name, load.requests_per_second(address, results.seconds))
        print(f"{engine}: round {number + 1} of {results.rounds}", flush=True)
    _say(engine, results)


def _key_of_page(board: Server, pages: int) -> str:
    """Where that many pages end, by following the link that people press."""
    import re
    import urllib.request

    path = "/"
    for _ in range(pages):
        with urllib.request.urlopen(board.address(path), timeout=10) as answer:
            found = re.search(r'rel="next" href="/\?after=([0-9-]+)"', answer.read().decode())
        if found is None:
            break
        path = f"/?after={found[1]}"
    return path.partition("after=")[2]


def _say(engine: str, results: Results) -> None:
    for name, rates in results.rates[engine].items():
        print(f"  {name:14} {median(rates):9.0f} /s", flush=True)


if __name__ == "__main__":
    main()
