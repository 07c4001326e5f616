"""Review: nobody publishes alone. What one person wrote or changed, another one approves or returns."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.db import begin_writing, session
from board.errors import RuleBroken
from board.notices import services as notices
from board.positions import completeness, queries, search, services
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


def submit(position: Position) -> None:
    """The position waits for a colleague. Refused while something is missing."""
    services.lock_draft(position)
    _submit(position)


def submit_list(opportunity_list: OpportunityList) -> int:
    """Every complete draft of the list waits for a colleague; how many do. The others stay drafts."""
    begin_writing()
    now = clock.now()
    ready = [
        p for p in _locked(opportunity_list, services.OPEN_TO_WRITING) if not completeness.missing(p, now)
    ]
    if not ready:
        raise NothingToSubmit
    for position in ready:
        _submit(position)
    return len(ready)


def _submit(position: Position) -> None:
    needs = completeness.missing(position, clock.now())
    if needs:
        raise Incomplete(position, [need.word for need in needs])
    position.move_to(State.in_review)
    position.submitted_at = clock.now()
    audit.record("position.submit", position, version=position.version)


def _locked(opportunity_list: OpportunityList, states: Iterable[State]) -> list[Position]:
    wanted = select(Position).where(Position.list_id == opportunity_list.id, Position.state.in_(states))
    fresh = (
        wanted.order_by(Position.id).with_for_update(key_share=True).execution_options(populate_existing=True)
    )
    return list(session.scalars(fresh))


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
    _approve(position, saw, by)


def approve_list(opportunity_list: OpportunityList, saw: Mapping[int, str], *, by: Person) -> int:
    """Every position of the list that the reviewer saw is public; how many are. All or none."""
    begin_writing()
    in_review = _locked(opportunity_list, [State.in_review])
    shown = [position for position in in_review if position.id in saw]
    if not shown or len(shown) < len(saw):
        raise ChangedSince
    for position in shown:
        _approve(position, saw[position.id], by)
    return len(shown)


def _approve(position: Position, saw: str, by: Person) -> None:
    now = clock.now()
    _refuse_reviewing(position, saw, by)
    needs = completeness.missing(position, now)
    if needs:
        raise Incomplete(position, [need.word for need in needs])
    _tell_writers(position, "position.published", f"“{position.title}”审核通过，已经公布。")
    position.move_to(State.published)
    position.published_at, position.reviewed_by = now, by.id
    audit.record("position.approve", position, version=position.version)
    position.version += 1
    services.refresh_next_start(position.id, now)
    search.reindex(position)


def send_back(position: Position, *, saw: str, reason: str, by: Person) -> None:
    """The position is its editor's again, with the reason in front of them."""
    begin_writing()
    services.lock(position)
    _refuse_reviewing(position, saw, by)
    position.move_to(State.returned, reason=reason)
    position.reviewed_by = by.id
    _tell_writers(position, "position.returned", f"“{position.title}”退回来了：{reason}")
    audit.record("position.return", position, version=position.version)


def _refuse_reviewing(position: Position, saw: str, by: Person) -> None:
    if position.state != State.in_review:
        raise NotInReview
    if saw != seen(position):
        raise ChangedSince
    if by.id in queries.hands_on(position):
        raise OwnWork


def _tell_writers(position: Position, kind: str, sentence: str) -> None:
    writers = select(Person).where(Person.id.in_(queries.hands_on(position))).order_by(Person.id)
    for writer in session.scalars(writers):
        link = f"/desk/positions/{position.number}"
        notices.tell(writer, notices.News(kind=kind, sentence=sentence, link=link))
