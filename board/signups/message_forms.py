"""Forms of messages: answering a reminder, and telling everybody on a shift something."""

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from board.signups.forms import REASON
from board.web.forms import Form, one_line

COMING, GONE = "coming", "gone"


class ComingForm(Form):
    """One tap on a reminder: coming, or not, with a reason when it is late."""

    answer = StringField("还来吗", validators=[AnyOf((COMING, GONE), message="请点“我会来”或者“不能去了”。")])
    reason = StringField(
        "别的原因", description="一句话就行，社区会看到", filters=[one_line], validators=[*REASON]
    )


class AnnounceForm(Form):
    """A sentence for everybody on a shift, or on every coming shift of a position."""

    text = TextAreaField(
        "说什么",
        description="最多 200 个字。岗位和时间会自动写在前面",
        filters=[one_line],
        validators=[
            InputRequired("请写要告诉大家的话。"),
            Length(max=200, message="最多 200 个字，请写短一点。"),
        ],
    )
    by_sms = BooleanField("急事，也发短信")
