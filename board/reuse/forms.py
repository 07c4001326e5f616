"""Forms of copies, changes to many, models and standing answers."""

from typing import Any, Final

from wtforms import BooleanField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from board.positions import standing
from board.positions.forms import NO_RISK, PositionForm
from board.positions.words import AUDIENCE_WORDS, Audience
from board.reuse.changing import Change
from board.reuse.copying import Way
from board.reuse.moving import By, Month
from board.web.forms import Form, PlainForm, WholeNumberField, choices, one_line, plain_digits

_BY: Final = {
    By.weekday: "按星期几：第 2 个周六还是第 2 个周六，每周都有的还是每周都有",
    By.date: "按几号：5 号还是 5 号",
}
_AHEAD: Final = 13  # months that a copy may be for, this one among them


class CopyForm(PlainForm):
    """To which month, and how its days are found: sent by GET, so that the copy is looked at first."""

    month = SelectField("复制到")
    by = RadioField("日子怎么排", choices=choices(_BY.items()), default=By.weekday)
    skip_holidays = BooleanField("放假的日子不排")

    def offer(self, first: Month) -> None:
        """Months from this one on."""
        months = [first.after(n) for n in range(_AHEAD)]
        self.month.choices = choices((f"{m.year}-{m.number:02d}", m.words) for m in months)

    def way(self, source: Month) -> Way:
        year, _, number = self.month.data.partition("-")
        months = Month(int(year), int(number)) - source
        return Way(months, By(self.by.data), skip_holidays=bool(self.skip_holidays.data))


class ToListForm(Form):
    """Onto which list; its choices are passed in."""

    to = SelectField("放到哪份清单", validators=[InputRequired("请选一份清单。")])


def _line(label: str, most: int, hint: str = "", *, clean: Any = one_line) -> StringField:
    longest = Length(max=most, message=f"{label}最多 {most} 个字，请写短一点。")
    return StringField(label, description=hint, filters=[clean], validators=[longest])


class ChangeForm(PlainForm):
    """What is to be different on the ticked positions; sent by GET, so that it is looked at first."""

    number = WholeNumberField(
        "日子挪多少",
        description="空着就不挪",
        validators=[Optional(), NumberRange(1, 366, message="挪的天数写 1 到 366 之间的整数。")],
    )
    unit = SelectField("天还是周", choices=choices((("7", "周"), ("1", "天"))), default="7")
    way = SelectField("往哪边", choices=choices((("later", "往后"), ("earlier", "往前"))), default="later")
    contact_name = _line("找谁", 40, "空着就不改，下面也一样")
    contact_phone = _line("联系电话", 40, clean=plain_digits)
    address = _line("在哪里", 120)
    quota = WholeNumberField(
        "每一班要几个人",
        validators=[Optional(), NumberRange(1, 10_000, message="人数写 1 到 10000 之间的整数。")],
    )
    audience = SelectField("谁可以来", choices=choices([("", "不改"), *AUDIENCE_WORDS.items()]), default="")

    def change(self) -> Change:
        days = (self.number.data or 0) * int(self.unit.data) * (1 if self.way.data == "later" else -1)
        return Change(
            days=days,
            address=self.address.data or "",
            contact_name=self.contact_name.data or "",
            contact_phone=self.contact_phone.data or "",
            quota=self.quota.data,
            audience=Audience(self.audience.data) if self.audience.data else None,
        )


class StandingForm(PositionForm):
    """The answers of a community to what every position asks."""

    @classmethod
    def of_community(cls, area_id: int) -> "StandingForm":
        answers = standing.answers_for(area_id)
        usual = {"closes_hours": 2, "withdraw_hours": 24}
        return cls(data=usual | answers | {"no_risk": answers.get("risk_note") == NO_RISK})

    def kept(self) -> dict[str, Any]:
        """What was filled in of them, as a position keeps it."""
        said = self.answers()
        return {name: said[name] for name in standing.FIELDS if name in said}


class ModelForm(Form):
    """What a model is called, and who may take it; choices of `area` are passed in."""

    title = StringField(
        "样板叫什么",
        filters=[one_line],
        validators=[
            InputRequired("请写样板的名称。"),
            Length(min=2, max=50, message="样板的名称写 2 到 50 个字。"),
        ],
    )
    area = SelectField("给谁用", validators=[InputRequired("请选给谁用。")])


class RenameForm(Form):
    title = ModelForm.title


class SearchForm(PlainForm):
    """Words that the models looked for have in them."""

    q = StringField("找样板", filters=[one_line], validators=[Length(max=40)])
