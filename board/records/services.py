"""From proposed to confirmed hours: the editor settles what is doubtful, a second person confirms."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time
from hashlib import sha256

from board import clock, dates
from board.accounts import scope
from board.accounts.models import Person, Role
from board.attendance.window import REACH, at_or_after
from board.db import begin_writing
from board.errors import NotAllowed, RuleBroken
from board.positions.models import Shift
from board.records import confirmed_news, ledger, second, stepping, telling
from board.records.ledger import Line
from board.records.models import Kind, ServiceRecord, State
from board.records.stepping import NotNow, Stay


class ChangedMeanwhile(RuleBroken):
    sentence = "这一班刚才有变动，还没有确认。请看看现在的，再按一次。"


class NothingToConfirm(RuleBroken):
    sentence = "这一班现在没有等确认的时长。"


class OnlyBackfills(RuleBroken):
    sentence = "剩下的是补录，要打开证明看过，一条一条确认。"


class OwnHand(RuleBroken):
    sentence = "剩下的是你自己的，或者是你记的、改的，要请另一个人确认。社区没有别人，由街道的审核员确认。"


class OwnRecord(RuleBroken):
    sentence = "这是你自己的时长，要请社区的另一个人处理。"


class LeftBeforeArriving(RuleBroken):
    """The times somebody wrote do not make a stay near its shift."""


@dataclass(frozen=True)
class Confirmed:
    """What came of one press of the button."""

    people: int
    minutes: int  # that count
    left_over: int  # records somebody else has to confirm
    back_filled: int = 0  # records to be looked at one by one


def seen_of(lines: Sequence[Line]) -> str:
    """Stands for the records as a page shows them: what was confirmed is what was seen."""
    shown = ";".join(f"{line.record.id}.{line.step}" for line in lines)
    return sha256(shown.encode()).hexdigest()[:16]


def confirm_shift(shift: Shift, *, seen: str, by: Person) -> Confirmed:
    """Every proposed record of the shift that this person had no hand in counts from now on.

    Pressing twice is pressing once. What was back-filled is left: it is confirmed one by one, by whoever
    has seen its proof. Refused when the records are not those that were seen (ChangedMeanwhile), or when
    none is left that this person may confirm (OwnHand, OnlyBackfills, NothingToConfirm).
    """
    begin_writing()
    _refuse_lost_role(by, shift)
    lines = ledger.lines(ServiceRecord.shift_id == shift.id)
    waiting = [line for line in lines if line.state == State.proposed]
    proposed = [line for line in waiting if not line.is_back_filled]
    back_filled, already = len(waiting) - len(proposed), _confirmed_by(lines, by)
    if not proposed and already:
        return Confirmed(len(already), sum(line.counted_minutes for line in already), 0, back_filled)
    if not proposed:
        raise OnlyBackfills if back_filled else NothingToConfirm
    if seen != seen_of(lines):
        raise ChangedMeanwhile
    mine = _that_are_theirs(proposed, shift, by)
    if not mine:
        raise OwnHand
    at = stepping.take_each(mine, Kind.confirmed, by=by)
    confirmed_news.enqueue(shift, at)
    counted = sum(line.minutes for line in mine if line.record.counts)
    return Confirmed(len(mine), counted, len(proposed) - len(mine), back_filled)


def _refuse_lost_role(by: Person, shift: Shift) -> None:
    """The role counts as it is at the moment of confirming."""
    if not scope.may(by, Role.reviewer, shift.position.area):
        raise NotAllowed


def _confirmed_by(lines: Sequence[Line], by: Person) -> list[Line]:
    theirs = [line for line in lines if line.last and line.last.by_id == by.id and not line.is_back_filled]
    return [line for line in theirs if line.last and line.last.kind == Kind.confirmed]


def _that_are_theirs(proposed: Sequence[Line], shift: Shift, by: Person) -> list[Line]:
    """Those this person had no hand in."""
    hands = second.hands_of(ServiceRecord.shift_id == shift.id)
    return [line for line in proposed if by.id not in hands[line.record.id]]


def keep(record_id: int, *, reason: str, by: Person) -> None:
    """What was doubtful stands as it is, for the reason given; somebody else confirms it."""
    begin_writing()
    line = _line(record_id, by)
    stepping.take(line, Kind.kept, by=by, reason=reason)


def correct(record_id: int, came: time, went: time, *, reason: str, by: Person) -> None:
    """The record has these times on the clock, near its shift; somebody else confirms it anew."""
    begin_writing()
    line = _line(record_id, by)
    stay = stay_between(line, came, went)
    stepping.take(line, Kind.corrected, by=by, reason=reason, stay=stay)
    telling.corrected(line, stay.minutes, reason)


def stay_between(line: Line, came: time, went: time) -> Stay:
    """From one time on the clock to the other, near the record's shift (LeftBeforeArriving)."""
    return stay_on(line.record.shift, came, went)


def stay_on(shift: Shift, came: time, went: time) -> Stay:
    """The same near a shift that somebody may have no record on yet."""
    starts_at = at_or_after(shift.starts_at - REACH, came)
    ends_at = at_or_after(starts_at, went)
    if ends_at > shift.ends_at + REACH or ends_at > clock.now():
        times = dates.when(shift.starts_at, shift.ends_at)
        raise LeftBeforeArriving(
            f"这一班是 {times}，{came:%H:%M} 到、{went:%H:%M} 走对不上。再看看时间。", field="went"
        )
    return Stay(starts_at, ends_at)


def question(record_id: int, *, reason: str, by: Person) -> None:
    """The reviewer asks the editor to look again; it counts nowhere meanwhile."""
    begin_writing()
    line = _line(record_id, by)
    if line.state == State.voided:
        raise NotNow  # only what it rests on brings a voided record back this way (following)
    stepping.take(line, Kind.questioned, by=by, reason=reason)


def void(record_id: int, *, reason: str, by: Person) -> None:
    """The record counts no more, stays to be seen, and its owner is told why."""
    begin_writing()
    line = _line(record_id, by)
    stepping.take(line, Kind.voided, by=by, reason=reason)
    telling.voided(line, reason)


def reinstate(record_id: int, *, reason: str, by: Person) -> None:
    """A voided record waits for its confirmation again; whoever reinstates it does not confirm it."""
    begin_writing()
    line = _line(record_id, by)
    stepping.take(line, Kind.reinstated, by=by, reason=reason)
    telling.reinstated(line, reason)


def _line(record_id: int, by: Person) -> Line:
    """The record as it stands now, which is nobody's own (OwnRecord)."""
    line = ledger.line_of(record_id)
    if line is None:
        raise NotNow
    if by.id in (line.record.person_id, line.record.person.claimed_by):
        raise OwnRecord
    return line
