"""What the auditor filters by, and what staff decide."""

from wtforms import Field, SelectMultipleField, StringField
from wtforms.validators import AnyOf, Length, Optional, Regexp, ValidationError

from board.signups.forms import REASON
from board.web.forms import DateField, Form, PlainForm, digits, one_line
from board.web.paging import row_number

YES, NO = "yes", "no"


def _row_id(typed: str) -> int:
    number = row_number(typed)
    if number is None:
        raise ValueError("请从名单里选。")
    return number


class DecideForm(Form):
    """Some of those who asked, and one answer for all of them. `decision` is the button pressed."""

    chosen = SelectMultipleField("选中的人", coerce=_row_id, validate_choice=False)
    reason = StringField(
        "不通过的原因", description="会原样告诉本人；通过不用写", filters=[one_line], validators=[*REASON]
    )
    decision = StringField(validators=[AnyOf((YES, NO), message="请点“通过”或“不通过”。")])

    def validate_reason(self, field: Field) -> None:
        if self.decision.data == NO and not field.data:
            raise ValidationError("不通过要写一句原因，本人会看到。")
        # Enter in this field presses the first button of the form.
        if self.decision.data == YES and field.data:
            raise ValidationError("写了不通过的原因，又点了通过。要通过，请先清空原因。")


class AuditForm(PlainForm):
    action = StringField("动作", description="开头几个字母，如 list 或 signup", filters=[one_line],
                         validators=[Length(max=60)])  # fmt: skip
    kind = StringField("对象", description="如 positions", filters=[one_line], validators=[Length(max=30)])
    number = StringField(
        "对象序号",
        filters=[digits],
        validators=[Optional(), Regexp(r"^[0-9]{1,15}$", message="对象序号是数字。")],
    )
    actor = StringField(
        "谁做的", description="志愿者编号，如 WJ000012", filters=[digits], validators=[Length(max=12)]
    )
    first = DateField("从哪天", validators=[Optional()])
    last = DateField("到哪天", validators=[Optional()])
