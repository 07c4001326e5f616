"""Taking over the record one had without an account."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board.db import session
from board.signups import handing_over
from board.signups.behalf_forms import ClaimForm
from board.signups.handing_over import Claimed
from board.signups.views import blueprint
from board.web.access import signed_in
from board.web.act import act, done
from board.web.forms import page


@blueprint.route("/me/claim", methods=["GET", "POST"])
@act
@signed_in
def claim() -> tuple[str, int] | Response:
    form = ClaimForm()
    if form.validate_on_submit():
        claimed = handing_over.claim(current_user.account, form.volunteer_no.data, form.code.data)
        session.commit()
        return done(_became(claimed), "/me/signups")
    return page("signups/claim.html", form=form)


def _became(claimed: Claimed) -> str:
    overlaps = f"其中 {claimed.overlaps} 个和你别的岗位时间重叠，请留一个。" if claimed.overlaps else ""
    return f"认领好了，那个编号下的报名和记录都转到这里了。{overlaps}"
