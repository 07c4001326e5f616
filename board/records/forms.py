"""Forms of hours: a reason, and the times when they change."""

from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired, Length

from board.web.forms import Form, TimeField, one_line


class ReasonForm(Form):
    """Why; the volunteer reads it."""

    reason = StringField(
        "原因",
        description="本人看得到，写一句就行",
        filters=[one_line],
        validators=[InputRequired("请写一句原因。"), Length(max=300, message="原因最多 300 个字。")],
    )


class CorrectForm(ReasonForm):
    came = TimeField("几点到", validators=[InputRequired("请写几点到，如 09:00。")])
    went = TimeField("几点走", validators=[InputRequired("请写几点走，如 11:00。")])


class ConfirmForm(Form):
    """One button; `seen` stands for what the page showed. Pressing it twice is answered alike."""

    carries_once = False

    seen = HiddenField()
