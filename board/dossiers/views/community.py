"""A community's records as a file, in the field set of the national system."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts.models import Role
from board.db import session
from board.dossiers import exporting, handing_out
from board.dossiers.forms import ExportForm
from board.dossiers.views import blueprint
from board.web.access import requires
from board.web.act import act
from board.web.downloads import workbook
from board.web.forms import page


@blueprint.route("/desk/hours/export", methods=["GET", "POST"])
@act
@requires(Role.editor)
def export() -> tuple[str, int] | Response:
    me = current_user._get_current_object()
    form = ExportForm()
    form.offer(handing_out.areas_for(me.person))
    if form.validate_on_submit():
        wanted = handing_out.asked(me.person, form.area.data, form.first.data, form.last.data)
        title = wanted.title
        if form.full.data:
            content = handing_out.in_full(
                me, wanted, why=form.why.data or "", password=form.password.data or ""
            )
        else:
            content = handing_out.masked(wanted)
        session.commit()
        return workbook(content, title)
    return page("dossiers/export.html", form, most=exporting.MOST_ROWS)
