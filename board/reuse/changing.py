"""The same change to many positions of a list: shown first, then written, and told where people wait."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.areas import workdays
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.positions import bulk, schedule, services, snapshot
from board.positions.models import OpportunityList, Position, Shift
from board.positions.schedule import Span
from board.positions.snapshot import KeptShift
from board.positions.words import AUDIENCE_WORDS, Audience, State
from board.reuse.copying import one_by_one
from board.signups import editing

_BY_REVIEW: Final = ("days", "address", "audience")


class NothingAsked(RuleBroken):
    sentence = "还没有写要改什么。改日子、联系人、人数、对象、地点，写一样就行。"


class NothingChanged(RuleBroken):
    sentence = "这样改，选中的岗位都和现在一样，或现在不能改。"


@dataclass(frozen=True, kw_only=True)
class Change:
    """What is to be different; what is empty stays as it is."""

    days: int = 0
    address: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    quota: int | None = None
    audience: Audience | None = None

    @property
    def asks_for_nothing(self) -> bool:
        return self == Change()

    @property
    def fields(self) -> dict[str, Any]:
        """Fields of a position and what they will say."""
        named = ("address", "contact_name", "contact_phone", "quota", "audience")
        return {name: getattr(self, name) for name in named if getattr(self, name)}


@dataclass(frozen=True)
class Line:
    """One field of one position, before and after, in words."""

    word: str
    was: str
    becomes: str


@dataclass(frozen=True)
class Changed:
    """What would become of one position; `remark` says why not, or not all of it."""

    position: Position
    lines: tuple[Line, ...]
    remark: str


def preview(positions: Iterable[Position], change: Change, now: datetime) -> list[Changed]:
    """What the change would make of these positions."""
    return [_preview(position, change, now) for position in positions]


def _preview(position: Position, change: Change, now: datetime) -> Changed:
    if position.state == State.in_review:
        return Changed(position, (), "在审核，不改。要改先撤回")
    if position.state == State.cancelled:
        return Changed(position, (), "已经取消，不改")
    lines = tuple(_lines(position, change, now))
    if position.state == State.published:
        asked = any(getattr(change, name) for name in _BY_REVIEW)
        remark = "已经公布：日子、地点和谁可以来不在这里改" if asked else ""
        return Changed(position, lines, remark)
    return Changed(position, lines, _past(position, change, now))


def _past(position: Position, change: Change, now: datetime) -> str:
    moved = one_by_one(_kept(position), change.days) if change.days else []
    gone = sum(shift.when.starts_at <= now for shift in moved)
    return f"{gone} 班会落在过去的日子" if gone else ""


_WORDS: Final = {"address": "地点", "contact_name": "联系人", "contact_phone": "电话", "audience": "谁可以来"}
_OPEN_FIELDS: Final = ("contact_name", "contact_phone")


def _lines(position: Position, change: Change, now: datetime) -> Iterable[Line]:
    is_draft = position.state in services.OPEN_TO_WRITING
    if change.days and is_draft and position.shifts:
        moved = one_by_one(_kept(position), change.days)
        yield Line(
            "日子", _times(shift.when for shift in _kept(position)), _times(shift.when for shift in moved)
        )
    for name, word in _WORDS.items():
        new, old = change.fields.get(name), getattr(position, name)
        if new and new != old and (is_draft or name in _OPEN_FIELDS):
            yield Line(word, _said(old), _said(new))
    if change.quota and _quotas_differ(position, change.quota, now):
        yield Line("每班人数", "、".join(map(str, sorted(_quotas(position, now)))), str(change.quota))


def _said(value: Any) -> str:
    return (
        AUDIENCE_WORDS[value] if isinstance(value, Audience) else AUDIENCE_WORDS.get(value, value) or "没写"
    )


def _times(spans: Iterable[Span]) -> str:
    return "；".join(schedule.times_in_words(sorted(spans)))


def _kept(position: Position) -> list[KeptShift]:
    return snapshot.kept_shifts({"shifts": snapshot.shifts_of(position)})


def _open_shifts(position: Position, now: datetime) -> list[Shift]:
    """Those whose number can still be changed: all of a draft, those to come of a published one."""
    if position.state in services.OPEN_TO_WRITING:
        return list(position.shifts)
    return [shift for shift in position.shifts if shift.is_ahead_at(now)]


def _quotas(position: Position, now: datetime) -> set[int]:
    own = {position.quota} if position.quota and position.state in services.OPEN_TO_WRITING else set()
    return own | {shift.quota for shift in _open_shifts(position, now)}


def _quotas_differ(position: Position, quota: int, now: datetime) -> bool:
    found = _quotas(position, now)
    return found != {quota} and bool(found or position.state in services.OPEN_TO_WRITING)


def change(on: OpportunityList, position_ids: Collection[int], asked: Change, *, by: Person) -> int:
    """These positions of the list say so now; how many do. Drafts and returned ones are written; of
    published ones only contact and numbers are, and who is coming is told. Others are left alone."""
    if asked.asks_for_nothing:
        raise NothingAsked
    list_id = on.id
    held = lock_shifts(position_ids)
    now = clock.now()
    positions = [p for p in bulk.lock_positions(position_ids) if p.list_id == list_id]
    changing = [told.position for told in preview(positions, asked, now) if told.lines]
    if not changing:
        raise NothingChanged
    before = {position.id: snapshot.fields_of(position) for position in changing}
    _write_drafts([p for p in changing if p.state in services.OPEN_TO_WRITING], asked, by)
    _change_published([p for p in changing if p.state == State.published], asked, held, by)
    bulk.note(on, "change", before, by=by)
    return len(changing)


def lock_shifts(position_ids: Iterable[int]) -> dict[int, Shift]:
    """Begin writing; the shifts of those of these positions that are published are ours, in order of id.

    Whoever signs up holds the same rows, before positions and people: they wait for us, we for them.
    """
    begin_writing()
    published = select(Shift).join(Shift.position).where(
        Position.id.in_(list(position_ids)), Position.state == State.published
    )  # fmt: skip
    in_order = published.order_by(Shift.id).with_for_update(key_share=True, of=Shift)
    return {s.id: s for s in session.scalars(in_order.execution_options(populate_existing=True))}


def _write_drafts(drafts: Sequence[Position], asked: Change, by: Person) -> None:
    moved = [s.when.starts_at for p in drafts for s in one_by_one(_kept(p), asked.days)] if asked.days else []
    calendar = workdays.calendar_of(*moved)
    for position in drafts:
        services.rewrite(position, asked.fields)
        if asked.quota:
            _put_quota(position, asked.quota)
        if asked.days:
            snapshot.put_shifts(position, one_by_one(_kept(position), asked.days), calendar)
            services.no_guess(position, "shifts")
    services.note_hands(drafts, by)
    session.flush()
    audit.record_each("position.write", drafts)


def _put_quota(position: Position, quota: int) -> None:
    position.minimum = min(position.minimum, quota) if position.minimum else None
    for shift in position.shifts:
        shift.quota = shift.places = quota
        shift.minimum = min(shift.minimum, quota) if shift.minimum else None


def _change_published(
    positions: Sequence[Position], asked: Change, held: dict[int, Shift], by: Person
) -> None:
    for position in positions:
        _put_contact(position, asked.fields, by)
    if asked.quota:
        for position in positions:
            position.quota = asked.quota
        _put_quotas([(shift, asked.quota) for p in positions for shift in _ahead(p, held)], by)


def _put_quotas(wanted: Iterable[tuple[Shift, int]], by: Person) -> None:
    """All at once: the people of every line are locked in one pass, as everybody does."""
    differing = [(shift, quota) for shift, quota in wanted if shift.quota != quota]
    if differing:
        editing.put_quotas(differing, by=by)


def _put_contact(position: Position, said: dict[str, Any], by: Person) -> None:
    name = said.get("contact_name", position.contact_name)
    phone = said.get("contact_phone", position.contact_phone)
    if (name, phone) != (position.contact_name, position.contact_phone):
        editing.put_contact(position, name, phone, phone_public=position.phone_public, by=by)


def _ahead(position: Position, held: dict[int, Shift]) -> list[Shift]:
    now = clock.now()
    return [shift for shift in position.shifts if shift.id in held and shift.is_ahead_at(now)]


def restore_published(
    pairs: Iterable[tuple[Position, dict[str, Any]]], held: dict[int, Shift], *, by: Person
) -> None:
    """Contact and numbers of published positions are again what they were; who is coming is told."""
    wanted: list[tuple[Shift, int]] = []
    for position, was in pairs:
        _put_contact(position, was, by)
        position.quota = was["quota"]
        before = {kept.when: kept.quota for kept in snapshot.kept_shifts(was)}
        wanted += [(s, before.get(Span(s.starts_at, s.ends_at), s.quota)) for s in _ahead(position, held)]
    _put_quotas(wanted, by)
