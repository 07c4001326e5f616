"""What a cell says about how many people, how old, and whom to phone."""

from dataclasses import dataclass


@dataclass(frozen=True)
class People:
    """How many: `quota` at most, `minimum` at least; with a `problem`, the sentence that asks, neither."""

    quota: int | None = None
    minimum: int | None = None
    guessed: bool = False
    problem: str = ""


def read_people(said: str) -> People:
    """`8`, `20人`, `2-3人` (guessed: 3, at least 2), `若干` (asked)."""
    raise NotImplementedError
