"""The roster of one shift: who is still to come, here, gone, missing, and who waits.

Two lean queries read the whole shift and one the people that are shown, however many there are:
joined into one, the database takes ten times as long for 500 people as for 20.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import aliased

from board.accounts.models import Account, Person
from board.attendance.models import Attendance, How, Kind, Review
from board.attendance.noting import ON_ROSTER
from board.attendance.queries import stands
from board.db import session
from board.positions.models import Shift
from board.signups.models import HOLDING, Signup, State

AT_FIRST: Final = 20  # rows of a section beside the others
PAGE: Final = 60  # rows of a section by itself


class Section(StrEnum):
    """Where on the roster somebody stands."""

    coming = "coming"
    here = "here"
    gone = "gone"
    missing = "missing"
    line = "line"


@dataclass(frozen=True, slots=True)
class Seen:
    """One standing row of attendance, as far as the roster needs it."""

    id: int
    at: datetime
    how: How
    review: Review | None  # None also when somebody has looked at it


@dataclass(slots=True)
class _Known:
    """What is known of one person on the shift, before their name is read."""

    person_id: int
    signup_id: int | None = None
    state: State | None = None
    turn: int = 0
    seen: dict[str, Seen] = field(default_factory=dict)  # by kind

    @property
    def section(self) -> Section:
        if Kind.left in self.seen:
            return Section.gone
        if Kind.arrived in self.seen:
            return Section.here
        if self.seen:
            return Section.missing
        return Section.coming if self.state in HOLDING else Section.line

    @property
    def order(self) -> int:
        """Those to come and the line by turn; those who came by the last thing seen, the newest first."""
        last = self.seen.get(Kind.left) or self.seen.get(Kind.arrived)
        return -last.id if last else self.turn


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Somebody on the roster, as it is shown."""

    section: Section
    place: int  # within the section, from 1
    person: Person
    mobile: str | None
    signup_id: int | None
    state: State | None
    came: Seen | None
    went: Seen | None
    missed: Kind | None
    is_new: bool  # never came to any other shift


_SIGNUPS: Final = select(Signup.person_id, Signup.id, Signup.state, Signup.turn).where(
    Signup.shift_id == bindparam("shift"), Signup.state.in_(ON_ROSTER)
)
_SEEN: Final = select(
    Attendance.person_id, Attendance.kind, Attendance.id, Attendance.at, Attendance.how, Attendance.review,
    Attendance.settled_at,
).where(Attendance.shift_id == bindparam("shift"), stands())  # fmt: skip
_elsewhere = aliased(Attendance)
_came_before = exists().where(
    _elsewhere.person_id == Person.id, _elsewhere.kind == Kind.arrived,
    _elsewhere.shift_id != bindparam("shift"), stands(_elsewhere),
)  # fmt: skip
_PEOPLE: Final = (
    select(Person, func.coalesce(Account.mobile, Person.contact_mobile), _came_before)
    .outerjoin(Account, Account.person_id == Person.id)
    .where(Person.id.in_(bindparam("people", expanding=True)))
)
_typed = bindparam("typed", type_=Person.name.type)
_NAMED: Final = select(Person.id).where(
    Person.id.in_(bindparam("people", expanding=True)),
    Person.name.startswith(_typed) | Person.volunteer_no.endswith(_typed),
)


class Roster:
    """Everybody on one shift, by section and in order; names are read of those that are shown."""

    def __init__(self, shift: Shift) -> None:
        self.shift_id = shift.id
        self._sections: dict[Section, list[_Known]] = {section: [] for section in Section}
        for known in sorted(self._read(), key=lambda known: (known.order, known.person_id)):
            self._sections[known.section].append(known)

    def _read(self) -> Iterable[_Known]:
        people = {
            person: _Known(person, signup, state, turn)
            for person, signup, state, turn in session.execute(_SIGNUPS, {"shift": self.shift_id})
        }
        for person, kind, row, at, how, review, settled in session.execute(_SEEN, {"shift": self.shift_id}):
            known = people.setdefault(person, _Known(person))
            known.seen[kind] = Seen(row, at, How(how), Review(review) if review and not settled else None)
        return people.values()

    @property
    def counts(self) -> dict[Section, int]:
        """How many people stand in each section; all five are there."""
        return {section: len(people) for section, people in self._sections.items()}

    def beginning(self) -> dict[Section, list[Entry]]:
        """The first rows of every section."""
        return self._by_section({section: (0, AT_FIRST) for section in Section})

    def page_of(self, section: Section, after: int) -> dict[Section, list[Entry]]:
        """The rows of one section behind this place, a page of them."""
        return self._by_section({section: (after, after + PAGE)})

    def named(self, typed: str) -> dict[Section, list[Entry]]:
        """Those whose name begins with these words, or whose number ends with them; the first of each section."""
        plain = typed.translate({ord(sign): None for sign in "%_\\"})  # no pattern: nobody is called that
        told = {"people": [known.person_id for known in self._all()], "typed": plain}
        wanted = set(session.scalars(_NAMED, told)) if plain else set[int]()
        found = [(known, place) for known, place in self._placed() if known.person_id in wanted]
        sections: dict[Section, list[Entry]] = {section: [] for section in Section}
        for entry in self._entries(found[: AT_FIRST * 2]):
            sections[entry.section].append(entry)
        return sections

    def present(self, *, most: int) -> list[Entry]:
        """All who have a place or are here, for paper and for settling."""
        found = [(known, place) for known, place in self._placed() if known.section != Section.line]
        return self._entries(found[:most])

    def everybody(self, *, most: int) -> list[Entry]:
        """All on the shift, section by section, the line at the end."""
        return self._entries(self._placed()[:most])

    def _all(self) -> list[_Known]:
        return [known for people in self._sections.values() for known in people]

    def _placed(self) -> list[tuple[_Known, int]]:
        return [pair for people in self._sections.values() for pair in _numbered(people, 0)]

    def _by_section(self, parts: dict[Section, tuple[int, int]]) -> dict[Section, list[Entry]]:
        shown = [
            pair
            for section, (start, end) in parts.items()
            for pair in _numbered(self._sections[section][start:end], start)
        ]
        sections: dict[Section, list[Entry]] = {section: [] for section in parts}
        for entry in self._entries(shown):
            sections[entry.section].append(entry)
        return sections

    def _entries(self, shown: Sequence[tuple[_Known, int]]) -> list[Entry]:
        told = {"shift": self.shift_id, "people": [known.person_id for known, _ in shown]}
        people = {
            person.id: (person, mobile, came) for person, mobile, came in session.execute(_PEOPLE, told)
        }
        return [_entry(known, place, *people[known.person_id]) for known, place in shown]


def _numbered(people: Sequence[_Known], after: int) -> list[tuple[_Known, int]]:
    return [(known, place) for place, known in enumerate(people, after + 1)]


def _entry(known: _Known, place: int, person: Person, mobile: str | None, came_before: bool) -> Entry:
    missed = next((kind for kind in (Kind.absent, Kind.excused) if kind in known.seen), None)
    return Entry(
        section=known.section, place=place, person=person, mobile=mobile, signup_id=known.signup_id,
        state=State(known.state) if known.state else None, came=known.seen.get(Kind.arrived),
        went=known.seen.get(Kind.left), missed=missed, is_new=not came_before,
    )  # fmt: skip
