"""Changing keys: every number that is under an older one is sealed anew, a few at a time."""

from dataclasses import dataclass, field

from sqlalchemy import func, select

from board import audit
from board.db import begin_writing, session
from board.identity import keys, sealing
from board.identity.models import IdentityNumber


@dataclass
class Progress:
    """How far the change of keys has come."""

    sealed: int = 0
    unreadable: list[int] = field(default_factory=list)
    last_id: int = 0


def seal_some(progress: Progress, size: int) -> bool:
    """The next few are under the newest key; False when there are none left. The caller commits.

    Stopped anywhere, the next run goes on with what is left: a number is under one key or the other.
    """
    begin_writing()
    older = select(IdentityNumber).where(
        IdentityNumber.key_id != keys.first().name, IdentityNumber.id > progress.last_id
    )
    rows = session.scalars(older.order_by(IdentityNumber.id).limit(size).with_for_update()).all()
    sealed = sum(_seal_anew(row, progress) for row in rows)
    if sealed:
        audit.record("identity.rotate", None, key=keys.first().name, numbers=sealed)
    progress.sealed += sealed
    progress.last_id = rows[-1].id if rows else progress.last_id
    return bool(rows)


def _seal_anew(row: IdentityNumber, progress: Progress) -> bool:
    found = sealing.opened(row)
    if found is None:
        progress.unreadable.append(row.id)
        return False
    sealed = sealing.seal(found, row.person_id)
    row.key_id, row.ciphertext, row.blind_index = sealed.key_id, sealed.ciphertext, sealed.blind_index
    return True


def counts() -> dict[str, int]:
    """How many numbers are under each key, by the key's name."""
    by_key = select(IdentityNumber.key_id, func.count()).group_by(IdentityNumber.key_id)
    return {name: number for name, number in session.execute(by_key.order_by(IdentityNumber.key_id))}
