"""Forms of signing up somebody else: whoever stands at the desk, a family, and claiming a record."""

import re
from datetime import date
from typing import Any, Final

from wtforms import BooleanField, Field, RadioField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from board import clock
from board.accounts.forms import KINDS, is_mobile, mobile_digits
from board.accounts.models import Kind, Person
from board.positions.models import Position
from board.positions.words import Audience
from board.signups.behalf import ANOTHER, Present, Somebody
from board.signups.together import Group
from board.web.filters import masked_mobile
from board.web.forms import Form, choices, digits, one_line

SHOWN: Final = 3
BORN: Final = "出生年月写 6 位数字，比如 195803。"
_NUMBER: Final = re.compile(r"[Ww][Jj][0-9]{6,10}")
_MONTH: Final = re.compile(r"([0-9]{4})[^0-9]?([0-9]{1,2})[^0-9]?")


def number_signs(text: str | None) -> str | None:
    """wj000123 as people type it, with full-width signs and blanks: WJ000123; other text stays as it is."""
    plain = mobile_digits(text) or ""
    return plain.upper() if _NUMBER.fullmatch(plain) else plain


def mobile_or_text(text: str | None) -> str | None:
    """As `mobile_digits`, but what holds no digit stays: an answer one may leave out is not lost in silence."""
    return mobile_digits(text) or one_line(text)


def digits_or_text(text: str | None) -> str | None:
    """As `digits`, but what holds no digit stays."""
    return digits(text) or one_line(text)


def month_of(text: str | None) -> date | None:
    """195803, 1958-3 or 1958年3月: the first day of that month; None when it is no month of a life."""
    found = _MONTH.fullmatch(text or "")
    if found is None or not (1 <= int(found[2]) <= 12 and int(found[1]) >= 1900):
        return None
    first = date(int(found[1]), int(found[2]), 1)
    return first if date(1900, 1, 2) <= first <= clock.today() else None


def _only_one(field: Field, typed: Field) -> None:
    if field.data and typed.data:
        raise ValidationError("上面写了编号或手机号，这里就不用写了。")


def is_month(_: Form, field: Field) -> None:
    if field.data and month_of(field.data) is None:
        raise ValidationError(BORN)


def is_mobile_if_any(form: Form, field: Field) -> None:
    if field.data:
        is_mobile(form, field)


def is_name(_: Form, field: Field) -> None:
    if field.data and not 2 <= len(field.data) <= 40:
        raise ValidationError("姓名要 2 到 40 个字。")


def _name(label: str) -> StringField:
    return StringField(label, filters=[one_line], validators=[is_name])


def _mobile(label: str) -> StringField:
    return StringField(label, filters=[mobile_or_text], validators=[is_mobile_if_any])


def _born(label: str) -> StringField:
    hint = "6 位数字，比如 195803"
    return StringField(label, description=hint, filters=[digits_or_text], validators=[is_month])


class DeskSignUpForm(Form):
    """Somebody registered by number or mobile, or somebody by name."""

    typed = StringField(
        "志愿者编号或手机号", description="登记过的，写完整的编号或手机号", filters=[number_signs],
        validators=[Length(max=20, message="手机号是 11 位，志愿者编号像 WJ000123，请写完整。")],
    )  # fmt: skip
    name = _name("姓名")
    mobile = _mobile("手机号")
    born = _born("出生年月")
    kind = RadioField("本人是", choices=choices(KINDS), default=Kind.resident.value)
    which = RadioField("是哪一位", validate_choice=False)
    agree = BooleanField(
        "本人在场，知道有什么风险，同意登记姓名，满 14 周岁",
        validators=[DataRequired("请当面问过本人再勾选：知道风险，同意登记姓名，满 14 周岁。")],
    )

    def ask_kind_of(self, position: Position) -> None:
        """Whether somebody is an official is asked only where it decides."""
        if position.audience != Audience.officials:
            del self.kind

    def ask_which(self, people: list[Person]) -> None:
        """Is it one of these of the same name, or somebody else?"""
        mobiles = {p: masked_mobile(p.contact_mobile) if p.contact_mobile else "没有手机号" for p in people}
        known = [(p.volunteer_no, f"就是这位：{p.volunteer_no}，{mobiles[p]}") for p in people]
        self.which.choices = choices([*known, (ANOTHER, "另一个同名的人")])

    def validate_name(self, field: Field) -> None:
        if not field.data and not self.typed.data:
            raise ValidationError("请写姓名；登记过的，写上面的编号或手机号。")
        _only_one(field, self.typed)

    def validate_mobile(self, field: Field) -> None:
        _only_one(field, self.typed)

    @property
    def present(self) -> Present:
        by_number = bool(self.typed.data)
        born = month_of(self.born.data)
        who = Somebody(
            name=self.name.data or "",
            kind=Kind(self.kind.data) if self.kind else Kind.resident,
            mobile=None if by_number else self.mobile.data or None,
            birth_month=born,
        )
        return Present(typed=self.typed.data or "", who=who, which=self.which.data or "")


class GroupForm(Form):
    """Who comes along. `group_form` adds a row of fields for each."""

    rows = 0
    me_too = BooleanField("我自己也去", default=True)
    again = SelectMultipleField("以前带过的人")
    agree = BooleanField(
        "都满 18 周岁，都知道有什么风险，都同意登记姓名",
        validators=[DataRequired("请问过每个人再勾选：都满 18 周岁，知道风险，同意登记姓名。")],
    )

    def offer(self, companions: list[Person]) -> None:
        """Those whom one brought before, to be ticked; nothing is asked when there are none."""
        if companions:
            self.again.choices = choices((person.volunteer_no, person.name) for person in companions)
        else:
            del self.again

    def row(self, number: int) -> tuple[Any, ...]:
        """The name, mobile and month of birth of one who comes along."""
        return self[f"name_{number}"], self[f"mobile_{number}"], self[f"born_{number}"]

    @property
    def all_rows(self) -> list[tuple[Any, ...]]:
        return [self.row(number) for number in range(1, self.rows + 1)]

    @property
    def more_named(self) -> bool:
        """Is anybody named, or anything wrong, beyond the rows that stand open?"""
        return any(field.data or field.errors for row in self.all_rows[SHOWN:] for field in row)

    def validate(self, extra_validators: Any = None) -> bool:
        passed: bool = super().validate(extra_validators)
        nameless = [
            name for name, mobile, born in self.all_rows if not name.data and (mobile.data or born.data)
        ]
        for name in nameless:
            name.errors = [*name.errors, "这一行还没有写姓名。"]
        return passed and not nameless

    def group(self, most: int) -> Group:
        named = [
            Somebody(name=name.data, mobile=mobile.data or None, birth_month=month_of(born.data))
            for name, mobile, born in self.all_rows
            if name.data
        ]
        again = tuple(self.again.data or ()) if self.again else ()
        return Group(me_too=self.me_too.data, again=again, named=named, most=most)


def group_form(rows: int) -> type[GroupForm]:
    """A form with so many rows for people who come along."""
    fields: dict[str, Any] = {"rows": rows}
    for number in range(1, rows + 1):
        fields[f"name_{number}"] = _name(f"第 {number} 位的姓名")
        fields[f"mobile_{number}"] = _mobile(f"第 {number} 位的手机号")
        fields[f"born_{number}"] = _born(f"第 {number} 位的出生年月")
    return type("GroupOfSome", (GroupForm,), fields)


class ClaimForm(Form):
    volunteer_no = StringField(
        "志愿者编号", description="小票上的，像 WJ000123", filters=[number_signs],
        validators=[InputRequired("请写志愿者编号。"), Length(max=12, message="志愿者编号像 WJ000123。")],
    )  # fmt: skip
    code = StringField("认领码", description="工作人员念给你的 6 位数字", filters=[digits])

    def validate_volunteer_no(self, field: Field) -> None:
        if not _NUMBER.fullmatch(field.data or ""):
            raise ValidationError("志愿者编号像 WJ000123，请再看看小票。")

    def validate_code(self, field: Field) -> None:
        if not re.fullmatch(r"[0-9]{6}", field.data or ""):
            raise ValidationError("认领码是 6 位数字，请工作人员再念一遍。")
