"""The board's slowest answers while people sign in, five a second, against those of a quiet minute.

Cold pages at a steady pace, so that a slow answer does not keep the next question back; a sign-in is a
form fetched and sent by a browser that nobody knows, with a password that argon2 has to check.
"""

import itertools
import socket
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from bench import forms, raw
from bench.serving import Server
from board.accounts import passwords

PAGES_A_SECOND = 20
SIGN_INS_A_SECOND = 5
SECONDS = 10  # of each turn; quiet and busy twice each
ACCOUNTS = 150
PASSWORD = "清泉社区的图书角"
_numbers = itertools.count(900_000_000)


def measure(engine: str, url: str, board: Server) -> dict[str, float]:
    """Seconds within which 99 of 100 cold pages were answered: quiet, and with sign-ins."""
    mobiles = iter(_prepare(engine, url))
    taken: dict[str, list[float]] = {"quiet": [], "busy": []}
    with ThreadPoolExecutor(64) as pool:
        _pages(pool, board, 2)
        for _ in range(2):
            taken["quiet"] += _pages(pool, board, SECONDS)
            signing_in = pool.submit(
                _steadily, pool, SIGN_INS_A_SECOND, SECONDS, lambda: _sign_in(board, next(mobiles))
            )
            taken["busy"] += _pages(pool, board, SECONDS)
            signing_in.result()
    return {name: _of_hundred(figures, 99) for name, figures in taken.items()}


def _of_hundred(figures: list[float], part: int) -> float:
    return sorted(figures)[len(figures) * part // 100]


def _prepare(engine: str, url: str) -> list[str]:
    """Mobiles of people who have a password. One hash for all: checking it takes as long."""
    connection = raw.connect(engine, url)
    run = raw.runner(engine, connection)
    run("UPDATE accounts SET password_hash = ? WHERE id <= ?", passwords.hash_of(PASSWORD), ACCOUNTS)
    found = run("SELECT mobile FROM accounts WHERE id <= ? ORDER BY id", ACCOUNTS).fetchall()
    connection.close()
    return [mobile for (mobile,) in found]


def _pages(pool: ThreadPoolExecutor, board: Server, seconds: float) -> list[float]:
    return _steadily(pool, PAGES_A_SECOND, seconds, lambda: _cold_page(board))


def _steadily(
    pool: ThreadPoolExecutor, a_second: float, seconds: float, act: Callable[[], float]
) -> list[float]:
    """Begin one every so often, whether or not the earlier ones are done; how long each took."""
    begun = []
    start = time.perf_counter()
    for number in range(int(a_second * seconds)):
        time.sleep(max(start + number / a_second - time.perf_counter(), 0))
        begun.append(pool.submit(act))
    return [one.result() for one in begun]


def _cold_page(board: Server) -> float:
    sent = f"GET /?n={next(_numbers)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", board.port), timeout=30) as connection:
        head = forms.exchange(connection, sent.encode())
    if b" 200 " not in head[:20]:
        raise RuntimeError(head.decode(errors="replace"))
    return time.perf_counter() - began


def _sign_in(board: Server, mobile: str) -> float:
    began = time.perf_counter()
    page, cookies = forms.get(board, "/sign-in", "")
    fields = forms.hidden_in(page) | {"mobile": mobile, "password": PASSWORD}
    with socket.create_connection(("127.0.0.1", board.port), timeout=30) as connection:
        head = forms.exchange(connection, forms.request(board, "/sign-in", cookies, fields))
    if b" 303 " not in head[:20]:
        raise RuntimeError(head.decode(errors="replace"))
    return time.perf_counter() - began
