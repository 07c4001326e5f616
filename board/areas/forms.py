"""Forms of the areas, units and calendar pages."""

from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Regexp

from board.areas.models import Level
from board.web.forms import Form, digits, one_line, plain_digits_in_lines

LEVEL_WORDS = {
    Level.district: "区",
    Level.street: "街道",
    Level.town: "镇",
    Level.community: "社区",
    Level.village: "村",
}


class AreaNameForm(Form):
    name = StringField(
        "名称",
        filters=[one_line],
        validators=[InputRequired("请写名称，如 清泉社区。"), Length(max=40, message="名称最多 40 个字。")],
    )


class NewAreaForm(AreaNameForm):
    """Choices of `level` depend on where the new area goes; the view passes them in."""

    level = RadioField("是什么", validators=[InputRequired("请选是什么。")])
    code = StringField(
        "区划代码",
        description="统计用区划代码，12 位数字，以后不能改",
        filters=[digits],
        validators=[
            InputRequired("请写 12 位区划代码。"),
            Regexp(r"^[0-9]{12}$", message="区划代码是 12 位数字，请数一数。"),
        ],
    )


class MoveForm(Form):
    """Choices of `parent` are passed in."""

    parent = SelectField("移到哪里", validators=[InputRequired("请选移到哪里。")])


class UnitNameForm(Form):
    name = StringField(
        "单位名称",
        filters=[one_line],
        validators=[InputRequired("请写单位名称。"), Length(max=60, message="单位名称最多 60 个字。")],
    )


class CalendarForm(Form):
    days = TextAreaField(
        "放假和调休",
        description="每行一条，从国务院办公厅的通知里抄：10-01 至 10-07 放假 国庆节；10-10 上班 国庆节调休",
        filters=[plain_digits_in_lines],
        validators=[
            InputRequired("请至少写一行。"),
            Length(max=4000, message="一次最多 4000 个字，请分几次录。"),
        ],
    )
