"""Who is the second person: whoever confirms had no hand in what they confirm, and did not serve it."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import aliased

from board.accounts.models import Appointment, Person, Role
from board.areas.models import Area
from board.attendance.models import Attendance, How
from board.db import session
from board.records.models import WRITING, RecordStep, ServiceRecord

_BY_STAFF: Final = (How.tap, How.settled)
_came, _left = aliased(Attendance), aliased(Attendance)


def hands_on(seen: Iterable[Attendance]) -> list[int]:
    """Everybody but a volunteer's own phone who wrote these rows or said that they count, in that order."""
    found: list[int] = []
    for row in seen:
        found += [row.noted_by] if row.how in _BY_STAFF else []
        found += [row.settled_by] if row.settled_by is not None else []
    return list(dict.fromkeys(found))


def hands_of(which: ColumnElement[bool]) -> dict[int, set[int]]:
    """By record: everybody who wrote what it says, and whose hours they are. None of them confirms it."""
    rows = session.execute(
        select(ServiceRecord.id, ServiceRecord.person_id, Person.claimed_by, ServiceRecord.entered_by, ServiceRecord.hands)
        .join(ServiceRecord.person)
        .where(which)
    )  # fmt: skip
    found = {
        record: {person, *hands} | {one for one in (claimed_by, entered_by) if one is not None}
        for record, person, claimed_by, entered_by, hands in rows
    }
    wrote = select(RecordStep.record_id, RecordStep.by_id).where(
        RecordStep.kind.in_(WRITING), RecordStep.record_id.in_(select(ServiceRecord.id).where(which))
    )
    for record, by_id in session.execute(wrote):
        found[record].update([by_id] if by_id is not None else [])
    for number, came, left in session.execute(_seen_since(which)):
        found[number].update(hands_on((came, left)))
    return found


def _seen_since(which: ColumnElement[bool]) -> Select[int, Attendance, Attendance]:
    """The attendance that records rest on since it was changed."""
    return (
        select(RecordStep.record_id, _came, _left)
        .join(_came, _came.id == RecordStep.arrived_id)
        .join(_left, _left.id == RecordStep.left_id)
        .where(RecordStep.record_id.in_(select(ServiceRecord.id).where(which)))
    )


class Reviewers:
    """The reviewers (or others, by `roles`) of some areas and of what lies above them, as they are appointed now."""

    def __init__(self, area_ids: Iterable[int], roles: Sequence[Role] = (Role.reviewer,)) -> None:
        areas = session.scalars(select(Area).where(Area.id.in_(set(area_ids)))).all()
        codes = {code for area in areas for code in area.path.split("/") if code}
        named = (
            select(Area.code, Area.id, Appointment.person_id)
            .outerjoin(
                Appointment,
                (Appointment.area_id == Area.id) & Appointment.role.in_(roles) & Appointment.ended_at.is_(None),
            )
            .where(Area.code.in_(codes))
        )  # fmt: skip
        self._chains = {area.id: [code for code in reversed(area.path.split("/")) if code] for area in areas}
        self._ids: dict[str, int] = {}
        self._people: dict[str, set[int]] = {}
        for code, number, person in session.execute(named):
            self._ids[code] = number
            self._people.setdefault(code, set()).update([person] if person is not None else [])

    def whose_turn(self, area_id: int, hands: set[int], *, above: bool = False) -> int | None:
        """The nearest area, upwards, that has a reviewer without a hand in it (`above`: from the street on);
        None if the whole district has none."""
        for code in self._chains[area_id][1 if above else 0 :]:
            if self._people.get(code, set()) - hands:
                return self._ids[code]
        return None


def for_them(
    records: Sequence[tuple[int, int]], hands: Mapping[int, set[int]], person_id: int, places: set[int]
) -> set[int]:
    """Of these records (id, area), those that it is this reviewer's turn to confirm, by where they are appointed."""
    reviewers = Reviewers(area for _, area in records)
    return {
        record
        for record, area in records
        if person_id not in hands[record] and reviewers.whose_turn(area, hands[record]) in places
    }
