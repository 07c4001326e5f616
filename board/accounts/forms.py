"""Forms of accounts. Choices come from the view; what a password must be, the service decides."""

from datetime import date
from typing import Any

from wtforms import BooleanField, Field, PasswordField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from board import clock
from board.accounts.models import CODE_REASON_WORDS, DISABLE_REASON_WORDS, ROLE_WORDS, Kind
from board.web.forms import Form, choices, digits, one_line
from board.web.once import OnceField
from board.web.paging import row_number

KINDS = ((Kind.resident, "居民"), (Kind.official, "机关干部"))
HOW_LONG = "8 位以上，好记的几个词连起来就行"
_PASSWORD = (InputRequired("请写密码。"), Length(max=128, message="密码最长 128 位，请写短一点。"))
Choices = dict[str, list[tuple[str, str]]]


def mobile_digits(text: str | None) -> str | None:
    """As people type it: with blanks, hyphens, full-width digits, or +86 in front."""
    plain = digits(text)
    return plain.removeprefix("+86") if plain else plain


def is_mobile(_: Form, field: Field) -> None:
    """Says what is different from a mobile number, not merely that it is wrong."""
    typed = field.data or ""
    if not typed:
        raise ValidationError("请写手机号。")
    if not (typed.isascii() and typed.isdigit()):
        raise ValidationError("手机号里只有数字，请再看看。")
    if len(typed) != 11:
        raise ValidationError(f"手机号是 11 位，你写了 {len(typed)} 位。")
    if typed[0] != "1" or typed[1] in "012":
        raise ValidationError("手机号以 13 到 19 开头，请再看看。")


def is_code(_: Form, field: Field) -> None:
    typed = field.data or ""
    if not typed:
        raise ValidationError("请写短信里的 6 位验证码。")
    if not (typed.isascii() and typed.isdigit()) or len(typed) != 6:
        raise ValidationError("验证码是 6 位数字，看看最新那条短信。")


def _number(text: Any) -> int | None:
    return row_number(str(text or ""))


def grouped(first: str, groups: Choices) -> list[SelectChoice]:
    """A select that begins with words for nothing chosen yet, then its groups."""
    members = [
        SelectChoice(value, words, optgroup=group)
        for group, pairs in groups.items()
        for value, words in pairs
    ]
    return [SelectChoice("", first), *members]


class MobileForm(Form):
    mobile = StringField("手机号", filters=[mobile_digits], validators=[is_mobile])


class CodeForm(Form):
    code = StringField("验证码", filters=[digits], validators=[is_code])


class DeskCodeForm(CodeForm):
    mobile = StringField("手机号", filters=[mobile_digits], validators=[is_mobile])
    code = StringField("工作人员给你的验证码", filters=[digits], validators=[is_code])


class SignInForm(Form):
    mobile = StringField("手机号", filters=[mobile_digits], validators=[is_mobile])
    password = PasswordField("密码", validators=[*_PASSWORD])
    shared = BooleanField("这是公用电脑，5 分钟不动就退出登录")


class ProfileForm(Form):
    """What somebody tells about themselves."""

    name = StringField(
        "姓名",
        description="写真实姓名，网页上只显示“王*”这样的写法",
        filters=[one_line],
        validators=[
            InputRequired("请写姓名。"),
            Length(min=2, max=40, message="姓名要 2 到 40 个字。"),
        ],
    )
    area_id = SelectField("住在哪个社区", coerce=_number, validators=[DataRequired("请选你住的社区或村。")])
    kind = RadioField("你是", choices=choices(KINDS), default=Kind.resident.value)
    unit_id = SelectField("工作单位", coerce=_number)

    def offer(self, communities: Choices, units: list[tuple[str, str]]) -> None:
        """The communities by street, and the units, that can be chosen."""
        self.area_id.choices = grouped("请选社区或村", communities)
        self.unit_id.choices = choices([("", "请选单位"), *units])

    def validate_unit_id(self, field: Field) -> None:
        if self.kind.data == Kind.official and not field.data and len(field.choices) > 1:
            raise ValidationError("机关干部请选工作单位。")


class RegisterForm(ProfileForm):
    password = PasswordField("密码", description=HOW_LONG, validators=[*_PASSWORD])
    old_enough = BooleanField("我已满 14 周岁", validators=[DataRequired("满 14 周岁才能自己注册，请勾选。")])
    agree = BooleanField(
        "我看过并同意信息使用说明", validators=[DataRequired("请看过信息使用说明后勾选同意。")]
    )


class NewPasswordForm(Form):
    password = PasswordField("新密码", description=HOW_LONG, validators=[*_PASSWORD])


class ChangePasswordForm(Form):
    current = PasswordField("现在的密码", validators=[*_PASSWORD])
    password = PasswordField("新密码", validators=[*_PASSWORD])


class ChangeMobileForm(MobileForm):
    mobile = StringField("新手机号", filters=[mobile_digits], validators=[is_mobile])
    password = PasswordField("现在的密码", validators=[*_PASSWORD])


class CloseForm(Form):
    password = PasswordField("密码", description="确认是你本人", validators=[*_PASSWORD])


class BirthMonthForm(Form):
    year = StringField("出生年份", description="4 位数字，比如 1958", filters=[digits])
    month = SelectField(
        "出生月份",
        coerce=_number,
        choices=choices([("", "请选月份"), *((str(n), f"{n} 月") for n in range(1, 13))]),
        validators=[DataRequired("请选出生月份。")],
    )

    def validate_year(self, field: Field) -> None:
        typed = field.data or ""
        if not (typed.isascii() and typed.isdigit() and 1900 < int(typed[:5]) <= clock.today().year):
            raise ValidationError("出生年份写 4 位数字，比如 1958。")

    @property
    def first_day(self) -> date:
        return date(int(self.year.data), int(self.month.data), 1)


class LookUpForm(Form):
    typed = StringField(
        "手机号或志愿者编号",
        description="要写完整，不能只写一部分",
        filters=[digits],
        validators=[
            InputRequired("请写完整的手机号或志愿者编号。"),
            Length(min=8, max=12, message="手机号是 11 位，志愿者编号像 WJ000123，请写完整。"),
        ],
    )


class HandOutForm(Form):
    once = OnceField()
    reason = RadioField(
        "为什么要在这里给",
        choices=choices(CODE_REASON_WORDS.items()),
        validators=[InputRequired("请选一个原因。")],
    )


class GiveClaimCodeForm(Form):
    once = OnceField()


class DisableForm(Form):
    reason = RadioField(
        "为什么停用",
        choices=choices(DISABLE_REASON_WORDS.items()),
        validators=[InputRequired("请选一个原因。")],
    )


class AppointForm(Form):
    role = RadioField(
        "职责",
        choices=choices(ROLE_WORDS.items()),
        validators=[InputRequired("请选一项职责。")],
    )
    place = SelectField("在哪里", validators=[InputRequired("请选在哪里。")])

    def offer(self, places: Choices) -> None:
        self.place.choices = grouped("请选在哪里", places)
