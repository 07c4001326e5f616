"""Forms about ID numbers. Whether a text is one, the service decides."""

from collections.abc import Iterable

from wtforms import BooleanField, PasswordField, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from board.identity.models import USE_WORDS
from board.identity.needing import WHY_WORDS, Why
from board.web.forms import Form, choices, digits


class GiveForm(Form):
    """One's own number, what for, and the consent of its own."""

    number = StringField(
        "身份证号",
        description="18 位，照着身份证写",
        filters=[digits],
        validators=[InputRequired("请写身份证号。")],
    )
    uses = SelectMultipleField(
        "用在哪里", description="用得上的才勾，没勾的不会用", choices=choices(USE_WORDS.items())
    )
    agree = BooleanField(
        "我同意把身份证号存在这里，只用在勾了的地方",
        validators=[DataRequired("同意了才能存。不同意，什么都不用填。")],
    )


class FreeForm(Form):
    """The number on the card of whoever stands there, and the password once more."""

    number = StringField(
        "身份证号",
        description="照着本人的身份证写，不要照别的",
        filters=[digits],
        validators=[InputRequired("请写身份证号。")],
    )
    password = PasswordField(
        "你的密码",
        description="你登录用的密码，确认是你本人",
        validators=[Length(max=128, message="密码最长 128 位，请写短一点。")],
    )


class RevealForm(Form):
    """Why, and the password once more. What is missing is refused by the service, so that it is written down."""

    why = RadioField("为什么要看", validate_choice=False, validators=[Optional()])
    password = PasswordField(
        "你的密码",
        description="你登录用的密码，确认是你本人",
        validators=[Length(max=128, message="密码最长 128 位，请写短一点。")],
    )

    def offer(self, reasons: Iterable[Why]) -> None:
        self.why.choices = choices((why, WHY_WORDS[why]) for why in reasons)
