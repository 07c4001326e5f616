"""Something that looks wrong, as those who look hand it to those who keep it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from board import clock
from board.flags.models import Kind
from board.flags.thresholds import NIGHT_FROM, NIGHT_TO

Evidence = dict[str, Any]  # ids and codes of any kind of flag; lists of ids grow while nobody has looked


@dataclass(frozen=True, kw_only=True)
class Found:
    """`key` says what it is about: the same again is the same flag."""

    kind: Kind
    key: str
    area_id: int
    evidence: Evidence
    hands: frozenset[int] = field(default_factory=frozenset)
    volunteers: frozenset[int] = field(default_factory=frozenset)


def by_night(at: datetime) -> date | None:
    """The evening of the night in which this is; None by day."""
    here = clock.local(at)
    if here.hour >= NIGHT_FROM:
        return here.date()
    return here.date() - timedelta(days=1) if here.hour < NIGHT_TO else None


def written_at_night(hand: int, night: date, area_id: int, volunteers: Iterable[int], **ids: int) -> Found:
    """Somebody of the staff wrote this down at night; one flag for each of them, night and area."""
    return Found(
        kind=Kind.at_night, key=f"{hand}:{night}:{area_id}", area_id=area_id, hands=frozenset({hand}),
        volunteers=frozenset(volunteers),
        evidence={"by": hand, "night": f"{night}"} | {name: [number] for name, number in ids.items()},
    )  # fmt: skip
