"""What waits at the desk: hours to settle and to confirm, the soonest due first."""

from typing import Any

from flask_login import current_user

from board import clock, dates
from board.accounts import scope
from board.accounts.models import Role
from board.areas.models import Area
from board.records import ledger, overdue, queries
from board.records.models import State
from board.records.overdue import Overdue
from board.records.queries import READERS, Waiting
from board.records.views import blueprint, told
from board.web.access import requires
from board.web.forms import page

SHOWN = 50


@blueprint.get("/desk/hours")
@requires(*READERS)
def hours() -> tuple[str, int]:
    person = current_user.person
    return page(
        "records/hours.html",
        settling=[_row(row) for row in queries.to_settle(person, limit=SHOWN)],
        confirming=[_row(row) for row in queries.to_confirm(person, limit=SHOWN)],
        overdue=[_late(row) for row in overdue.by_area(person, clock.today())],
        can_export=Role.editor in scope.roles_of(person),
        totals=[
            (area.name, ledger.of_area(area), _notice(area)) for area in scope.areas_of(person, *READERS)
        ],
        objected=told.told.at_the_desk(person),
    )


def _notice(area: Area) -> str | None:
    return f"/c/{area.code}/hours" if area.is_community else None


def _row(row: Waiting) -> dict[str, Any]:
    shift, late = row.shift, row.due_on < clock.today()
    verb = "条要核对" if row.state == State.doubtful else "人待确认"
    return {
        "title": shift.position.title,
        "detail": f"{shift.position.area.name}，{dates.when(shift.starts_at, shift.ends_at)}，{row.count} {verb}",
        "due": f"{dates.day(row.due_on)} 到期" + ("，已经逾期" if late else ""),
        "state": "risk" if late else "waiting",
        "address": f"/desk/shifts/{shift.id}/hours",
        "button": "去核对" if row.state == State.doubtful else "确认时长",
    }


def _late(row: Overdue) -> dict[str, str]:
    return {
        "what": f"{row.area.name}：{row.shifts} 个班次逾期",
        "detail": f"最早的 {dates.day(row.due_on)} 到期",
    }
