"""Review: nobody publishes alone. What one person wrote or changed, another one approves or returns."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from board import audit, clock
from board.accounts.models import Person
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.notices import services as notices
from board.positions import bulk, completeness, deciders, reasons, search, services, snapshot, versions
from board.positions.models import OpportunityList, Position
from board.positions.words import State


class Incomplete(RuleBroken):
    """What is missing is named, so that the clerk knows where to go."""

    def __init__(self, position: Position, words: Iterable[str]) -> None:
        named = f"“{position.title or '没有名称的岗位'}”"
        super().__init__(
            f"{named}还缺：{'、'.join(words)}。补上就可以提交审核。",
            way_on=(f"/desk/positions/{position.number}", "去补"),
        )


class NothingToSubmit(RuleBroken):
    sentence = "这份清单上没有写齐的草稿。先把缺的补上，再提交审核。"


class NotInReview(RuleBroken):
    sentence = "这个岗位不在审核了：刚才有人处理过，或编辑撤回了。请看现在的内容。"


class ChangedSince(RuleBroken):
    sentence = "你打开以后，这个岗位又改过。请看新的内容再审核。"


class OwnWork(RuleBroken):
    sentence = "你写过或改过这一版，要请另一位审核员来审。"


class NothingTicked(RuleBroken):
    sentence = "一个岗位也没有勾。勾上要公布的，再点“只公布勾上的”；都没问题就点“全部通过，公布”。"


def submit(position: Position) -> None:
    """The position waits for a colleague. Refused while something is missing."""
    services.lock_draft(position)
    _hand_in([position])


def write_and_submit(position: Position, values: Mapping[str, Any], *, by: Person) -> None:
    """The draft says this now, and waits for a colleague. Neither happens while something is missing."""
    services.write_position(position, values, by=by)
    _hand_in([position])


def submit_list(opportunity_list: OpportunityList, *, by: Person) -> int:
    """Every complete draft of the list waits for a colleague; how many do. The others stay drafts."""
    begin_writing()
    return hand_in(opportunity_list, by=by)


def hand_in(opportunity_list: OpportunityList, *, by: Person) -> int:
    """As `submit_list`, as a part of an act that is writing already."""
    now = clock.now()
    drafts = _locked(opportunity_list, services.OPEN_TO_WRITING)
    ready = [position for position in drafts if not completeness.missing(position, now)]
    if not ready:
        raise NothingToSubmit
    before = {position.id: snapshot.fields_of(position) for position in ready}
    _hand_in(ready)
    bulk.note(opportunity_list, "submit", before, by=by)
    return len(ready)


def _hand_in(positions: Sequence[Position]) -> None:
    now = clock.now()
    for position in positions:
        _refuse_incomplete(position)
        position.move_to(State.in_review)
        position.submitted_at = now
    _record("position.submit", positions)


def _record(action: str, positions: Sequence[Position]) -> None:
    """A statement for each version that occurs, of which there are few."""
    by_version: dict[int, list[Position]] = {}
    for position in positions:
        by_version.setdefault(position.version, []).append(position)
    for version, some in sorted(by_version.items()):
        audit.record_each(action, some, version=version)


def _refuse_incomplete(position: Position) -> None:
    needs = completeness.missing(position, clock.now())
    if needs:
        raise Incomplete(position, [need.word for need in needs])


def _locked(opportunity_list: OpportunityList, states: Iterable[State]) -> list[Position]:
    """Those of the list in these states, with their shifts, read anew; nobody else decides about them."""
    wanted = select(Position).where(Position.list_id == opportunity_list.id, Position.state.in_(states))
    whole = wanted.options(
        selectinload(Position.shifts), joinedload(Position.opportunity_list), joinedload(Position.area)
    )
    locked = whole.order_by(Position.id).with_for_update(key_share=True, of=Position)
    return list(session.scalars(locked.execution_options(populate_existing=True)))


def take_back(position: Position) -> None:
    """The position is a draft again, and can be changed."""
    begin_writing()
    services.lock(position)
    if position.state != State.in_review:
        raise NotInReview
    position.move_to(State.draft)
    audit.record("position.take_back", position, version=position.version)


def seen(position: Position) -> str:
    """Names what a reviewer has in front of them; any new submission has another name."""
    return f"{position.version}.{position.submitted_at.isoformat() if position.submitted_at else ''}"


def approve(position: Position, *, saw: str, by: Person) -> None:
    """The position is public. Refused to whoever had a hand in it, and when it changed since they looked."""
    begin_writing()
    services.lock(position)
    _publish([position], {position.id: saw}, by)


def approve_list(opportunity_list: OpportunityList, saw: Mapping[int, str], *, by: Person) -> int:
    """Every position of the list that is named is public, if it is what the reviewer saw; how many are.
    All or none. It can be taken back as one act."""
    begin_writing()
    if not saw:
        raise NothingTicked
    shown = [position for position in _locked(opportunity_list, [State.in_review]) if position.id in saw]
    if len(shown) < len(saw):
        raise ChangedSince
    before = {position.id: snapshot.fields_of(position) for position in shown}
    _publish(shown, saw, by)
    bulk.note(opportunity_list, "publish", before, by=by)
    return len(shown)


def _publish(positions: Sequence[Position], saw: Mapping[int, str], by: Person) -> None:
    now = clock.now()
    hands = versions.hands_on_each(positions)
    _refuse_reviewing(positions, saw, hands, by)
    for position in positions:
        _refuse_incomplete(position)
    _record("position.approve", positions)
    versions.close(positions, "published", by=by)
    for position in positions:
        position.move_to(State.published)
        position.published_at, position.reviewed_by = now, by.id
        position.guessed = []  # two people have looked
    services.refresh_next_starts([position.id for position in positions], now)
    search.reindex_each(positions)
    _tell_of_publishing(positions, hands)


def send_back(position: Position, *, saw: str, reason: str, by: Person, more: str = "") -> None:
    """The position is its editor's again, with the reason in front of them: one that is kept and offered
    again, and whatever more is to be said about this position alone."""
    begin_writing()
    services.lock(position)
    hands = versions.hands_on_each([position])
    _refuse_reviewing([position], {position.id: saw}, hands, by)
    said = f"{reason}；{more}" if more else reason
    audit.record("position.return", position, version=position.version)
    position.move_to(State.returned, reason=said)
    versions.close([position], "returned", by=by)
    position.reviewed_by = by.id
    news = _news("position.returned", f"“{position.title}”退回来了：{said}", f"positions/{position.number}")
    notices.tell_each([(writer, news) for writer in sorted(hands[position.id])])
    reasons.keep(position.area, reason, by=by)


def _refuse_reviewing(
    positions: Sequence[Position], saw: Mapping[int, str], hands: Mapping[int, set[int]], by: Person
) -> None:
    for position in positions:
        if position.state != State.in_review:
            raise NotInReview
        if saw[position.id] != seen(position):
            raise ChangedSince
        if by.id in hands[position.id]:
            raise OwnWork
    deciders.refuse_all_but_deciders(by, positions[0].area)


def _tell_of_publishing(positions: Sequence[Position], hands: Mapping[int, Collection[int]]) -> None:
    """Who wrote one is told of it by name; who wrote several hears once of all of them."""
    theirs: dict[int, list[Position]] = {}
    for position in positions:
        for writer in hands[position.id]:
            theirs.setdefault(writer, []).append(position)
    notices.tell_each([(writer, _published(theirs[writer])) for writer in sorted(theirs)])


def _published(positions: Sequence[Position]) -> notices.News:
    first, count = positions[0], len(positions)
    if count == 1:
        link = f"positions/{first.number}"
        return _news("position.published", f"“{first.title}”审核通过，已经公布。", link)
    on = first.opportunity_list
    sentence = f"清单“{on.title}”的 {count} 个岗位审核通过，已经公布。"
    return _news("position.published", sentence, f"lists/{on.number}")


def _news(kind: str, sentence: str, page: str) -> notices.News:
    return notices.News(kind=kind, sentence=sentence, link=f"/desk/{page}")
