"""What positions said when somebody decided on them: the next version is compared with it."""

from collections.abc import Iterable, Sequence
from typing import Any, Literal

from sqlalchemy import and_, insert, select

from board import clock
from board.accounts.models import Person
from board.db import session
from board.positions import snapshot
from board.positions.history import PositionHand, PositionVersion
from board.positions.models import Position

Decision = Literal["returned", "published"]


def close(positions: Sequence[Position], decision: Decision, *, by: Person) -> None:
    """This version of each is decided on, and kept as it is; the next one begins. Who had a hand in what
    is returned has a hand in what comes of it, and so never reviews it."""
    if decision == "returned":
        _carry_hands(positions)
    decided = {"decision": decision, "decided_by": by.id, "at": clock.now()}
    session.execute(insert(PositionVersion), [_kept(position) | decided for position in positions])
    for position in positions:
        position.version += 1


def _kept(position: Position) -> dict[str, Any]:
    values = snapshot.fields_of(position) | {"state_reason": position.state_reason}
    return {"position_id": position.id, "version": position.version, "values": values}


def reopen(positions: Sequence[Position]) -> dict[int, set[int]]:
    """What was decided is undecided: whoever had a hand in the version decided on has one in this one,
    and is named by position."""
    carried, known = hands_on_each(positions, back=1), hands_on_each(positions)
    hands = [(one, person_id) for one in positions for person_id in sorted(carried[one.id] - known[one.id])]
    _note_hands(hands, ahead=0)
    return carried


def _carry_hands(positions: Sequence[Position]) -> None:
    hands = hands_on_each(positions)
    _note_hands([(one, person_id) for one in positions for person_id in sorted(hands[one.id])], ahead=1)


def _note_hands(pairs: Sequence[tuple[Position, int]], *, ahead: int) -> None:
    now = clock.now()
    rows = [
        {"position_id": position.id, "version": position.version + ahead, "person_id": person_id, "at": now}
        for position, person_id in pairs
    ]
    if rows:
        session.execute(insert(PositionHand), rows)


def hands_on_each(positions: Iterable[Position], *, back: int = 0) -> dict[int, set[int]]:
    """Who wrote or changed the present version of each position, or the one so many decisions back."""
    hands: dict[int, set[int]] = {position.id: set() for position in positions}
    wanted = select(PositionHand.position_id, PositionHand.person_id).join(
        Position,
        and_(Position.id == PositionHand.position_id, PositionHand.version == Position.version - back),
    )
    for position_id, person_id in session.execute(wanted.where(Position.id.in_(hands))):
        hands[position_id].add(person_id)
    return hands


def last_returned(positions: Iterable[Position]) -> dict[int, PositionVersion]:
    """What each of these said when it was last returned; those that never were are left out. A version
    that was published does not count: what is in review again had its publication undone."""
    ids = [position.id for position in positions if position.version > 1]
    returned = select(PositionVersion).where(
        PositionVersion.position_id.in_(ids), PositionVersion.decision == "returned"
    )
    in_order = returned.order_by(PositionVersion.version)
    return {kept.position_id: kept for kept in session.scalars(in_order)} if ids else {}


def reason_of(kept: PositionVersion) -> str:
    """Why it was returned."""
    return str(kept.values["state_reason"])
