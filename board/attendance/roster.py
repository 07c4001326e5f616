"""The roster of one shift: who is still to come, here, gone, missing, and who waits.

One aggregate query counts, one finds the rows of every section at once, however many people there are.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, case, exists, func, literal, null, or_, select
from sqlalchemy.orm import aliased

from board.accounts.models import Account, Person
from board.attendance.models import Attendance, How, Kind, Review
from board.attendance.noting import ON_ROSTER
from board.attendance.queries import stands
from board.db import session
from board.positions.models import Shift
from board.signups.models import HOLDING, Signup, State

AT_FIRST: Final = 30  # rows of a section beside the others
PAGE: Final = 60  # rows of a section by itself


class Section(StrEnum):
    """Where on the roster somebody stands."""

    coming = "coming"
    here = "here"
    gone = "gone"
    missing = "missing"
    line = "line"


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One standing row of attendance, as far as the roster needs it."""

    id: int
    at: datetime
    how: How
    review: Review | None  # None also when somebody has looked at it


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Somebody on the roster."""

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


_came, _went, _missed = aliased(Attendance), aliased(Attendance), aliased(Attendance)


def _seen(row: Any, kind: Kind, person: Any) -> ColumnElement[bool]:  # an alias of Attendance, a column
    return and_(row.shift_id == bindparam("shift"), row.person_id == person, row.kind == kind, stands(row))


def _columns(
    came: Any, went: Any, signup_id: Any, state: Any, turn: Any, missed: Any
) -> list[Any]:  # columns of either half of the union
    return [
        signup_id.label("signup_id"), state.label("state"), turn.label("turn"), missed.label("missed"),
        came.id.label("came_id"), came.at.label("came_at"), came.how.label("came_how"),
        came.review.label("came_review"), came.settled_at.label("came_settled"),
        went.id.label("went_id"), went.at.label("went_at"), went.how.label("went_how"),
        went.review.label("went_review"), went.settled_at.label("went_settled"),
    ]  # fmt: skip


_signed_up = (
    select(Signup.person_id, *_columns(_came, _went, Signup.id, Signup.state, Signup.turn, _missed.kind))
    .outerjoin(_came, _seen(_came, Kind.arrived, Signup.person_id))
    .outerjoin(_went, _seen(_went, Kind.left, Signup.person_id))
    .outerjoin(
        _missed,
        and_(
            _missed.shift_id == bindparam("shift"),
            _missed.person_id == Signup.person_id,
            _missed.kind.in_((Kind.absent, Kind.excused)),
            stands(_missed),
        ),
    )
    .where(Signup.shift_id == bindparam("shift"), Signup.state.in_(ON_ROSTER))
)
_walked_in = (
    select(
        _came.person_id, *_columns(_came, _went, null(), literal("", Signup.state.type), literal(0), null())
    )
    .outerjoin(_went, _seen(_went, Kind.left, _came.person_id))
    .where(_came.shift_id == bindparam("shift"), _came.kind == Kind.arrived, stands(_came))
    .where(
        ~exists().where(
            Signup.shift_id == bindparam("shift"),
            Signup.person_id == _came.person_id,
            Signup.state.in_(ON_ROSTER),
        )
    )
)
_all = _signed_up.union_all(_walked_in).cte("everybody")
_section = case(
    (_all.c.went_id.is_not(None), Section.gone),
    (_all.c.came_id.is_not(None), Section.here),
    (_all.c.missed.is_not(None), Section.missing),
    (_all.c.state.in_(HOLDING), Section.coming),
    else_=Section.line,
)
# Those to come and the line by turn; those who came by the last thing seen, the newest first.
_in_order = case(
    (_all.c.went_id.is_not(None), -_all.c.went_id),
    (_all.c.came_id.is_not(None), -_all.c.came_id),
    else_=_all.c.turn,
)
_COUNTS: Final = select(_section.label("section"), func.count()).group_by(_section)
_mobile = func.coalesce(Account.mobile, Person.contact_mobile)
_typed = bindparam("typed", type_=Person.name.type)
_FOUND: Final = (
    select(
        _all,
        _section.label("section"),
        func.row_number().over(partition_by=_section, order_by=(_in_order, _all.c.person_id)).label("place"),
        _mobile.label("mobile"),
    )
    .join(Person, Person.id == _all.c.person_id)
    .outerjoin(Account, Account.person_id == _all.c.person_id)
    .where(
        or_(
            _typed == "",
            Person.name.startswith(_typed, autoescape=False),
            Person.volunteer_no.endswith(_typed, autoescape=False),
        )
    )
    .subquery()
)
_elsewhere = aliased(Attendance)
_ROWS: Final[Select[Any]] = (
    select(
        _FOUND,
        Person,
        exists()
        .where(
            _elsewhere.person_id == _FOUND.c.person_id,
            _elsewhere.kind == Kind.arrived,
            _elsewhere.shift_id != bindparam("shift"),
            stands(_elsewhere),
        )
        .label("came_before"),
    )
    .join(Person, Person.id == _FOUND.c.person_id)
    .where(_FOUND.c.place > bindparam("after"), _FOUND.c.place <= bindparam("until"))
    .order_by(_FOUND.c.place)
)


def counts(shift: Shift) -> dict[Section, int]:
    """How many people stand in each section; all five are there."""
    found = {Section(name): number for name, number in session.execute(_COUNTS, {"shift": shift.id})}
    return {section: found.get(section, 0) for section in Section}


def entries(shift: Shift, *, typed: str = "") -> dict[Section, list[Entry]]:
    """The first rows of every section; with words typed, whose name begins or number ends with them."""
    by_section: dict[Section, list[Entry]] = {section: [] for section in Section}
    for entry in _entries(_ROWS, shift, typed, after=0, until=AT_FIRST):
        by_section[entry.section].append(entry)
    return by_section


def page_of(shift: Shift, section: Section, after: int) -> list[Entry]:
    """The rows of one section behind this place, a page of them."""
    only = _ROWS.where(_FOUND.c.section == section)
    return _entries(only, shift, "", after=after, until=after + PAGE)


def everybody(shift: Shift, *, most: int) -> list[Entry]:
    """All who have a place or are here, for paper and for settling."""
    return _entries(_ROWS.where(_FOUND.c.section != Section.line), shift, "", after=0, until=most)


def _entries(query: Select[Any], shift: Shift, typed: str, *, after: int, until: int) -> list[Entry]:
    told = {"shift": shift.id, "typed": _escaped(typed), "after": after, "until": until}
    return [_entry(row._mapping) for row in session.execute(query, told)]


def _escaped(typed: str) -> str:
    # What is typed is no pattern: these three have no business in a name or a number.
    return typed.translate({ord(sign): None for sign in "%_\\"})


def _entry(row: Mapping[Any, Any]) -> Entry:
    return Entry(
        section=Section(row["section"]), place=row["place"], person=row["Person"], mobile=row["mobile"],
        signup_id=row["signup_id"], state=State(row["state"]) if row["state"] else None,
        came=_seen_in(row, "came"), went=_seen_in(row, "went"),
        missed=Kind(row["missed"]) if row["missed"] else None, is_new=not row["came_before"],
    )  # fmt: skip


def _seen_in(row: Mapping[Any, Any], which: str) -> Seen | None:
    if row[f"{which}_id"] is None:
        return None
    review = row[f"{which}_review"] if row[f"{which}_settled"] is None else None
    return Seen(
        id=row[f"{which}_id"], at=row[f"{which}_at"], how=How(row[f"{which}_how"]),
        review=Review(review) if review else None,
    )  # fmt: skip
