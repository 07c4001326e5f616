"""Certificates: setting one for the first time and again, over HTTP as its owner, and the page that anybody checks
one on against a bare hello-world. `python -m bench.certificates [--engine sqlite]` measures this part alone."""

import argparse
import http.client
import time
from collections.abc import Iterator
from statistics import median

from sqlalchemy import select

import config
from bench import hours, load
from bench.generate import token_of
from bench.results import line, row, table
from bench.serving import CERTIFICATE_KEY, Server, serving
from board import db
from board.accounts.models import Appointment, Person
from board.areas.models import Area
from board.certificates import keys, services
from board.certificates.contents import Period
from board.certificates.models import ServiceCertificate
from board.certificates.services import Site

PAPERS = 40
FIRST_MS, AGAIN_MS = 150, 40
ROUNDS, SECONDS = 3, 2.0
PORT = 5830
Figures = dict[str, float]


def measure(engine: str, url: str, board: Server) -> Figures:
    """Milliseconds for a paper, the slowest of forty; and the page's answers a second by hello-world's."""
    paths = _issued(url)
    first = [_milliseconds(board, *path) for path in paths]
    again = [_again(board, path) for path in paths]
    checked = f"{paths[0][2]}&n={{n}}"
    rates = _rates(engine, {"warm": board.address(paths[0][2]), "cold": board.address(checked)})
    return {
        "first": median(first),
        "slowest first": max(first),
        "again": median(again),
        "slowest": max(again),
    } | rates


def _again(board: Server, path: tuple[int, str, str]) -> float:
    """Once every worker has it: each keeps its own."""
    for _ in range(4):
        _milliseconds(board, *path)
    return _milliseconds(board, *path)


def _issued(url: str) -> list[tuple[int, str, str]]:
    """Forty people have certificates of their hundred services: who, the paper's address, and the check's."""
    db.bind(db.make_engine(url))
    keys.use(config.Settings(certificate_keys=(CERTIFICATE_KEY,)))
    with db.scope():
        area_id = db.session.scalar(select(Appointment.area_id).where(Appointment.person_id == hours.FULL))
        return [_issue(number, area_id) for number in range(1, PAPERS + 1)]


def _issue(number: int, area_id: int | None) -> tuple[int, str, str]:
    person, area = db.session.get_one(Person, number), db.session.get_one(Area, area_id)
    made: ServiceCertificate = services.issue(
        person, area, Period(), site=Site("https://127.0.0.1", is_demo=False)
    )
    told = number, f"/me/certificates/{made.number}/certificate.pdf", f"/verify/{made.number}?t={made.token}"
    db.session.commit()
    return told


def _milliseconds(board: Server, who: int, path: str, _: str) -> float:
    connection = http.client.HTTPConnection("127.0.0.1", board.port, timeout=30)
    began = time.perf_counter()
    connection.request("GET", path, headers={"Cookie": f"__Host-signin={token_of(who)}"})
    answer = connection.getresponse()
    body = answer.read()
    took = time.perf_counter() - began
    connection.close()
    if answer.status != 200 or not body.startswith(b"%PDF"):
        raise RuntimeError(f"{path}: {answer.status}")
    return took * 1000


def _rates(engine: str, pages: dict[str, str]) -> Figures:
    """Hello-world and the pages in turn, so that a noisy minute hits them all alike."""
    found: dict[str, list[float]] = {name: [] for name in pages}
    with serving("hello-again", "bench.hello:app", PORT, load.data_folder(), like=engine) as hello:
        for _ in range(ROUNDS):
            bare = load.requests_per_second(hello.address("/?n={n}"), SECONDS)
            for name, address in pages.items():
                found[name].append(load.requests_per_second(address, SECONDS) / bare)
    return {name: median(ratios) for name, ratios in found.items()}


def lines(results: dict[str, Figures]) -> Iterator[str]:
    """What the report says of it."""
    yield from ("## Certificates", "", *table())
    for engine, told in results.items():
        for words, name, slowest, bound, by in (
            (
                "the first time",
                "first",
                "slowest first",
                FIRST_MS,
                "Typst; the first one of a worker loads the font",
            ),
            ("again", "again", "slowest", AGAIN_MS, "the queries: the bytes lie on the worker's shelf"),
        ):
            shown = f"{told[name]:.0f} ms, {told[slowest]:.0f} ms"
            yield row(f"{engine}: a paper, {words}: median and slowest of {PAPERS}", f"≤ {bound} ms", shown, by,
                      met=told[name] <= bound)  # fmt: skip
        yield line(f"{engine}: the page that checks one, asked for again and again", told["warm"], "≥", 0.20,
                   "as the warm board")  # fmt: skip
        yield line(
            f"{engine}: … never the same answer", told["cold"], "", 0.0, "Jinja, one query, one signature"
        )
    yield ""


def main() -> None:
    from bench.__main__ import _databases

    parser = argparse.ArgumentParser(prog="bench.certificates", description=__doc__)
    parser.add_argument("--engine", choices=["sqlite", "postgresql"])
    chosen = parser.parse_args().engine
    folder = load.data_folder()
    for engine in [chosen] if chosen else ["sqlite", "postgresql"]:
        with _databases(engine, {"2,000": 2_000}, folder) as urls:
            (url,) = urls.values()
            made = db.make_engine(url)
            with made.connect().execution_options(writing=True) as connection:
                area, _ = hours._reviewers(connection)
                hours._fill(connection, area)
                connection.commit()
            hours._analyse(made)
            with serving("certificates", "app:app", PORT + 1, folder, like=engine, url=url) as board:
                print("\n".join(lines({engine: measure(engine, url, board)})), flush=True)


if __name__ == "__main__":
    main()
