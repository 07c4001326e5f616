"""The audit log, for auditors."""

from urllib.parse import urlencode

from flask import request

from board.accounts.models import Role
from board.desk import queries
from board.desk.forms import AuditForm
from board.desk.queries import AuditQuestion
from board.desk.views import blueprint
from board.web.access import requires
from board.web.forms import page
from board.web.paging import key_before


@blueprint.get("/desk/audit")
@requires(Role.auditor)
def audit_log() -> tuple[str, int]:
    form = AuditForm(request.args)
    asked = _asked(form) if form.validate() else AuditQuestion()
    shown = queries.audit_rows(asked, key_before())
    return page("desk/audit.html", form=form, rows=shown.rows, next_url=_next(shown.next_key))


def _asked(form: AuditForm) -> AuditQuestion:
    return AuditQuestion(
        action=form.action.data or "",
        kind=form.kind.data or "",
        number=int(form.number.data) if form.number.data else None,
        actor=(form.actor.data or "").upper(),
        first=form.first.data,
        last=form.last.data,
    )


def _next(key: str | None) -> str | None:
    kept = {name: value for name, value in request.args.items() if name != "before"}
    return f"/desk/audit?{urlencode(kept | {'before': key})}" if key else None
