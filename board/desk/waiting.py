"""What waits for one person at the desk, the most urgent first."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from board import clock, dates
from board.accounts import scope
from board.accounts.models import Person, Role
from board.attendance import queries as attendance
from board.attendance.queries import Unsettled
from board.dossiers import queries as dossiers
from board.flags import queries as flags
from board.imports import queries as imports
from board.notices import fates
from board.objections import queries as objections
from board.objections.models import Objection
from board.objections.words import KIND_WORDS
from board.positions import queries as positions
from board.positions import review_queries as reviews
from board.positions.models import Shift
from board.positions.words import State
from board.records import queries as records
from board.records.queries import Waiting
from board.signups import queries as signups

SHOWN: Final = 12
SOON: Final = timedelta(days=14)
DUE_SOON: Final = 3  # days
SHORT_WITHIN: Final = timedelta(days=3)


@dataclass(frozen=True, kw_only=True)
class Job:
    """One thing to do: what, the detail under it, where it is done and the word on the button."""

    what: str
    detail: str
    address: str
    button: str
    icon: str
    state: str = "waiting"


def jobs(person: Person) -> list[Job]:
    """Everything that waits for this person: who is to be phoned, returned, soon-due drafts, reviews."""
    roles = scope.roles_of(person)
    found: list[Job] = _to_phone(person) if roles & set(fates.READERS) else []
    if roles & set(records.READERS):
        found += _objections(person)
    if Role.editor in roles:
        found += (
            [_hours(row, "条要核对", "去核对") for row in records.to_settle(person, limit=SHOWN)]
            + _undecided(person)
            + _unsettled(person)
            + _returned(person)
            + _returned_changes(person)
            + _drafts(person)
            + _uploads(person)
        )
    if Role.reviewer in roles:
        found += _to_confirm(person) + _reviews(person) + _changes(person) + _commendations(person)
    if roles & set(flags.CHECKERS):
        found += _to_check(person)
    return found


def _to_check(person: Person) -> list[Job]:
    """What looks wrong, and what was drawn by lot."""
    waits, found = flags.waiting_for(person), []
    if waits.rechecks:
        late = waits.due_on is not None and waits.due_on < clock.today()
        until = f"{dates.day(waits.due_on)} 前核对" if waits.due_on else ""
        found.append(Job(what=f"抽查 {waits.rechecks} 条时长", detail=until + ("，已经逾期" if late else ""), icon="check",
                         state="risk" if late else "waiting", address="/desk/flags", button="去核对"))  # fmt: skip
    if waits.flags:
        found.append(Job(what=f"{waits.flags} 件事要留意", detail="不一定有问题，问清楚就行", icon="eye",
                         address="/desk/flags", button="去看看"))  # fmt: skip
    return found


def _undecided(person: Person) -> list[Job]:
    return [
        Job(what=f"{count} 人等你决定：{position.title}", detail=f"最早的从 {dates.moment(since)} 等到现在", icon="clock",
            state="pending", address=f"/desk/positions/{position.number}/decide", button="去决定")
        for position, count, since in signups.undecided_by_position(person, limit=SHOWN)
    ]  # fmt: skip


def _unsettled(person: Person) -> list[Job]:
    """Shifts that are over and not settled."""
    return [_to_settle(row) for row in attendance.unsettled(person, limit=SHOWN)]


def _to_settle(row: Unsettled) -> Job:
    times = dates.when(row.shift.starts_at, row.shift.ends_at)
    counted = ((row.missing, "人没签到"), (row.staying, "人没签退"), (row.doubtful, "条待复核"))
    only_one = (row.missing, row.staying, row.doubtful) == (0, 1, 0)
    numbers = "，".join(f"{number} {words}" for number, words in counted if number)
    return Job(
        what=f"没有签退：志愿者 {row.example}" if only_one else f"没结的班次：{row.shift.position.title}",
        detail=f"{row.shift.position.title}，{times}" if only_one else f"{times}，{numbers}",
        button="补结束时间" if only_one else "去结", icon="clock", address=f"/desk/shifts/{row.shift.id}/settle",
    )  # fmt: skip


def _to_confirm(person: Person) -> list[Job]:
    return [_hours(row, "人待确认", "确认时长") for row in records.to_confirm(person, limit=SHOWN)]


def _hours(row: Waiting, words: str, button: str) -> Job:
    """Hours that wait for this person; louder as they fall due (Order 67, art. 11)."""
    days, shift = (row.due_on - clock.today()).days, row.shift
    urgency = "时长逾期了" if days < 0 else "时长快到期" if days <= DUE_SOON else "时长"
    return Job(
        what=f"{urgency}：{shift.position.title}",
        detail=f"{dates.when(shift.starts_at, shift.ends_at)}，{row.count} {words}，{dates.day(row.due_on)} 到期",
        icon="hours", state="risk" if days <= DUE_SOON else "waiting", address=f"/desk/shifts/{shift.id}/hours",
        button=button,
    )  # fmt: skip


def _objections(person: Person) -> list[Job]:
    """Hours that somebody says are not right, and a community where many were objected to at once."""
    running = objections.running(person)
    rushes = [
        Job(what=f"一天里有 {count} 条公示时长被提异议：{area.name}", detail="可能真有问题，也可能有人捣乱", icon="hours",
            state="risk", address="/desk/objections", button="去看看")
        for area, count in objections.rushes(running, clock.now())
    ]  # fmt: skip
    return rushes + [_to_answer(one) for one in objections.whose_turn_it_is(person, running)[:SHOWN]]


def _to_answer(one: Objection) -> Job:
    is_late = one.due_on < clock.today()
    until = "，已经逾期" if is_late else ""
    return Job(
        what=f"时长异议要答复：{one.shift.position.title}",
        detail=f"{KIND_WORDS[one.kind]}，{one.area.name}，{dates.day(one.due_on)} 前答复{until}", icon="hours",
        state="risk" if is_late else "waiting", address=f"/desk/objections/{one.id}", button="去答复",
    )  # fmt: skip


def _to_phone(person: Person) -> list[Job]:
    count = fates.people_to_phone(person)
    if not count:
        return []
    return [Job(what=f"{count} 个人要打电话告诉", detail="短信、邮件、网站都到不了他们", icon="phone",
                address="/desk/calls", button="去打电话")]  # fmt: skip


def _returned(person: Person) -> list[Job]:
    rows = reviews.written_and_waiting(person, State.returned, limit=SHOWN)
    return [
        Job(what=f"退回：{row.title}", detail=f"“{row.state_reason}”", icon="warn", state="returned",
            address=f"/desk/positions/{row.number}", button="去改")
        for row in rows
    ]  # fmt: skip


def _returned_changes(person: Person) -> list[Job]:
    return [
        Job(what=f"修改退回：{change.position.title}", detail=f"“{change.reason}”", icon="warn", state="returned",
            address=f"/desk/positions/{change.position.number}/proposal", button="去看看")
        for change in reviews.changes_returned_to(person, since=clock.now() - SOON, limit=SHOWN)
    ]  # fmt: skip


def _drafts(person: Person) -> list[Job]:
    until = clock.today() + SOON
    return [
        Job(what=f"{count} 个草稿还没交：{row.title}", detail=f"{row.area.name}，清单{_begins(row.period_start)}",
            icon="pen", state="draft", address=f"/desk/lists/{row.number}", button="去写完")
        for row, count in positions.drafts_by_list(person, until, limit=SHOWN)
    ]  # fmt: skip


def _uploads(person: Person) -> list[Job]:
    return [
        Job(what=f"表格还没存：{upload.file_name or '粘贴的表格'}", icon="list", state="draft",
            detail=f"{upload.area.name}，{dates.moment(upload.at)} 传的，留一周",
            address=f"/desk/imports/{upload.id}", button="接着核对")
        for upload in imports.unsaved(person, limit=SHOWN)
    ]  # fmt: skip


def _begins(day: object) -> str:
    return f"从 {dates.day(day)} 开始"  # type: ignore[arg-type]


def _reviews(person: Person) -> list[Job]:
    lists = reviews.lists_to_review(person, None).rows
    waiting = reviews.waiting_on(person, lists)
    return [
        Job(what=f"等你审核：{row.title}", detail=f"{row.area.name}，{waiting[row.id].count} 个岗位", icon="stamp",
            state="in_review", address=f"/desk/review/{row.number}", button="去审核")
        for row in lists
        if row.id in waiting
    ]  # fmt: skip


def _changes(person: Person) -> list[Job]:
    return [
        Job(what=f"修改等你审核：{change.position.title}", detail=f"{dates.moment(change.proposed_at)} 提的",
            icon="pen", state="in_review", address=f"/desk/positions/{change.position.number}/proposal",
            button="去看看")
        for change in reviews.changes_to_review(person)
    ]  # fmt: skip


def _commendations(person: Person) -> list[Job]:
    return [
        Job(what=f"表彰等你核对：{entry.name}", detail=f"{entry.person.masked_name}，{entry.organiser} 授予", icon="stamp",
            state="in_review", address=f"/desk/people/{entry.person.volunteer_no}/record", button="去核对")
        for entry in dossiers.to_decide(person, limit=SHOWN)
    ]  # fmt: skip


def shifts_of_two_days(person: Person) -> list[Shift]:
    """Today's and tomorrow's shifts, over or not."""
    start = clock.midnight()
    return list(positions.shifts_between(person, start, start + timedelta(days=2), limit=40))


@dataclass(frozen=True)
class Shortage:
    """A position that still needs people soon: its next such shift, how many shifts, how many people."""

    shift: Shift
    shifts: int
    people: int


def short_of_people(person: Person) -> list[Shortage]:
    """Positions whose shifts of the next three days lack people, the soonest first."""
    now = clock.now()
    by_position: dict[int, list[Shift]] = {}
    for shift in positions.shifts_between(person, now, now + SHORT_WITHIN, limit=200):
        if shift.lacking:
            by_position.setdefault(shift.position_id, []).append(shift)
    return [
        Shortage(shifts[0], len(shifts), sum(shift.lacking for shift in shifts))
        for shifts in by_position.values()
    ][:SHOWN]
