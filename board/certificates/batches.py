"""Finding batches: one's own, whom they may ask, and who of those asked said what."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import joinedload

from board import clock
from board.accounts import scope
from board.accounts.models import Account, Person, Role
from board.areas import queries as areas
from board.areas.models import Area, Unit
from board.certificates.models import Answer, CertificateBatch, CertificateRequest
from board.db import session
from board.errors import NotAllowed, NotFound
from board.records.models import ServiceRecord

KEPT: Final = timedelta(days=7)
SHOWN: Final = 50
Place = Area | Unit


def places_of(person: Person) -> list[Place]:
    """For whom this person may ask: the communities they write lists for, and the units they are liaison of."""
    mine = scope.areas_of(person, Role.editor)
    communities = (
        [area for area in areas.in_use() if area.is_community and any(map(area.lies_in, mine))]
        if mine
        else []
    )
    units = [a.unit for a in scope.appointments_of(person) if a.unit is not None and a.role == Role.liaison]
    return [*communities, *units]


def name_of(place: Place) -> str:
    """What a chooser calls it by: area-510115003006, unit-12."""
    return f"area-{place.code}" if isinstance(place, Area) else f"unit-{place.id}"


def served_in(area: Area, numbers: Iterable[str]) -> dict[str, Person]:
    """By volunteer number: those of these people who have a record in this community."""
    has_record = select(ServiceRecord.person_id).where(ServiceRecord.area_id == area.id)
    claimed = select(Person.claimed_by).where(Person.id.in_(has_record), Person.claimed_by.is_not(None))
    found = select(Person).where(
        Person.volunteer_no.in_(list(numbers)), Person.closed_at.is_(None), Person.claimed_by.is_(None),
        or_(Person.id.in_(has_record), Person.id.in_(claimed)),
    )  # fmt: skip
    return {person.volunteer_no: person for person in session.scalars(found)}


def members_of(unit: Unit) -> Sequence[Person]:
    """Everybody of this unit and those below it who can answer."""
    inside = select(Unit.id).where(Unit.path.startswith(unit.path, autoescape=True))
    members = select(Person).join(Account, Account.person_id == Person.id)
    return session.scalars(members.where(Person.unit_id.in_(inside), Account.works).order_by(Person.id)).all()


def of_asker(person: Person) -> Sequence[CertificateBatch]:
    """What this person asked for, the latest first."""
    mine = select(CertificateBatch).where(CertificateBatch.asked_by == person.id)
    with_places = mine.options(joinedload(CertificateBatch.area), joinedload(CertificateBatch.unit))
    return session.scalars(with_places.order_by(CertificateBatch.id.desc()).limit(SHOWN)).all()


def fetch(person: Person, batch_id: int) -> CertificateBatch:
    """One that this person asked for, while they still hold the role for it; NotFound, NotAllowed."""
    batch = session.get(CertificateBatch, batch_id)
    if batch is None or batch.asked_by != person.id:
        raise NotFound
    if batch.area is not None:
        may = scope.may(person, Role.editor, batch.area)
    else:
        held = scope.appointments_of(person)
        may = any(a.unit_id == batch.unit_id and a.role == Role.liaison for a in held)
    if not may:
        raise NotAllowed
    return batch


def fetch_request(person: Person, request_id: int) -> CertificateRequest:
    """What this person is asked."""
    wanted = select(CertificateRequest).where(
        CertificateRequest.id == request_id, CertificateRequest.person_id == person.id
    )
    found = session.scalar(wanted)
    if found is None:
        raise NotFound
    return found


def unanswered(person: Person) -> Sequence[CertificateRequest]:
    """What this person has not said yes or no to."""
    mine = select(CertificateRequest).where(
        CertificateRequest.person_id == person.id, CertificateRequest.answer == Answer.asked
    )
    return session.scalars(mine.order_by(CertificateRequest.id.desc()).limit(SHOWN)).all()


@dataclass(frozen=True)
class Asked:
    """Somebody who was asked, and whether they can say so themselves."""

    request: CertificateRequest
    has_account: bool


def asked_in(batch: CertificateBatch) -> list[Asked]:
    """Everybody a batch asks, in the order of their numbers."""
    account = (
        select(Account.id).where(Account.person_id == CertificateRequest.person_id, Account.works).exists()
    )
    rows = (
        select(CertificateRequest, account)
        .join(CertificateRequest.person)
        .where(CertificateRequest.batch_id == batch.id)
        .options(joinedload(CertificateRequest.person))
        .order_by(Person.volunteer_no)
    )
    return [Asked(request, has_account) for request, has_account in session.execute(rows)]


def counts(batch: CertificateBatch) -> Counter[Answer]:
    """How many said what."""
    rows = select(CertificateRequest.answer, func.count()).where(CertificateRequest.batch_id == batch.id)
    found = session.execute(rows.group_by(CertificateRequest.answer))
    return Counter({Answer(answer): count for answer, count in found})


def has_file(batch: CertificateBatch) -> bool:
    """Is there something to take away, for a week after it was packed?"""
    fresh = batch.packed_at is not None and batch.packed_at > clock.now() - KEPT
    kept = select(CertificateBatch.id).where(
        CertificateBatch.id == batch.id, CertificateBatch.content.is_not(None)
    )
    return fresh and session.scalar(kept) is not None
