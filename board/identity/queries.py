"""Finding ID numbers: masked, for those who agreed to the use; never the number itself."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from board.accounts.models import Person
from board.areas.models import Area
from board.audit.models import AuditRow
from board.db import session
from board.identity import number, sealing
from board.identity.models import IdentityNumber, Use
from board.identity.needing import EXPORT, REVEAL, TOLD, Why


def of(person: Person) -> IdentityNumber | None:
    """The row of this person's number, if they gave one."""
    return session.scalar(select(IdentityNumber).where(IdentityNumber.person_id == person.id))


def masked_of(person_ids: Collection[int], use: Use = Use.certificate) -> dict[int, str]:
    """5101***********X of those among these people who gave a number and agreed to this use."""
    found: dict[int, str] = {}
    for row in session.scalars(select(IdentityNumber).where(IdentityNumber.person_id.in_(person_ids))):
        opened = sealing.opened(row) if use in row.uses else None
        if opened is not None:
            found[row.person_id] = number.masked(opened)
    return found


def own_masked(row: IdentityNumber) -> str | None:
    """What its owner is shown; None when it cannot be read any more."""
    opened = sealing.opened(row)
    return number.masked(opened) if opened is not None else None


@dataclass(frozen=True)
class Look:
    """Somebody on duty was shown a number in full."""

    at: datetime
    why_words: str
    area_name: str


def looks_at(person: Person, most: int = 20) -> list[Look]:
    """Who was shown this person's number, newest first."""
    shown = select(AuditRow).where(
        AuditRow.object_kind == Person.__tablename__, AuditRow.object_id == person.id,
        AuditRow.action.in_((REVEAL, EXPORT)), AuditRow.outcome == "done",
    )  # fmt: skip
    rows = session.scalars(shown.order_by(AuditRow.id.desc()).limit(most)).all()
    areas = {area.id: area.name for area in _areas({row.detail["area"] for row in rows})}
    return [Look(row.at, TOLD[Why(row.detail["why"])], areas[row.detail["area"]]) for row in rows]


def _areas(ids: Collection[int]) -> list[Area]:
    return list(session.scalars(select(Area).where(Area.id.in_(ids)))) if ids else []
