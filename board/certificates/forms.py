"""Forms of certificates."""

from datetime import date

from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length, Optional, ValidationError

from board import clock
from board.certificates.contents import Period
from board.certificates.models import Answer
from board.certificates.words import CAUSE_WORDS
from board.web.forms import DateField, Form, PlainForm, choices, one_line, plain_digits, plain_digits_in_lines


class VerifyForm(Form):
    """Typed from paper. Nothing is kept of it, so it may be sent as often as one likes."""

    carries_once = False

    number = StringField("证明编号", filters=[one_line], description="印在右上角，比如 WJ-2026-000318-3",
                         validators=[InputRequired("请写证明编号。"), Length(max=40, message="编号没有这么长，再看看。")])  # fmt: skip
    code = StringField("查验码", filters=[one_line], description="印在二维码旁边，6 位字母和数字",
                       validators=[InputRequired("请写查验码。"), Length(max=20, message="查验码是 6 位。")])  # fmt: skip


FIRST_DAY = date(2020, 1, 1)


class _Days:
    """From which day to which; left empty, it is everything."""

    since = DateField("从哪天", validators=[Optional()])
    until = DateField("到哪天", validators=[Optional()])

    def validate_since(self, field: DateField) -> None:
        if field.data and field.data < FIRST_DAY:
            raise ValidationError(f"最早写 {FIRST_DAY.year} 年，那以前还没有这个网站。")

    def validate_until(self, field: DateField) -> None:
        since: date | None = self.since.data
        if since and field.data and field.data < since:
            raise ValidationError("“到哪天”在“从哪天”前面，对调一下。")

    @property
    def period(self) -> Period:
        """Nothing is certified of days that have not come."""
        until = min(self.until.data, clock.today()) if self.until.data else None
        return Period(self.since.data, until)


class PeriodForm(_Days, PlainForm):
    """Of which days a certificate is to be."""


class AskForm(Form):
    """One button: issue what the page shows."""


class IssuerForm(Form):
    """Who issues, as it will be printed."""

    name = StringField("记录单位", filters=[one_line], validators=[
        InputRequired("请写记录单位的全称。"), Length(max=60, message="全称最长 60 个字。"),
    ])  # fmt: skip
    head = StringField(
        "负责人", filters=[one_line], validators=[Length(max=40, message="姓名最长 40 个字。")]
    )
    handler = StringField("经办人", filters=[one_line], validators=[Length(max=40, message="姓名最长 40 个字。")],
                          description="有人拿着证明来问，找谁")  # fmt: skip
    phone = StringField("联系电话", filters=[plain_digits], validators=[Length(max=20, message="电话最长 20 位。")],
                        description="座机写上区号")  # fmt: skip


class NumberForm(PlainForm):
    """Which one to look at."""

    number = StringField("证明编号", filters=[one_line], validators=[Optional()])


class RevokeForm(Form):
    """Why a certificate is taken back: chosen, since everybody who checks it reads the words."""

    cause = RadioField(
        "为什么收回", choices=choices(CAUSE_WORDS.items()), validators=[InputRequired("请选一个原因。")]
    )


class BatchForm(_Days, Form):
    """Whose certificates are asked for, and what for."""

    place = SelectField("替谁要", validators=[InputRequired("请选一个。")])
    numbers = TextAreaField(
        "志愿者编号", filters=[plain_digits_in_lines],
        description="一行一个，可以从表格里整列贴过来。选单位的不用写，会问单位里的每一个人",
        validators=[Length(max=6000, message="太长了，分几次问。")],
    )  # fmt: skip
    purpose = StringField(
        "做什么用", filters=[one_line], description="本人看得到，比如：学校评优，交给温江中学", validators=[
            InputRequired("请写做什么用，本人要看了才好答应。"), Length(max=100, message="用途最多 100 个字，请写短一点。"),
        ],
    )  # fmt: skip

    def offer(self, places: list[tuple[str, str]]) -> None:
        self.place.choices = choices(places)


class AgreeForm(Form):
    """Yes or no, by the button pressed. Saying so again is saying so once."""

    carries_once = False

    answer = HiddenField(validators=[AnyOf([Answer.yes, Answer.no], message="请点“同意”或者“不同意”。")])
