"""Forms of signing up, giving up, and of an editor's direct changes."""

from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from board.accounts.forms import is_mobile, mobile_digits
from board.web.forms import DateField, Form, TimeField, WholeNumberField, one_line, plain_digits

REASON = (Length(max=300, message="原因最多 300 个字，请写短一点。"),)


class SignUpForm(Form):
    carries_once = False  # whoever is on the shift already is answered as the first time

    agree = BooleanField(
        "我看过风险和保障，同意按信息使用说明使用我的信息",
        validators=[DataRequired("请先勾选：看过风险和保障，同意按信息使用说明使用我的信息。")],
    )


class WithdrawForm(Form):
    reason = StringField(
        "为什么去不了", description="一句话就行，社区会看到", filters=[one_line], validators=[*REASON]
    )


class StandInForm(Form):
    name = StringField(
        "谁替你去",
        filters=[one_line],
        validators=[
            InputRequired("请写替你去的人的姓名。"),
            Length(max=40, message="姓名最多 40 个字。"),
        ],
    )
    mobile = StringField(
        "对方的手机号",
        description="发一条短信问对方去不去，答应了名额才换人",
        filters=[mobile_digits],
        validators=[is_mobile],
    )


class ReasonForm(Form):
    """An act that those concerned are told the reason of."""

    reason = StringField(
        "原因",
        description="会原样告诉相关的人",
        filters=[one_line],
        validators=[InputRequired("请写一句原因，相关的人会看到。"), *REASON],
    )


class QuotaForm(Form):
    quota = WholeNumberField(
        "要几个人",
        description="增加时，候补的人按顺序补上；减少时，已报上的人都保留",
        validators=[
            InputRequired("请写要几个人。"),
            NumberRange(1, 10_000, message="人数写 1 到 10000 之间的整数。"),
        ],
    )


class TimeForm(ReasonForm):
    day = DateField("哪一天", validators=[InputRequired("请选日期。")])
    starts = TimeField("几点开始", validators=[InputRequired("请写几点开始，如 09:00。")])
    ends = TimeField(
        "几点结束",
        description="比开始早，就是第二天",
        validators=[InputRequired("请写几点结束，如 11:00。")],
    )


class PlaceForm(ReasonForm):
    address = StringField(
        "新地点",
        filters=[one_line],
        validators=[InputRequired("请写新地点。"), Length(max=120, message="地点最多 120 个字。")],
    )


class ContactForm(Form):
    contact_name = StringField(
        "联系人",
        filters=[one_line],
        validators=[InputRequired("请写联系人。"), Length(max=40, message="联系人最多 40 个字。")],
    )
    contact_phone = StringField(
        "联系电话",
        filters=[plain_digits],
        validators=[InputRequired("请写联系电话。"), Length(max=40, message="电话最多 40 个字。")],
    )
    phone_public = BooleanField("在公开页面显示电话")
