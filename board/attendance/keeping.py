"""Who keeps the roster of a shift: its leaders, and the staff of its area."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from board.accounts import scope
from board.accounts.models import Person, Role
from board.db import session
from board.errors import NotAllowed, NotFound
from board.positions.models import Position, Shift
from board.signups import leaders

LEADER_PHONES: Final = timedelta(hours=24)  # before the start and after the end
STAFF_PHONES: Final = timedelta(days=30)  # after the end


@dataclass(frozen=True)
class Keeper:
    """A shift, and what the person asking may do with its roster."""

    shift: Shift
    leads: bool
    roles: frozenset[Role]

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & {Role.editor, Role.reviewer})

    @property
    def is_editor(self) -> bool:
        return Role.editor in self.roles

    @property
    def keeps(self) -> bool:
        """May note who comes and goes."""
        return self.leads or self.is_editor

    def may_phone_at(self, now: datetime) -> bool:
        """Phones are for those joined by a shift, and for a limited time (baseline 66)."""
        if self.is_staff:
            return now < self.shift.ends_at + STAFF_PHONES
        return self.shift.starts_at - LEADER_PHONES <= now < self.shift.ends_at + LEADER_PHONES


def fetch_readable(person: Person, shift_id: int) -> Keeper:
    """The roster, for a leader of the shift and for editors and reviewers of its area (404, 403)."""
    wanted = select(Shift).join(Shift.position).join(Position.area).where(Shift.id == shift_id)
    loaded = contains_eager(Shift.position).contains_eager(Position.area)
    shift = session.scalar(wanted.options(loaded))
    if shift is None:
        raise NotFound
    roles = scope.roles_in(person, shift.position.area)
    keeper = Keeper(shift, leaders.leads(person, shift_id), roles)
    if keeper.leads or keeper.is_staff:
        return keeper
    raise NotAllowed if roles else NotFound


def fetch_kept(person: Person, shift_id: int) -> Keeper:
    """As `fetch_readable`, for whoever may write on the roster."""
    keeper = fetch_readable(person, shift_id)
    if not keeper.keeps:
        raise NotAllowed
    return keeper
