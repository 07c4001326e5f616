"""One round of the tick with nothing due, over 200,000 positions: CPU time of this process and, on
PostgreSQL, of the database's own processes too. First it runs until nothing is left to do; then the median
of three rounds, at noon and in the evening, when reminders of the day before go out."""

import time
from datetime import time as wall_time
from statistics import median

import psutil

from bench import inside, lived
from board import db
from board.commands.ticking import Step

HOURS = {"noon": wall_time(12), "evening": wall_time(19)}
ROUNDS = 3
Seconds = dict[str, dict[str, float]]


def measure(engine: str, url: str) -> Seconds:
    """By hour and step, seconds of CPU."""
    lived.fill(url)
    return {hour: _at(engine, url, wall) for hour, wall in HOURS.items()}


def _at(engine: str, url: str, wall: wall_time) -> dict[str, float]:
    with inside.opened(url, at=wall) as app:
        steps: list[Step] = app.extensions["tick_steps"]
        _until_nothing_is_due(steps)
        rounds = [[_cpu(engine, step) for step in steps] for _ in range(ROUNDS)]
        names = [f"{step.__module__.removeprefix('board.')}.{step.__name__}" for step in steps]
        return {name: median(figures) for name, figures in zip(names, zip(*rounds, strict=True), strict=True)}


def _until_nothing_is_due(steps: list[Step]) -> None:
    for _ in range(50):
        if not any([_carry_out(step) for step in steps]):
            return
    raise RuntimeError("something is always due")


def _carry_out(step: Step) -> object:
    with db.scope():
        return step()


def _cpu(engine: str, step: Step) -> float:
    began = _spent(engine)
    done = _carry_out(step)
    if done:
        raise RuntimeError(f"{step.__name__} had something to do: {done}")
    return _spent(engine) - began


def _spent(engine: str) -> float:
    return time.process_time() + (_of_database() if engine == "postgresql" else 0)


def _of_database() -> float:
    """Of every process of the server that is there, and of those that came and went."""
    spent = 0.0
    for process in psutil.process_iter(["name"]):
        if process.info["name"] == "postgres":
            times = process.cpu_times()
            spent += times.user + times.system + times.children_user + times.children_system
    return spent
