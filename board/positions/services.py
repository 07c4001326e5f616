"""Writing lists and positions, and the cache that orders the board."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from sqlalchemy import and_, delete, func, select, update

from board import audit, clock, counters
from board.accounts.models import Person
from board.areas.models import Area
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.positions import queries, schedule
from board.positions.history import PositionHand, PositionVersion
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import ListKind, State

OPEN_TO_WRITING: Final = {State.draft, State.returned}
# The form lets sign-up end at most this long before the start: what a next_start may be late by.
LONGEST_CLOSING: Final = timedelta(days=8)


class NotForLists(RuleBroken):
    sentence = "清单由社区或村来做，请选一个社区或村。"

    def __init__(self) -> None:
        super().__init__(field="area")


class ListIsPublic(RuleBroken):
    sentence = "清单已经公布，名称和日期不能再改。新的内容请做一份新清单。"


class BeingReviewed(RuleBroken):
    sentence = "这个岗位在审核，不能改。先撤回，改好再提交。"


class AlreadyPublic(RuleBroken):
    sentence = "这个岗位已经公布。文字要改，请提一个修改；时间、地点、人数可以直接改。"


@dataclass(frozen=True, kw_only=True)
class ListText:
    """What a clerk says about a list."""

    kind: ListKind
    title: str
    period_start: date
    period_end: date
    introduction: str


def create_list(area: Area, said: ListText, *, by: Person) -> OpportunityList:
    """The community has a new list, with a number of its own."""
    begin_writing()
    return add_list(area, said, by=by)


def add_list(area: Area, said: ListText, *, by: Person) -> OpportunityList:
    """As `create_list`, as a part of another act. Inside a write transaction."""
    if not area.is_community or area.retired_at is not None:
        raise NotForLists
    created = OpportunityList(
        number=_list_number(area, said.period_start), area_id=area.id, created_by=by.id, created_at=clock.now()
    )  # fmt: skip
    _apply(created, vars(said))
    session.add(created)
    session.flush()
    audit.record("list.create", created, number=created.number)
    return created


def _list_number(area: Area, month: date) -> str:
    name = f"{area.code[-6:]}-{month:%Y-%m}"
    count = counters.take(f"list:{name}")
    return name if count == 1 else f"{name}-{count}"


def change_list(opportunity_list: OpportunityList, said: ListText) -> None:
    """The list says something else. Refused once it is public."""
    begin_writing()
    put_text(opportunity_list, said)


def put_text(opportunity_list: OpportunityList, said: ListText) -> None:
    """As `change_list`, as a part of another act. Inside a write transaction."""
    if queries.is_public(opportunity_list):
        raise ListIsPublic
    _apply(opportunity_list, vars(said))
    if opportunity_list.is_task_list:
        on_list = update(Position).where(Position.list_id == opportunity_list.id)
        session.execute(
            on_list.values(counts_hours=False), execution_options={"synchronize_session": "fetch"}
        )
    audit.record("list.change", opportunity_list)


def create_position(opportunity_list: OpportunityList, values: Mapping[str, Any], *, by: Person) -> Position:
    """The list has one more position, a draft; anything may be missing from it."""
    begin_writing()
    now = clock.now()
    position = Position(
        number=position_numbers(1)[0], list_id=opportunity_list.id, area_id=opportunity_list.area_id,
        item=queries.next_item(opportunity_list.id), state=State.draft, version=1, created_at=now,
    )  # fmt: skip
    session.add(position)
    position.opportunity_list = opportunity_list
    _write(position, values)
    session.flush()
    note_hand(position, by)
    audit.record("position.create", position, number=position.number)
    return position


def position_numbers(count: int) -> list[str]:
    """As many new numbers as are asked for; never used again."""
    month = f"{clock.today():%y%m}"
    return [f"{month}-{number:04d}" for number in counters.take_several(f"position:{month}", count)]


def write_position(position: Position, values: Mapping[str, Any], *, by: Person) -> None:
    """The draft says this now, and its shifts follow its rules. Refused in review and once public."""
    lock_draft(position)
    rewrite(position, values)
    note_hand(position, by)
    audit.record("position.write", position)


def rewrite(position: Position, values: Mapping[str, Any]) -> None:
    """A locked draft says this now; who wrote it is noted by the caller."""
    had_quota = position.quota is not None
    _write(position, {"guessed": _still_guessed(position, values)} | dict(values))
    for shift in position.shifts:
        schedule.apply_rules(shift)
        if not had_quota:
            _say_how_many(shift)


def _say_how_many(shift: Shift) -> None:
    """A shift out of a sheet that did not say how many are wanted gets the number once it is known."""
    if shift.position.quota is not None:
        shift.quota = shift.places = shift.position.quota
        shift.minimum = shift.position.minimum


def _still_guessed(position: Position, values: Mapping[str, Any]) -> list[str]:
    """What somebody wrote otherwise is no guess any more; what they left as it was may still be one."""
    return [n for n in position.guessed if n not in values or values[n] == getattr(position, n)]


def no_guess(position: Position, field: str) -> None:
    """Somebody said this about the draft themselves."""
    if field in position.guessed:
        position.guessed = [name for name in position.guessed if name != field]


def _write(position: Position, values: Mapping[str, Any]) -> None:
    _apply(position, values)
    keep_to_the_list(position)


def keep_to_the_list(position: Position) -> None:
    """Hours are counted only where they may be: never on a task list."""
    if position.opportunity_list.is_task_list or position.not_counted_for:
        position.counts_hours = False


def _apply(row: OpportunityList | Position, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def remove_draft(position: Position) -> None:
    """A draft that nobody published is gone; its number is not used again."""
    lock_draft(position)
    audit.record("position.remove", position, number=position.number)
    for kind in (PositionHand, PositionVersion, Shift):
        session.execute(delete(kind).where(kind.position_id == position.id))
    session.expire(position, ["shifts"])
    session.delete(position)


def lock_draft(position: Position) -> None:
    """Begin writing; the position is ours until the commit, and is read anew. Only drafts are written."""
    begin_writing()
    lock(position)
    if position.state == State.in_review:
        raise BeingReviewed
    if position.state not in OPEN_TO_WRITING:
        raise AlreadyPublic


def lock(position: Position) -> None:
    """Others who decide about this position wait until we commit; its rows are read anew."""
    session.refresh(position, with_for_update={"key_share": True})


def note_hand(position: Position, by: Person) -> None:
    """The person wrote or changed this version, and so may not review it."""
    note_hands([position], by)


def note_hands(positions: Sequence[Position], by: Person) -> None:
    """As `note_hand` for many, in one question."""
    session.flush()
    this_version = and_(PositionHand.position_id == Position.id, PositionHand.version == Position.version)
    own = select(Position.id).join(PositionHand, this_version).where(PositionHand.person_id == by.id)
    known = set(session.scalars(own.where(Position.id.in_([position.id for position in positions]))))
    session.add_all(
        PositionHand(position_id=position.id, version=position.version, person_id=by.id, at=clock.now())
        for position in positions
        if position.id not in known
    )


def refresh_next_start(position_id: int, now: datetime) -> None:
    """Where the position stands on the board: its earliest shift whose sign-up is not closed."""
    refresh_next_starts([position_id], now)


def refresh_next_starts(position_ids: Collection[int], now: datetime) -> None:
    """As `refresh_next_start` for many, in one statement."""
    session.flush()
    session.execute(
        update(Position).where(Position.id.in_(position_ids)).values(next_start=_next_start(now)),
        execution_options={"synchronize_session": "fetch"},
    )


def _next_start(now: datetime) -> Any:
    earliest = select(func.min(Shift.starts_at)).where(
        Shift.position_id == Position.id, Shift.cancelled_at.is_(None), Shift.closes_at > now,
        Position.state == State.published,
    )  # fmt: skip
    return earliest.correlate(Position).scalar_subquery()


def refresh_stale(now: datetime) -> int:
    """Positions whose next shift has closed move on, or leave the board; how many did."""
    still_open = select(Shift.id).where(
        Shift.position_id == Position.id, Shift.starts_at == Position.next_start,
        Shift.cancelled_at.is_(None), Shift.closes_at > now,
    )  # fmt: skip
    stale = select(Position.id).where(
        Position.state == State.published, Position.next_start < now + LONGEST_CLOSING, ~still_open.exists()
    )
    numbers = session.scalars(stale.order_by(Position.id)).all()
    if not numbers:
        return 0
    begin_writing()
    moving = update(Position).where(Position.id.in_(numbers)).values(next_start=_next_start(now))
    session.execute(moving, execution_options={"synchronize_session": False})
    return len(numbers)
