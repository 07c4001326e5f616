"""Forms of the day itself."""

from collections.abc import Iterable
from datetime import time
from typing import Any

from wtforms import BooleanField, Field, HiddenField, RadioField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, Optional, StopValidation, ValidationError

from board.accounts.forms import LookUpForm, is_mobile, mobile_digits
from board.attendance.models import Kind
from board.attendance.revealing import WHY_WORDS
from board.attendance.settling import Became, Decisions, Stay
from board.web.forms import Form, TimeField, choices, digits, one_line
from board.web.paging import row_number


def _is_minute_code(_: Form, field: Field) -> None:
    typed = field.data or ""
    if not typed:
        raise ValidationError("请写负责人屏幕上的六位数字。")
    if not (typed.isascii() and typed.isdigit()) or len(typed) != 6:
        raise ValidationError("是六位数字，看着负责人的屏幕再输一遍。")


class CheckInForm(Form):
    """What a volunteer's phone sends. `what` names the act, so that sending it twice is sending it once."""

    carries_once = False

    what = HiddenField()
    code = StringField("六位数字", filters=[digits], validators=[_is_minute_code])

    @property
    def kind(self) -> Kind:
        return Kind.left if self.what.data == Kind.left else Kind.arrived


class ChosenCheckInForm(CheckInForm):
    """As above, with the shift: `<shift>-arrived` or `<shift>-left`."""

    what = RadioField("哪一班", validate_choice=False, validators=[InputRequired("请选一班。")])

    def offer(self, pairs: list[tuple[str, str]]) -> None:
        self.what.choices = choices(pairs)
        if len(pairs) == 1 and not self.what.data:
            self.what.data = pairs[0][0]

    @property
    def kind(self) -> Kind:
        return Kind.left if str(self.what.data).endswith(f"-{Kind.left}") else Kind.arrived

    @property
    def shift_id(self) -> int | None:
        return row_number(str(self.what.data or "").partition("-")[0])


class LeftForm(Form):
    left = TimeField("几点走的", validators=[InputRequired("请写几点走的，如 11:00。")])


class RevealForm(Form):
    why = RadioField(
        "为什么要看",
        choices=choices(WHY_WORDS.items()),
        validators=[InputRequired("请选一个原因。")],
    )


class WalkInForm(LookUpForm):
    """Somebody who is registered, by exact number."""


class NewWalkInForm(Form):
    """Somebody nobody registered yet, by name."""

    name = StringField(
        "姓名",
        filters=[one_line],
        validators=[InputRequired("请写姓名。"), Length(min=2, max=40, message="姓名要 2 到 40 个字。")],
    )
    mobile = StringField("手机号", filters=[mobile_digits])
    agree = BooleanField(
        "问过本人：已满 14 周岁，同意登记姓名和手机号",
        validators=[DataRequired("请先问本人：满 14 周岁，同意登记，再勾选。")],
    )

    def validate_mobile(self, field: Field) -> None:
        if field.data:
            is_mobile(self, field)


class LeaderForm(Form):
    """One of those who come, or somebody by exact number."""

    person = RadioField("从报了名的人里选", validate_choice=False, validators=[Optional()])
    typed = StringField(
        "或者写手机号、志愿者编号",
        description="要写完整，不能只写一部分",
        filters=[digits],
        validators=[
            Optional(),
            Length(min=8, max=12, message="手机号是 11 位，志愿者编号像 WJ000123，请写完整。"),
        ],
    )

    def offer(self, pairs: list[tuple[str, str]]) -> None:
        self.person.choices = choices(pairs)


# Settling a shift: the fields depend on who is still open.

_BECAME = ((Became.arrived, "其实到了"), (Became.excused, "请过假"), (Became.absent, "未到岗"))
_COUNTS, _VOID = "counts", "void"
_LOOK = ((_COUNTS, "算"), (_VOID, "不算"))


class SettleForm(Form):
    """The end of the form: whoever is not named above."""

    rest = RadioField(
        "其余没签到的人", choices=choices([("", "先不记"), (Became.arrived, "都到了，按班次时间记"),
                                       (Became.absent, "都没到")]), default="", validators=[Optional()])  # fmt: skip
    rest_left = BooleanField("其余没签退的人，都按班次结束的时间记")

    @property
    def decisions(self) -> Decisions:
        """What was chosen; what was left alone is not in it."""
        became = {n: Became(f.data) for n, f in self.numbered("became") if f.data}
        rest = self.rest.data
        return Decisions(
            became=became,
            stays={n: self._stay(n) for n, choice in became.items() if choice == Became.arrived},
            went={n: f.data for n, f in self.numbered("left") if f.data},
            counts=frozenset(n for n, f in self.numbered("look") if f.data == _COUNTS),
            voided={n: self[f"why-{n}"].data for n, f in self.numbered("look") if f.data == _VOID},
            rest=Became(rest) if rest else None,
            rest_went_at_the_end=self.rest_left.data,
        )

    def numbered(self, name: str) -> list[tuple[int, Field]]:
        """The fields called `name-<number>`."""
        start = f"{name}-"
        return [(int(f.name.removeprefix(start)), f) for f in self if f.name.startswith(start)]

    def _stay(self, number: int) -> Stay:
        return Stay(self[f"came-{number}"].data, self[f"went-{number}"].data)


class _TimeIfThere(TimeField):
    """Needed only where 其实到了 is chosen."""

    def pre_validate(self, form: Form) -> None:
        if form[f"became-{self.name.partition('-')[2]}"].data != Became.arrived:
            self.errors: list[str] = []
            raise StopValidation
        if self.data is None or not one_line("".join(self.raw_data or [])):  # emptied: not what stood there
            raise StopValidation("写几点，如 09:00。")


class _WhyNot(StringField):  # type: ignore[misc]  # WTForms' own types
    """Needed only where 不算 is chosen."""

    def pre_validate(self, form: Form) -> None:
        if form[f"look-{self.name.partition('-')[2]}"].data == _VOID and not self.data:
            raise ValidationError("写一句为什么不算，本人会看到。")


def settle_form(people: Iterable[int], staying: Iterable[int], rows: Iterable[int], starts: time, ends: time) -> SettleForm:  # fmt: skip
    """A form with the fields of these people (not seen, not checked out) and rows (to be looked at)."""
    fields: dict[str, Any] = {}  # fields of WTForms, which carries no types
    for number in people:
        fields[f"became-{number}"] = RadioField("怎么记", choices=choices(_BECAME), validators=[Optional()])
        fields[f"came-{number}"] = _TimeIfThere("几点到", default=starts, validators=[])
        fields[f"went-{number}"] = _TimeIfThere("几点走", default=ends, validators=[])
    for number in staying:
        fields[f"left-{number}"] = TimeField("几点走的", validators=[Optional()])
    for number in rows:
        fields[f"look-{number}"] = RadioField("算不算", choices=choices(_LOOK), validators=[Optional()])
        fields[f"why-{number}"] = _WhyNot(
            "为什么不算", filters=[one_line], validators=[Length(max=300, message="原因最多 300 个字。")]
        )
    made: SettleForm = type("SettleForm", (SettleForm,), fields)()
    return made
