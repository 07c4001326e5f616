"""The same sheet again: which list it made before, and which row is which position of it."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import selectinload, undefer

from board.db import session
from board.imports.models import Upload
from board.imports.understood import Understood
from board.positions.models import OpportunityList, Position
from board.positions.words import State


def made_before(upload: Upload) -> OpportunityList | None:
    """The list this sheet was saved in; else the draft list of these days that the same content, or a file
    of the same name, made in this community."""
    if upload.list_id is not None:
        return session.get_one(OpportunityList, upload.list_id)
    public = exists().where(
        Position.list_id == OpportunityList.id, Position.state.in_((State.published, State.cancelled))
    )
    drafts = _of_these_days(upload).where(OpportunityList.area_id == upload.area_id, ~public)
    return session.scalar(drafts.where(_from_the_same(upload)).order_by(OpportunityList.id.desc()).limit(1))


def _of_these_days(upload: Upload) -> Select[OpportunityList]:
    # A file that is called the same every month holds another month: that is another list.
    query = select(OpportunityList)
    if upload.period_start is None or upload.period_end is None:
        return query
    return query.where(
        OpportunityList.period_start <= upload.period_end, OpportunityList.period_end >= upload.period_start
    )


def _from_the_same(upload: Upload) -> Any:  # a clause of SQLAlchemy's
    same = select(Upload.list_id).where(
        Upload.area_id == upload.area_id, Upload.digest == upload.digest, Upload.list_id.is_not(None)
    )
    by_content = OpportunityList.id.in_(same)
    return or_(by_content, OpportunityList.made_from == upload.file_name) if upload.file_name else by_content


def positions_on(on: OpportunityList) -> list[Position]:
    """The positions of the list with their shifts and the rows they came from; locked while we write."""
    query = select(Position).where(Position.list_id == on.id).order_by(Position.id)
    if session().writing:
        query = query.with_for_update(key_share=True)
    whole = query.options(selectinload(Position.shifts), undefer(Position.original))
    return list(session.scalars(whole.execution_options(populate_existing=True)))


@dataclass(frozen=True)
class Paired:
    """Each row with its position, None where there is none yet; and positions that no row speaks of."""

    rows: Sequence[tuple[Understood, Position | None]]
    gone: Sequence[Position]


def pair(rows: Sequence[Understood], positions: Sequence[Position]) -> Paired:
    """By title and place in the sheet, then by title, then by place: a row that was moved is still itself,
    and so is one that was renamed."""
    found: dict[int, Position] = {}
    free = list(positions)
    for of_row, of_position in _WAYS:
        known: dict[Hashable, list[Position]] = {}
        for position in free:
            known.setdefault(of_position(position), []).append(position)
        for number, row in enumerate(rows):
            candidates = known.get(of_row(row))
            if number not in found and candidates:
                found[number] = candidates.pop(0)
        taken = {position.id for position in found.values()}
        free = [position for position in free if position.id not in taken]
    paired = [(row, found.get(number)) for number, row in enumerate(rows)]
    return Paired(paired, [position for position in free if position.original])


def _place(position: Position) -> tuple[object, object] | None:
    return (position.original.get("sheet"), position.original.get("row")) if position.original else None


_Way = tuple[Callable[[Understood], Hashable], Callable[[Position], Hashable]]
_WAYS: tuple[_Way, ...] = (
    (lambda row: (row.values["title"], row.sheet, row.row), lambda p: (p.title, *(_place(p) or ("", 0)))),
    (lambda row: row.values["title"] or (row.sheet, row.row), lambda p: p.title or p.id),
    (lambda row: (row.sheet, row.row), _place),
)


def names(positions: Iterable[Position], *, shown: int = 3) -> str:
    """`“电影放映员”“敲门探访”等 5 个`: some positions in a sentence."""
    titles = [f"“{position.title or '没有名称的岗位'}”" for position in positions]
    return "".join(titles[:shown]) + (f"等 {len(titles)} 个" if len(titles) > shown else "")
