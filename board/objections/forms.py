"""Forms of objections: what is not right, how to be told, and what is answered."""

from typing import Any

from wtforms import BooleanField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from board.accounts.forms import is_mobile, mobile_digits
from board.objections.models import Outcome
from board.web.forms import Form, TimeField, choices, one_line, several_lines


class ReasonForm(Form):
    """What somebody signed in writes: they are answered in their inbox."""

    reason = TextAreaField(
        "哪里不对",
        description="写你知道的，比如那天没看见人来、走得早。社区和本人看得到这段话，不知道是谁写的",
        filters=[several_lines],
        validators=[InputRequired("请写哪里不对。"), Length(max=500, message="最多 500 个字，请写短一点。")],
    )


class ObjectForm(ReasonForm):
    """The same of somebody signed out, who may leave how to be told."""

    name = StringField(
        "怎么称呼你",
        filters=[one_line],
        validators=[Length(max=40, message="称呼最多 40 个字。")],
    )
    mobile = StringField(
        "手机号",
        description="留了就发短信告诉你结果，只用这一次，答复 30 天后删掉",
        filters=[mobile_digits],
        validators=[Optional(), is_mobile],
    )
    may_be_phoned = BooleanField("社区可以打这个电话问我")

    def validate(self, extra_validators: Any = None) -> bool:
        """A name alone answers nobody."""
        passed = super().validate(extra_validators)
        if passed and (self.name.data or self.may_be_phoned.data) and not self.mobile.data:
            self.mobile.errors = ["没有手机号，告诉不了你。写上手机号，或者称呼也空着。"]
            return False
        return passed


class NotRightForm(Form):
    """What a volunteer says of their own hours."""

    reason = TextAreaField(
        "哪里不对",
        description="写一两句，比如几点到、几点走，谁看见了",
        filters=[several_lines],
        validators=[InputRequired("请写哪里不对。"), Length(max=500, message="最多 500 个字，请写短一点。")],
    )
    came = TimeField("你几点到", validators=[Optional()])
    went = TimeField("你几点走", validators=[Optional()])


class AskStreetForm(Form):
    reason = TextAreaField(
        "为什么不同意",
        description="街道会连同前面说的一起看",
        filters=[several_lines],
        validators=[
            InputRequired("请写为什么不同意。"),
            Length(max=300, message="最多 300 个字，请写短一点。"),
        ],
    )


class AnswerForm(Form):
    """What becomes of it, and the words that everybody concerned reads."""

    outcome = RadioField("结果", validators=[InputRequired("请选结果。")])
    came = TimeField("几点到", validators=[Optional()])
    went = TimeField("几点走", validators=[Optional()])
    words = TextAreaField(
        "答复",
        description="本人和提的人看到的就是这段话：核对了什么，结果为什么是这样",
        filters=[several_lines],
        validators=[InputRequired("请写答复。"), Length(max=200, message="答复最多 200 个字，请写短一点。")],
    )

    def offer(self, outcomes: list[tuple[Outcome, str]]) -> None:
        self.outcome.choices = choices(outcomes)

    def validate(self, extra_validators: Any = None) -> bool:
        """Other times are needed where times are what changes."""
        passed = super().validate(extra_validators)
        missing = [
            (field, words) for field, words in self._times() if not "".join(field.raw_data or ()).strip()
        ]
        if passed and self.outcome.data == Outcome.corrected and missing:
            for field, words in missing:
                field.errors = [words]
            return False
        return passed

    def _times(self) -> tuple[tuple[Any, str], ...]:  # WTForms carries no types
        """What was cleared was not said, though the page had filled it in."""
        return (self.came, "请写几点到，如 09:00。"), (self.went, "请写几点走，如 11:00。")


class PhoneForm(Form):
    """One button: the number is shown once it is pressed, which is written down."""
