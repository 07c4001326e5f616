"""What a community answers every time."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts.models import Role
from board.db import session
from board.positions import standing
from board.reuse import queries
from board.reuse.forms import StandingForm
from board.reuse.views import blueprint
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page


@blueprint.route("/desk/areas/<code>/standing", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_standing(code: str) -> tuple[str, int] | Response:
    area = queries.fetch_area(current_user.person, code)
    form = StandingForm.of_community(area.id)
    if form.validate_on_submit():
        standing.keep(area, form.kept(), by=current_user.person)
        session.commit()
        return done("记住了。下一个新岗位和导入的表格先照这样填好。", f"/desk/lists?area={code}")
    return page("reuse/desk_standing.html", form=form, area=area, is_kept=standing.of(area.id) is not None)
