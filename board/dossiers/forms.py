"""Forms of a volunteer's record."""

from datetime import timedelta
from decimal import Decimal
from typing import Final

from wtforms import BooleanField, Field, PasswordField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from board import clock
from board.areas.models import Area
from board.dossiers.handing_out import WHY_WORDS
from board.dossiers.words import MARK_WORDS
from board.web.forms import FULL_WIDTH, DateField, Form, choices, one_line

_LONGEST_TRAINING: Final = 1000
_LONGEST_PERIOD: Final = timedelta(days=366)
_OLDEST: Final = 2000


def _text(label: str, *, asked: str, most: int, hint: str = "") -> StringField:
    too_long = f"最多 {most} 个字，请写短一点。"
    return StringField(
        label,
        description=hint,
        filters=[one_line],
        validators=[InputRequired(asked), Length(max=most, message=too_long)],
    )


def _as_number(text: str | None) -> str | None:
    """Full-width digits and points as ASCII; a sign in front stays, to be asked about."""
    return one_line(text.translate(FULL_WIDTH)) if text else text


class _DayForm(Form):
    day = DateField("日期", validators=[InputRequired("请写日期，如 2026-11-20。")])


class TrainingForm(_DayForm):
    name = _text("培训名称", asked="请写培训名称。", most=80)
    content = _text("主要内容", asked="请写一句主要内容。", most=300)
    hours = StringField(
        "学习时长（小时）",
        description="可以写半小时，如 1.5",
        filters=[_as_number],
        validators=[InputRequired("请写学习时长，如 2 或 1.5。")],
    )
    organiser = _text("组织单位", asked="请写组织单位。", most=80)

    def validate_hours(self, field: Field) -> None:
        if not self._halves(field.data or ""):
            raise ValidationError(
                f"学习时长写 0.5 到 {_LONGEST_TRAINING} 之间的数，可以到半小时，如 2 或 1.5。"
            )

    @property
    def minutes(self) -> int:
        return self._halves(self.hours.data) * 30

    @staticmethod
    def _halves(typed: str) -> int:
        """How many half hours; 0 for what is none."""
        whole, _, part = typed.partition(".")
        plain = typed.isascii() and whole.isdigit() and len(whole) <= 4 and part in ("", "0", "5")
        halves = int(Decimal(f"{whole}.{part or 0}") * 2) if plain else 0
        return halves if halves <= _LONGEST_TRAINING * 2 else 0


class CommendationForm(_DayForm):
    name = _text("表彰名称", asked="请写表彰名称。", most=80, hint="比如 优秀志愿者")
    organiser = _text("授予单位", asked="请写授予单位。", most=80)
    from_above = BooleanField("是街道、区或者更上级的单位给的", description="要另一个人核对过证明才记入")
    proof = StringField(
        "看了什么证明",
        description="证书编号、文件号，上级单位给的一定要写",
        filters=[one_line],
        validators=[Length(max=120, message="最多 120 个字，请写短一点。")],
    )


class EvaluationForm(_DayForm):
    mark = RadioField(
        "服务得怎么样", choices=choices(MARK_WORDS.items()), validators=[InputRequired("请选一个评价。")]
    )
    word = _text("一句话", asked="请写一句话，本人看得到。", most=300, hint="本人看得到，可以回一句")


class ReasonForm(Form):
    reason = _text("原因", asked="请写一句原因。", most=300, hint="写一句就行")


class ReplyForm(Form):
    reply = _text("你的回复", asked="请写一句回复。", most=300, hint="只能回一次，社区的工作人员看得到")


class ExportForm(Form):
    """A period of an area; what full numbers need is refused by the act, so that it is written down."""

    area = SelectField("哪里的记录", validators=[InputRequired("请选哪里的记录。")])
    first = DateField("从哪天", validators=[InputRequired("请写从哪天，如 2026-11-01。")])
    last = DateField("到哪天", validators=[InputRequired("请写到哪天，如 2026-11-30。")])
    full = BooleanField("要完整的身份证号和手机号", description="只有本人同意录进全国系统的才有，会告诉他们")
    why = RadioField(
        "为什么要完整的", choices=choices(WHY_WORDS.items()), validate_choice=False, validators=[Optional()]
    )
    password = PasswordField(
        "你的密码",
        description="你登录用的密码，要完整的才写",
        validators=[Length(max=128, message="密码最长 128 位，请写短一点。")],
    )

    def offer(self, areas: list[Area]) -> None:
        """The areas to choose from; last month until today, unless something else was said."""
        self.area.choices = choices((area.code, area.name) for area in areas)
        if not self.is_submitted():
            today = clock.today()
            self.last.data = today
            self.first.data = (today.replace(day=1) - timedelta(days=1)).replace(day=1)

    def validate_last(self, field: Field) -> None:
        if not self.first.data or not field.data:
            return
        if field.data < self.first.data:
            raise ValidationError("“到哪天”在“从哪天”前面，请换一下。")
        if field.data - self.first.data > _LONGEST_PERIOD or self.first.data.year < _OLDEST:
            raise ValidationError("一次最多导一年的，请分几段导。")
