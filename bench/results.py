"""The figures of one run, and a line of a table: what was asked, what was reached, what bounds it."""

from collections import defaultdict
from dataclasses import dataclass, field
from statistics import median

Rates = dict[str, list[float]]


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
    signing_up: dict[str, Rates] = field(default_factory=dict)
    checking_in: dict[str, Rates] = field(default_factory=dict)
    roster: dict[str, dict[str, dict[int, float]]] = field(default_factory=dict)
    waiting_line: dict[str, dict[str, dict[int, float]]] = field(default_factory=dict)
    sign_ins: dict[str, dict[str, float]] = field(default_factory=dict)
    ticking: dict[str, dict[str, dict[str, float]]] = field(default_factory=dict)
    hours: dict[str, dict[str, float]] = field(default_factory=dict)
    certificates: dict[str, dict[str, float]] = field(default_factory=dict)
    sheets: dict[str, float] = field(default_factory=dict)
    weight: dict[str, int] = field(default_factory=dict)

    def add(self, engine: str, name: str, rate: float) -> None:
        self.rates[engine][name].append(rate)

    def ratio(self, engine: str, name: str, to: str) -> float:
        """The median over the rounds of one figure by the other in the same round."""
        pairs = zip(self.rates[engine][name], self.rates[engine][to], strict=True)
        return median(one / other for one, other in pairs)


def line(words: str, reached: float, sign: str, bound: float, by: str) -> str:
    """`≥` compares shares, `≤` how many times as long; without a sign nothing was asked."""
    grows = sign == "≤"
    asked = f"{sign} {bound:.2f}×" if grows else f"{sign} {bound:.0%}" if sign else "–"
    met = not sign or (reached <= bound if grows else reached >= bound)
    return row(words, asked, f"{reached:.2f}×" if grows else f"{reached:.1%}", by, met=met)


def row(words: str, asked: str, shown: str, by: str, *, met: bool) -> str:
    return f"| {words} | {asked} | {shown if met else f'**{shown}** (missed)'} | {by} |"


def table() -> list[str]:
    return ["| | asked | reached | bounded by |", "|---|---|---|---|"]
