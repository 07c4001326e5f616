"""The reading, looked over, becomes a draft list: in one step, or not at all."""

from collections.abc import Sequence

from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.areas.models import Area
from board.db import begin_writing, session
from board.errors import NotFound, RuleBroken
from board.imports import matching, merging, outcome, planning
from board.imports.merging import Merge
from board.imports.models import Progress, Upload
from board.imports.outcome import Saved
from board.imports.understood import Understood
from board.positions import bulk, drafting, reviewing, services, snapshot
from board.positions import queries as positions
from board.positions.forms import next_month
from board.positions.models import OpportunityList
from board.positions.services import ListText
from board.positions.words import LIST_KIND_WORDS, ListKind


class NotReadYet(RuleBroken):
    sentence = "这份表还没有读完，读好了再存。"


class NothingLeft(RuleBroken):
    sentence = "每一行都勾了不要，没有可以存的。留下要的，再存。"


class QuestionsOpen(RuleBroken):
    """Only what is complete goes to review; the first row with a question is named."""

    def __init__(self, upload: Upload, row: Understood, item: int, count: int) -> None:
        named = f"“{row.values['title']}”" if row.values["title"] else ""
        super().__init__(
            f"还有 {count} 处要你回答，先看第 {row.row} 行{named}：{row.asked[0].why}也可以先存草稿。",
            way_on=(f"/desk/imports/{upload.id}?row={item}", "去回答"),
        )


class AllHandedIn(RuleBroken):
    sentence = "这份表里的岗位都在审核或已经公布了，没有可以提交的。要改的话，先在清单里撤回。"


def list_text(upload: Upload) -> ListText:
    """What the list will be called: what the sheet or the clerk says, else next month's name."""
    first, last = next_month(clock.today())
    if upload.period_start and upload.period_end:
        first, last = upload.period_start, upload.period_end
    kind = ListKind(upload.kind)
    return ListText(
        kind=kind, title=upload.title or f"{first.year}年{first.month}月慈善公益岗位{LIST_KIND_WORDS[kind]}",
        period_start=first, period_end=last, introduction=upload.introduction,
    )  # fmt: skip


def save(upload: Upload, *, by: Person) -> Saved:
    """The rows that are wanted are drafts of one list: a new one, or the one this sheet made before.

    There, what a hand changed stays, what waits for review or is public is left alone, and what is no
    longer in the sheet stays too. What is still asked about stays empty.
    """
    begin_writing()
    return _save(upload, _wanted(upload), by)


def submit(upload: Upload, *, by: Person) -> Saved:
    """As `save`, and every complete draft waits for a colleague. Refused while anything is asked about."""
    begin_writing()
    rows = _wanted(upload)
    _refuse_open_questions(upload, rows)
    saved = _save(upload, rows, by)
    if not saved.drafts:
        raise AllHandedIn
    return saved.handed_in(reviewing.hand_in(saved.opportunity_list, by=by))


Rows = Sequence[tuple[int, Understood]]


def _wanted(upload: Upload) -> Rows:
    """The rows that are wanted, with the upload and its area's imports to ourselves until the commit."""
    # Two sheets of one name, saved at the same moment, meet at the area's row: the second finds the list.
    session.execute(select(Area.id).where(Area.id == upload.area_id).with_for_update(key_share=True))
    mine = select(Upload.id).where(Upload.id == upload.id).with_for_update(key_share=True)
    if session.scalar(mine) is None:
        raise NotFound
    if upload.state not in {Progress.read, Progress.saved}:
        raise NotReadYet
    rows = planning.wanted(upload)
    if not rows:
        raise NothingLeft
    return rows


def _refuse_open_questions(upload: Upload, rows: Rows) -> None:
    asking = [(item, row) for item, row in rows if row.asked]
    if asking:
        item, row = asking[0]
        raise QuestionsOpen(upload, row, item, sum(len(row.asked) for _, row in asking))


def _save(upload: Upload, rows: Rows, by: Person) -> Saved:
    on = matching.made_before(upload)
    pairs = matching.pair([row for _, row in rows], matching.positions_on(on) if on else [])
    if on is None:
        on = services.add_list(upload.area, list_text(upload), by=by)
        on.made_from = upload.file_name
    elif _may_be_renamed(on, upload):
        services.put_text(on, list_text(upload))
    saved = _write(on, pairs, upload, by)
    upload.list_id = on.id
    upload.move_to(Progress.saved)
    audit.record("import.save", upload, list=on.id, added=saved.added, changed=saved.changed)
    return saved


def _may_be_renamed(on: OpportunityList, upload: Upload) -> bool:
    """A list that somebody made since the sheet was read is called what they called it."""
    is_known = upload.list_id is not None or on.created_at <= upload.at
    said = vars(list_text(upload))
    differs = any(getattr(on, name) != value for name, value in said.items())
    return differs and is_known and not positions.is_public(on)


def _write(on: OpportunityList, pairs: matching.Paired, upload: Upload, by: Person) -> Saved:
    drafts = [merging.draft_of(row, upload.file_name) for row, position in pairs.rows if position is None]
    merges = planning.merges_of(pairs, upload.file_name)
    before = _before(merges)
    _apply(merges, by)
    added = drafting.add_drafts(on, drafts, by=by)
    if added or before:
        bulk.note(on, "import", before | dict.fromkeys(position.id for position in added), by=by)
    return outcome.of(on, len(added), merges, pairs)


def _before(merges: Sequence[Merge]) -> dict[int, dict[str, object] | None]:
    """What the drafts said that are about to change."""
    return {
        merge.position.id: snapshot.fields_of(merge.position) | {"original": merge.position.original}
        for merge in merges
        if merge.changes
    }


def _apply(merges: Sequence[Merge], by: Person) -> None:
    for merge in merges:
        merging.apply(merge)
    changed = [merge.position for merge in merges if merge.changes]
    services.note_hands(changed, by)
    audit.record_each("position.write", changed)
