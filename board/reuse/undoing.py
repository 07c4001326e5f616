"""Taking back what was done to many positions at once: within ten minutes, by another act that says so.

Nothing is deleted from the audit log, and nothing that somebody did since is undone: a position that
says something else by now, or that people have signed up for, stays as it is and is named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import delete, select

from board import audit, clock
from board.accounts.models import Person
from board.areas import workdays
from board.db import session
from board.errors import RuleBroken
from board.notices import services as notices
from board.positions import bulk, search, services, snapshot, versions
from board.positions.history import BulkAct, PositionHand, PositionVersion, ProposedChange
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import State
from board.reuse import changing
from board.signups.models import Signup


class NothingToUndo(RuleBroken):
    sentence = "没有可以撤销的了：已经过了 10 分钟，或刚才撤销过。"


class NothingUndone(RuleBroken):
    """Everything the act touched was changed by somebody since."""

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__(f"没有撤销。{named(names)}后来又有人改过或报了名，都留着。")


@dataclass(frozen=True)
class Undone:
    """What became of taking an act back: how many positions, which stay, and whether the list is gone."""

    kind: str
    count: int
    left: tuple[str, ...]
    list_is_gone: bool

    @property
    def sentence(self) -> str:
        gone = "，清单也一起去掉了" if self.list_is_gone else ""
        left = f"{named(self.left)}后来又有人改过或报了名，没有动。" if self.left else ""
        return f"撤销了：{self.count} 个岗位{_BECAME[self.kind]}{gone}。{left}"


_BECAME: Final = {
    "import": "不再在清单上，或恢复成导入以前的样子", "copy": "不再在清单上", "change": "恢复成改以前的样子",
    "submit": "又是草稿了", "publish": "又回到审核中",
}  # fmt: skip
_Was = dict[str, Any]
_Pairs = list[tuple[Position, _Was | None]]


def undo(on: OpportunityList, *, by: Person) -> Undone:
    """The last act of this person on the list is taken back, as far as nobody did anything since."""
    act = bulk.latest_undoable(on, by, clock.now())
    if act is None:
        raise NothingToUndo
    touched: dict[int, dict[str, Any]] = {int(number): kept for number, kept in act.before.items()}
    held = changing.lock_shifts(touched)
    positions = bulk.lock_positions(touched)
    _lock(act)
    if act.undone_at is not None or act.at <= clock.now() - bulk.UNDOABLE_FOR:
        raise NothingToUndo
    mine = _still_ours(act, positions, touched)
    left = tuple(p.title or p.number for p in positions if p not in mine)
    if not mine and left:
        raise NothingUndone(left)
    _BACK[act.kind]([(position, touched[position.id]["was"]) for position in mine], held, by)
    act.undone_at, act.undone_by = clock.now(), by.id
    audit.record(f"bulk.undo_{act.kind}", on, act=act.id, count=len(mine), left=len(left))
    return Undone(act.kind, len(mine), left, _drop_if_made_by(act, on))


def _lock(act: BulkAct) -> None:
    """Nobody else takes it back meanwhile; it is read anew."""
    session.refresh(act, with_for_update=True)


def _still_ours(act: BulkAct, positions: Iterable[Position], touched: Mapping[int, _Was]) -> list[Position]:
    """Those that say and stand what the act left; published ones only while nobody has signed up."""
    untouched = [p for p in positions if touched[p.id]["seal"] == bulk.seal(p)]
    if act.kind != "publish":
        return untouched
    taken = _with_company([position.id for position in untouched])
    return [position for position in untouched if position.id not in taken]


def _with_company(ids: list[int]) -> set[int]:
    """Somebody has signed up, whatever became of it, or a change of it waits for review."""
    signed_up = select(Shift.position_id).join(Signup, Signup.shift_id == Shift.id)
    waiting = select(ProposedChange.position_id).where(ProposedChange.decision == "waiting")
    return {
        *session.scalars(signed_up.where(Shift.position_id.in_(ids)).distinct()),
        *session.scalars(waiting.where(ProposedChange.position_id.in_(ids))),
    }


def _take_away_or_restore(pairs: _Pairs, held: dict[int, Shift], by: Person) -> None:
    """Drafts that the act made are gone; those it wrote over say again what they said."""
    _remove([position for position, was in pairs if was is None])
    _restore([(position, was) for position, was in pairs if was is not None], held, by)


def _remove(drafts: list[Position]) -> None:
    audit.record_each("position.remove", drafts)
    numbers = [position.id for position in drafts]
    for row in drafts:
        session.expunge(row)
    for kind in (PositionHand, PositionVersion, Shift):
        session.execute(delete(kind).where(kind.position_id.in_(numbers)), execution_options=_UNSEEN)
    session.execute(delete(Position).where(Position.id.in_(numbers)), execution_options=_UNSEEN)


_UNSEEN: Final = {"synchronize_session": False}


def _restore(pairs: _Pairs, held: dict[int, Shift], by: Person) -> None:
    drafts = [(position, was) for position, was in pairs if was and not position.is_public]
    times = [one.when.starts_at for _, was in drafts for one in snapshot.kept_shifts(was)]
    calendar = workdays.calendar_of(*times)
    for position, was in drafts:
        snapshot.restore(position, was, calendar)
    services.note_hands([position for position, _ in drafts], by)
    session.flush()
    audit.record_each("position.write", [position for position, _ in drafts])
    changing.restore_published([(p, was) for p, was in pairs if was and p.is_public], held, by=by)


def _take_back(pairs: _Pairs, held: dict[int, Shift], by: Person) -> None:
    """What still waits for review is a draft again."""
    positions = [position for position, _ in pairs]
    for position in positions:
        position.move_to(State.draft)
    session.flush()
    audit.record_each("position.take_back", positions)


def _unpublish(pairs: _Pairs, held: dict[int, Shift], by: Person) -> None:
    """Nobody finds it any more, and a colleague decides anew; whoever wrote it still may not."""
    positions = [position for position, _ in pairs]
    for position, was in pairs:
        position.move_to(State.in_review)
        position.published_at = position.reviewed_by = position.next_start = None
        position.guessed = (was or {}).get("guessed", [])
    search.reindex_each(positions)
    hands = versions.reopen(positions)
    notices.tell_each([(who, _news(one)) for one in positions for who in sorted(hands[one.id])])
    audit.record_each("position.unpublish", positions)


def _news(position: Position) -> notices.News:
    sentence = f"“{position.title}”的公布刚才撤销了，还在审核。"
    link = f"/desk/positions/{position.number}"
    return notices.News(kind="position.unpublished", sentence=sentence, link=link)


_BACK: Final[dict[str, Callable[[_Pairs, dict[int, Shift], Person], None]]] = {
    "import": _take_away_or_restore, "copy": _take_away_or_restore, "change": _restore,
    "submit": _take_back, "publish": _unpublish,
}  # fmt: skip


def _drop_if_made_by(act: BulkAct, on: OpportunityList) -> bool:
    """A list that the copy itself made goes with the last of its positions. One made from a sheet stays,
    empty: its upload points at it, and the same sheet fills it again."""
    positions = select(Position.id).where(Position.list_id == on.id).limit(1)
    made_it = act.kind == "copy" and on.created_at == act.at
    if not made_it or session.scalar(positions) is not None:
        return False
    audit.record("list.remove", on, number=on.number)
    session.execute(delete(BulkAct).where(BulkAct.list_id == on.id), execution_options=_UNSEEN)
    session.delete(on)
    session.flush()
    return True


def named(names: Sequence[str]) -> str:
    """“甲”“乙”等 5 个"""
    first = "".join(f"“{name}”" for name in names[:3])
    return first if len(names) <= 3 else f"{first}等 {len(names)} 个"
