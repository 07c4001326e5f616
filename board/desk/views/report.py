"""The month in numbers, to read and to take away."""

from datetime import date

from flask import Response, request
from flask_login import current_user

from board import audit, clock
from board.accounts.models import Role
from board.db import begin_writing, session
from board.desk import report, report_sheet
from board.desk.report import Report
from board.desk.views import blueprint
from board.web.access import requires
from board.web.downloads import workbook
from board.web.forms import page

_FIRST_YEAR, _LAST_YEAR = 2020, 2100
_OFFERED = 25


@blueprint.get("/desk/report")
@requires(Role.editor, Role.reviewer, Role.manager)
def month_report() -> tuple[str, int]:
    found = _asked_for()
    return page(
        "desk/report.html",
        report=found,
        title=report_sheet.title(found),
        heads=report_sheet.HEADS,
        means=report_sheet.MEANS,
        cells=report_sheet.cells,
        choices=report.choices(current_user.person),
        before=_said(report.month_before(found.month)),
        after=_said(report.next_month(found.month)),
        said=_said(found.month),
        months=_months(found.month),
    )


@blueprint.get("/desk/report.xlsx")
@requires(Role.editor, Role.reviewer, Role.manager)
def month_report_file() -> Response:
    found = _asked_for()
    content = report_sheet.of(found)
    begin_writing()
    audit.record("report.export", found.area, month=_said(found.month))
    session.commit()
    return workbook(content, report_sheet.title(found))


def _asked_for() -> Report:
    """?area=<code>&month=2026-12; without them, the first area of one's own and this month."""
    area = report.fetch_area(current_user.person, request.args.get("area"))
    return report.of_month(area, _month(request.args.get("month", "")))


def _month(said: str) -> date:
    try:
        month = date.fromisoformat(f"{said}-01")
    except ValueError:
        return clock.today().replace(day=1)
    return month if _FIRST_YEAR <= month.year <= _LAST_YEAR else clock.today().replace(day=1)


def _months(shown: date) -> list[tuple[str, str]]:
    """Next month and the two years before it, the newest first; and the one that is shown."""
    month = report.next_month(clock.today().replace(day=1))
    offered = {shown}
    for _ in range(_OFFERED):
        offered.add(month)
        month = report.month_before(month)
    return [(_said(day), f"{day.year}年{day.month}月") for day in sorted(offered, reverse=True)]


def _said(month: date) -> str:
    return f"{month:%Y-%m}"
