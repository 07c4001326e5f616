"""Who may need somebody's ID number in full, and what for. Features above know when that is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from board.accounts.models import Person
from board.areas.models import Area
from board.identity.models import Use

# In the audit log: one number on a page, or among those of a file.
REVEAL: Final = "identity.reveal"
EXPORT: Final = "identity.export"


class Why(StrEnum):
    """What a number in full is needed for."""

    insurance = "insurance"
    accident = "accident"
    national = "national"


WHY_WORDS: Final = {
    Why.insurance: "给他买这一班的保险",
    Why.accident: "出了意外，报保险",
    Why.national: "把他的服务记录录进全国系统",
}
# As the person themselves is told.
TOLD: Final = {
    Why.insurance: "给你买保险",
    Why.accident: "给你报保险",
    Why.national: "把你的服务记录录进全国系统",
}
USE_OF: Final = {
    Why.insurance: Use.insurance,
    Why.accident: Use.insurance,
    Why.national: Use.national,
}


@dataclass(frozen=True)
class Need:
    """A reason that stands now, and the area whose position it comes from."""

    why: Why
    area: Area


# (member of staff, the other person) -> what stands now; told by create_app(), since positions,
# sign-ups and check-ins lie above this package.
Asking = Callable[[Person, Person], list[Need]]
asked: list[Asking] = []


def needs_of(staff: Person, whose: Person) -> dict[Why, Need]:
    """The reasons this member of staff has now to see that person's number; none for everybody else."""
    return {need.why: need for asking in asked for need in asking(staff, whose)}
