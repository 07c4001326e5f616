"""How somebody wants to be told."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board.db import session
from board.notices import wishing
from board.notices.forms import NO, YES, WishesForm
from board.notices.limits import current
from board.notices.models import RemindBySms
from board.notices.views import blueprint
from board.outbox.models import Channel
from board.web.access import signed_in
from board.web.act import act, done
from board.web.forms import page


@blueprint.route("/me/wishes", methods=["GET", "POST"])
@act
@signed_in
def wishes() -> tuple[str, int] | Response:
    me = current_user.person
    said, has_mail = wishing.wish_of(me), Channel.mail in current().channels
    form = WishesForm(
        data={"sms": YES if said.sms else NO, "remind_by_sms": said.remind_by_sms, "mail": said.mail}
    )
    if form.validate_on_submit():
        reminders = RemindBySms(form.remind_by_sms.data)
        mail = form.mail.data if has_mail else said.mail
        wishing.say(me, sms=form.sms.data == YES, remind_by_sms=reminders, mail=mail)
        session.commit()
        return done("记下了。", "/me/wishes")
    return page("notices/wishes.html", form=form, said=said, has_mail=has_mail)


@blueprint.post("/me/wishes/prove")
@act
@signed_in
def ask_again() -> Response:
    wishing.ask_again(current_user.person)
    session.commit()
    return done("确认信发出了，点开里面的链接就好。", "/me/wishes")
