"""Who answers an objection: somebody of the community who had no hand in it, else the street."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from sqlalchemy import select, tuple_

from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas.models import Area
from board.attendance.models import Attendance
from board.attendance.queries import stands
from board.db import session
from board.objections.models import Kind, Objection, ObjectionStep, State
from board.records import second
from board.records.models import Kind as StepKind
from board.records.models import RecordStep, ServiceRecord
from board.records.second import Reviewers

ANSWERERS: Final = (Role.editor, Role.reviewer)

_Hands = dict[int, set[int]]  # by objection


def hands_in(objections: Sequence[Objection]) -> _Hands:
    """By objection: everybody who does not answer it. Whose hours they are, and who objected; who wrote
    them, voided them or answered before; and, when anybody of the public objects, who confirmed them."""
    found: _Hands = {one.id: {one.person_id} for one in objections}
    for one in objections:
        found[one.id].update([one.made_by] if one.made_by is not None else [])
    by_record = _by_record(objections)
    if by_record:
        _add_writers(found, by_record)
        _add_deciders(found, by_record)
    _add_who_noted(found, [one for one in objections if one.record_id is None])
    answered = select(ObjectionStep.objection_id, ObjectionStep.by_id).where(
        ObjectionStep.objection_id.in_(found), ObjectionStep.outcome.is_not(None)
    )
    for number, by_id in session.execute(answered):
        found[number].update([by_id] if by_id is not None else [])
    return found


def _by_record(objections: Sequence[Objection]) -> dict[int, list[Objection]]:
    """Also of what was written down only after somebody missed it."""
    unwritten = {(one.shift_id, one.person_id): one for one in objections if one.record_id is None}
    found: dict[int, list[Objection]] = defaultdict(list)
    for one in objections:
        if one.record_id is not None:
            found[one.record_id].append(one)
    key = tuple_(ServiceRecord.shift_id, ServiceRecord.person_id)
    since = select(ServiceRecord.id, ServiceRecord.shift_id, ServiceRecord.person_id).where(
        key.in_(unwritten)
    )
    for record, shift, person in session.execute(since) if unwritten else ():
        found[record].append(unwritten[shift, person])
    return found


def _add_writers(found: _Hands, by_record: dict[int, list[Objection]]) -> None:
    for record, writers in second.hands_of(ServiceRecord.id.in_(by_record)).items():
        for one in by_record[record]:
            found[one.id].update(writers)


def _add_deciders(found: _Hands, by_record: dict[int, list[Objection]]) -> None:
    """Whoever confirmed hours that the public doubts, or voided what the volunteer misses, would judge themselves."""
    steps = select(RecordStep.record_id, RecordStep.kind, RecordStep.by_id).where(
        RecordStep.record_id.in_(by_record), RecordStep.by_id.is_not(None)
    )
    for record, kind, by_id in session.execute(steps):
        for one in by_record[record]:
            if by_id is not None and (one.kind == Kind.notice or kind == StepKind.voided):
                found[one.id].add(by_id)


def _add_who_noted(found: _Hands, unwritten: Sequence[Objection]) -> None:
    """Where nothing was in the ledger: whoever wrote down that they came, or went; whose attendance it is."""
    by_key = {(one.shift_id, one.person_id): one for one in unwritten}
    if not by_key:
        return
    key = tuple_(Attendance.shift_id, Attendance.person_id)
    for row in session.scalars(select(Attendance).where(key.in_(by_key), stands())):
        found[by_key[row.shift_id, row.person_id].id].update(second.hands_on([row]))


class Turns:
    """Whose turn it is to answer each of these objections, as people are appointed now."""

    def __init__(self, objections: Sequence[Objection]) -> None:
        self.hands = hands_in(objections)
        self._staff = Reviewers((one.area_id for one in objections), ANSWERERS)

    def is_of(self, one: Objection, person: Person, places: set[int]) -> bool:
        """Is it this person's, who is appointed in these areas?"""
        if not one.is_live or person.id in self.hands[one.id]:
            return False
        above = one.state == State.with_street
        return self._staff.whose_turn(one.area_id, self.hands[one.id], above=above) in places


def places_of(person: Person) -> set[int]:
    """The areas in which this person may answer."""
    return {area.id for area in scope.areas_of(person, *ANSWERERS)}


def answers_for_community(person: Person, area: Area) -> bool:
    """Are they appointed in the community itself?"""
    return area.id in places_of(person)


def answers_from_above(person: Person, area: Area) -> bool:
    """Are they appointed above it: at the street, or in the district?"""
    return any(area.lies_in(place) and place.id != area.id for place in scope.areas_of(person, *ANSWERERS))
