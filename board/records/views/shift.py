"""The hours of one shift: who has how much, and one button for the second person."""

from typing import Any

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates, rounding
from board.accounts import scope
from board.accounts.models import Role
from board.attendance.views.showing import volunteer
from board.db import session
from board.positions.models import Shift
from board.records import due, ledger, queries, second, services
from board.records.forms import ConfirmForm
from board.records.ledger import Line
from board.records.models import ServiceRecord, State
from board.records.views import blueprint, showing
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page
from board.web.paging import row_number


@blueprint.get("/desk/shifts/<int:shift_id>/hours")
@requires(*queries.READERS)
def shift_hours(shift_id: int) -> tuple[str, int]:
    shift = queries.fetch_shift(current_user.person, shift_id, *queries.READERS)
    return _page(shift, ConfirmForm())


@blueprint.post("/desk/shifts/<int:shift_id>/hours/confirm")
@act
@requires(Role.reviewer)
def confirm(shift_id: int) -> tuple[str, int] | Response:
    shift = queries.fetch_shift(current_user.person, shift_id, Role.reviewer)
    form = ConfirmForm()
    if form.validate_on_submit():
        told = services.confirm_shift(shift, seen=form.seen.data or "", by=current_user.person)
        session.commit()
        return done(_sentence(told), f"/desk/shifts/{shift_id}/hours")
    return _page(shift, form)


def _sentence(told: services.Confirmed) -> str:
    worth = f"，共 {rounding.words(told.minutes)}" if told.minutes else ""
    rest = f"还有 {told.left_over} 条是你记的或你自己的，由别人确认。" if told.left_over else ""
    one_by_one = f"还有 {told.back_filled} 条补录，要看过证明一条一条确认。" if told.back_filled else ""
    return f"确认了 {told.people} 人{worth}，已经告诉他们，公示 {ledger.notice_days()} 天。{rest}{one_by_one}"


def _page(shift: Shift, form: ConfirmForm) -> tuple[str, int]:
    person, lines = current_user.person, queries.of_shift(shift)
    roles = scope.roles_in(person, shift.position.area)
    proposed = [line for line in lines if line.state == State.proposed]
    hands = second.hands_of(ServiceRecord.shift_id == shift.id) if proposed else {}
    theirs = [line for line in proposed if person.id not in hands[line.record.id]]
    mine = [line for line in theirs if not line.is_back_filled]
    form.seen.data = services.seen_of(lines)
    after = row_number(request.args.get("after")) or 0
    shown = lines[after : after + queries.ON_A_PAGE]
    address = f"/desk/shifts/{shift.id}/hours"
    return page(
        "records/shift_hours.html",
        form,
        shift=shift,
        position=shift.position,
        rows=[_row(line) for line in sorted(shown, key=_order)],
        counted=_counted(lines),
        waits=len(mine) if Role.reviewer in roles else 0,
        worth=rounding.words(sum(line.minutes for line in mine if line.record.counts)),
        others=len(proposed) - len(theirs) if Role.reviewer in roles else 0,
        one_by_one=len(theirs) - len(mine) if Role.reviewer in roles else 0,
        due=_due(shift) if any(line.state in (State.doubtful, State.proposed) for line in lines) else "",
        rule=rounding.RULE_WORDS[rounding.CURRENT],
        total=ledger.of_records(ServiceRecord.shift_id == shift.id).words,
        older=f"{address}?after={after + queries.ON_A_PAGE}"
        if len(lines) > after + queries.ON_A_PAGE
        else None,
        settle=f"/desk/shifts/{shift.id}/settle" if Role.editor in roles else None,
        back_fill=f"{address}/back-fill" if Role.editor in roles and shift.ends_at <= clock.now() else None,
    )


_FIRST = (State.doubtful, State.held, State.proposed, State.confirmed, State.voided)


def _order(line: Line) -> tuple[int, int]:
    return _FIRST.index(line.state), line.record.id


def _counted(lines: list[Line]) -> list[tuple[int, str]]:
    states = [line.state for line in lines]
    words = (
        (State.doubtful, "要核对"),
        (State.proposed, "待确认"),
        (State.confirmed, "已确认"),
        (State.voided, "作废"),
    )
    return [(states.count(state), word) for state, word in words if state in states]


def _due(shift: Shift) -> str:
    day = due.days_of([shift.ends_at])[clock.local(shift.ends_at).date()]
    late = "，已经逾期" if day < clock.today() else ""
    return f"{dates.day(day)} 前结清{late}（活动后 10 个工作日）"


def _row(line: Line) -> dict[str, Any]:
    person = line.record.person
    return (
        {
            "id": line.record.id,
            "name": person.name or person.volunteer_no,
            "about": volunteer(person.volunteer_no),
            "times": showing.times(line),
            "worth": showing.worth(line),
            "source": showing.source(line),
            "mark": showing.marks(line),
            "why": showing.why(line),
        }
        | _address(line)
        | showing.state(line)
    )


def _address(line: Line) -> dict[str, str]:
    """Where its page is; a back-fill that waits is looked at with its reason and proof."""
    if line.is_back_filled and line.state == State.proposed:
        return {"address": f"/desk/backfills/{line.record.id}", "see": "看理由和证明"}
    return {"address": f"/desk/records/{line.record.id}", "see": ""}
