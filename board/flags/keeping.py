"""Writing down what looks wrong, once. Everything here runs inside a write transaction."""

from collections.abc import Iterable
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_on_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_on_sqlite

from board import audit, clock
from board.db import is_sqlite, session
from board.flags.found import Evidence, Found
from board.flags.models import FlagMark, FlagPerson, Part, RecordFlag, State

MOST_IDS: Final = 300  # of one list of evidence: more says nothing more


def keep(found: Iterable[Found]) -> int:
    """Each of these is a flag; what it rests on grows as long as nobody has looked. How many are new."""
    return sum(_keep(one) for one in found)


def _keep(found: Found) -> bool:
    flag, is_new = _flag(found)
    if not is_new and flag.state == State.found:
        flag.evidence = _grown(flag.evidence, found.evidence)
    if is_new or flag.state == State.found:
        _involve(flag, found)
    if is_new:
        audit.record("flags.find", flag, kind=str(found.kind))
    return is_new


def _flag(found: Found) -> tuple[RecordFlag, bool]:
    """The flag of this key, held until we commit; and whether it is a new one."""
    made = insert_new(RecordFlag).values(
        kind=found.kind, key=found.key, area_id=found.area_id, found_at=clock.now(), state=State.found, note="",
        evidence=_grown({}, found.evidence),
    )  # fmt: skip
    same = [RecordFlag.kind, RecordFlag.key]
    number = session.scalar(made.on_conflict_do_nothing(index_elements=same).returning(RecordFlag.id))
    wanted = select(RecordFlag).where(RecordFlag.kind == found.kind, RecordFlag.key == found.key)
    flag = session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).one()
    return flag, number is not None


def _grown(old: Evidence, new: Evidence) -> Evidence:
    """The newer numbers, and all the ids of both."""
    lists = {
        name: sorted({*old.get(name, ()), *value})[:MOST_IDS]
        for name, value in new.items()
        if isinstance(value, list)
    }
    return old | new | lists


def _involve(flag: RecordFlag, found: Found) -> None:
    parts = dict.fromkeys(found.volunteers, Part.volunteer) | dict.fromkeys(found.hands, Part.hand)
    if parts:
        rows = [
            {"flag_id": flag.id, "person_id": person, "part": part} for person, part in sorted(parts.items())
        ]
        session.execute(insert_new(FlagPerson).on_conflict_do_nothing(), rows)


def mark_of(table: str) -> int:
    """Up to which id this table has been looked through."""
    return session.scalar(select(FlagMark.last_id).where(FlagMark.table_name == table)) or 0


def move_mark(table: str, to: int) -> None:
    """Forward only, whoever else looks at the same time."""
    made = insert_new(FlagMark).values(table_name=table, last_id=to)
    forward = {"set_": {"last_id": made.excluded.last_id}, "where": FlagMark.last_id < made.excluded.last_id}
    session.execute(made.on_conflict_do_update(index_elements=[FlagMark.table_name], **forward))


def insert_new(model: Any) -> Any:  # the two engines spell the same statement in two classes
    return (insert_on_sqlite if is_sqlite() else insert_on_postgresql)(model)
