"""What the auditor filters by."""

from wtforms import DateField, StringField
from wtforms.validators import Length, Optional, Regexp

from board.web.forms import PlainForm, digits, one_line


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
        "谁做的", description="志愿者编号，如 WJ000012", filters=[one_line], validators=[Length(max=12)]
    )
    first = DateField("从哪天", validators=[Optional()])
    last = DateField("到哪天", validators=[Optional()])
