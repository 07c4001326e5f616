"""Why positions are returned: said once, offered again, to everybody who reviews in the same place."""

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Select, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from board import clock
from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas import queries as areas
from board.areas.models import Area
from board.db import is_sqlite, session
from board.positions.history import ReturnReason

OFFERED: Final = 6


def offered(area: Area) -> Sequence[ReturnReason]:
    """What is most often wrong with positions of this area, by its reviewers and those above it."""
    used = select(ReturnReason).where(ReturnReason.area_id.in_([place.id for place in areas.above(area)]))
    often = used.order_by(ReturnReason.times_used.desc(), ReturnReason.used_at.desc(), ReturnReason.id)
    found: dict[str, ReturnReason] = {}
    for kept in session.scalars(often.limit(OFFERED * 3)):
        found.setdefault(kept.reason, kept)
    return list(found.values())[:OFFERED]


def keep(area: Area, reason: str, *, by: Person) -> None:
    """The reason was used once more: where it is kept already, or else where this reviewer works, so that
    a street offers it for each of its communities."""
    place = _workplace(area, by)
    known = {row.area_id: row.id for row in session.scalars(_known(area, reason))}
    if known and place.id not in known:
        session.execute(
            update(ReturnReason).where(ReturnReason.id == min(known.values())).values(_once_more()),
            execution_options={"synchronize_session": False},
        )
        return
    insert = insert_sqlite if is_sqlite() else insert_postgresql
    fresh = insert(ReturnReason).values(area_id=place.id, reason=reason, times_used=1, used_at=clock.now())
    # Two who give the same new reason at once both count: the second waits for the first one's row.
    session.execute(
        fresh.on_conflict_do_update(index_elements=["area_id", "reason"], set_=_once_more()),
        execution_options={"synchronize_session": False},
    )


def _once_more() -> dict[str, object]:
    return {"times_used": ReturnReason.times_used + 1, "used_at": clock.now()}


def _known(area: Area, reason: str) -> Select[ReturnReason]:
    above = [place.id for place in areas.above(area)]
    return select(ReturnReason).where(ReturnReason.area_id.in_(above), ReturnReason.reason == reason)


def _workplace(area: Area, by: Person) -> Area:
    """The nearest area of the reviewer's that covers this one."""
    mine = {place.id for place in scope.areas_of(by, Role.reviewer)}
    return next((place for place in areas.above(area) if place.id in mine), area)
