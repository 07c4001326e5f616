"""Forms of lists, positions, shifts and review."""

from datetime import date, datetime, timedelta
from typing import Any, Final

from wtforms import (
    BooleanField,
    Field,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, NumberRange, Optional

from board import clock
from board.positions.models import Position
from board.positions.services import ListText
from board.positions.words import (
    APPROVAL_WORDS,
    AUDIENCE_WORDS,
    CATEGORY_WORDS,
    GUARANTEE_WORDS,
    LIST_KIND_WORDS,
    NOT_COUNTED_WORDS,
    RULE_WORDS,
    TARGET_WORDS,
    Approval,
    Audience,
    Category,
    Guarantee,
    ListKind,
    NotCounted,
    Rule,
    Target,
)
from board.web.forms import (
    DateField,
    DateTimeLocalField,
    Form,
    PlainForm,
    TimeField,
    WholeNumberField,
    choices,
    one_line,
    plain_digits,
    several_lines,
)

NO_RISK: Final = "无特殊风险"
MOST_CATEGORIES: Final = 4


def _line(label: str, most: int, hint: str = "", *validators: Any, clean: Any = one_line) -> StringField:
    longest = Length(max=most, message=f"{label}最多 {most} 个字，请写短一点。")
    return StringField(label, description=hint, filters=[clean], validators=[*validators, longest])


def _lines(label: str, most: int, hint: str = "") -> TextAreaField:
    longest = Length(max=most, message=f"{label}最多 {most} 个字，请写短一点。")
    return TextAreaField(label, description=hint, filters=[several_lines], validators=[longest])


def _number(label: str, least: int, most: int, message: str, hint: str = "") -> WholeNumberField:
    return WholeNumberField(
        label, description=hint, validators=[Optional(), NumberRange(least, most, message=message)]
    )


def _codes(label: str, words: dict[Any, str], hint: str = "") -> SelectMultipleField:
    return SelectMultipleField(label, description=hint, choices=choices(words.items()))


_KINDS: Final = {
    ListKind.opportunity: "：谁都可以来，记志愿时长",
    ListKind.task: "：党员、干部的任务，不记志愿时长",
}


class ListForm(Form):
    kind = RadioField(
        "清单种类",
        choices=choices((kind, LIST_KIND_WORDS[kind] + more) for kind, more in _KINDS.items()),
        default=ListKind.opportunity,
        validators=[InputRequired("请选清单种类。")],
    )  # fmt: skip
    title = _line("清单名称", 80, "", InputRequired("请写清单名称。"))
    period_start = DateField("从哪天", validators=[InputRequired("请选清单从哪天开始。")])
    period_end = DateField("到哪天", validators=[InputRequired("请选清单到哪天结束。")])
    introduction = _lines("说明", 500, "放在清单最上面的几句话，可以不写")

    def validate_period_end(self, field: Field) -> None:
        if field.data and self.period_start.data and field.data < self.period_start.data:
            raise ValidationError("结束的日子比开始早，请改一下。")

    def said(self) -> ListText:
        return ListText(
            kind=ListKind(self.kind.data),
            title=self.title.data,
            period_start=self.period_start.data,
            period_end=self.period_end.data,
            introduction=self.introduction.data or "",
        )


class NewListForm(ListForm):
    """Choices of `area` are passed in."""

    area = SelectField("哪个社区（村）", validators=[InputRequired("请选社区或村。")])


def next_month(today: date) -> tuple[date, date]:
    """The first and the last day of the month after this one."""
    first = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    return first, last


class PositionForm(Form):
    """What a person needs to decide. Nothing is required: a draft may lack anything."""

    title = _line("岗位名称", 50, "2 到 50 个字，如 周末电影放映员")
    content = _lines("做什么", 2000, "来的人要做的事，一两句话也行")
    categories = _codes("服务类别", CATEGORY_WORDS, "1 到 4 个")
    targets = _codes("服务谁", TARGET_WORDS, "至少 1 个")

    audience = RadioField("谁可以来", choices=choices(AUDIENCE_WORDS.items()), default=Audience.both)
    min_age = _number("最小年龄", 14, 100, "最小年龄写 14 到 100 之间的整数。", "空着就是满 14 岁")
    conditions = _line(
        "还有什么要求", 300, "如 会用投影设备者优先；机关干部、党员；须持健康证 2 名。没有就空着"
    )
    remarks = _line("备注", 300, "如 雨天取消；请穿防滑鞋")

    address = _line("在哪里", 120, "集合或服务的地方，写到门口")
    contact_name = _line("找谁", 40)
    contact_phone = _line("联系电话", 40, "手机或座机，几个号码用、隔开", clean=plain_digits)
    phone_public = BooleanField("在公开页面显示电话", description="不勾，只有报上的人看得到")

    no_risk = BooleanField(NO_RISK)
    risk_note = _line("有什么风险", 500, "如 夜间活动注意用电安全。会放在报名按钮前面")
    hazard = BooleanField("这件事有危险", description="登高、涉水、动火、用刀具机械等：要有保险，18 岁以上")
    safety_note = _line("怎么保证安全", 500, "如 两人同行，佩戴工作牌")
    insurance = _line("保险", 200, "保什么、谁来买")
    guarantees = _codes("给来的人什么保障", GUARANTEE_WORDS, "至少 1 个")
    guarantee_note = _line("保障补充", 200)

    quota = _number(
        "每一班要几个人", 1, 10_000, "人数写 1 到 10000 之间的整数。", "最多收这么多，报满了可以候补"
    )
    minimum = _number("最少几个人", 1, 10_000, "人数写 1 到 10000 之间的整数。", "少于它就做不成；没有就空着")

    approval = RadioField("怎么报上", choices=choices(APPROVAL_WORDS.items()), default=Approval.auto)
    opens_at = DateTimeLocalField(
        "什么时候开始报名", description="空着就是一公布就可以报", validators=[Optional()]
    )
    closes_rule = RadioField("报名到什么时候", choices=choices(RULE_WORDS.items()), default=Rule.day_before)
    closes_hours = _number("提前几小时截止", 0, 168, "提前的小时写 0 到 168 之间的整数。")
    closes_time = TimeField("前一天几点截止", validators=[Optional()])
    withdraw_rule = RadioField(
        "自己可以取消到什么时候", choices=choices(RULE_WORDS.items()), default=Rule.hours_before
    )
    withdraw_hours = _number("提前几小时为止", 0, 168, "提前的小时写 0 到 168 之间的整数。")
    withdraw_time = TimeField("前一天几点为止", validators=[Optional()])
    counts_hours = BooleanField("计入志愿服务时长", default=True)
    not_counted_for = _codes("有下面的情况不计时长", NOT_COUNTED_WORDS, "有就勾上")

    all_right = BooleanField("标着“猜”的都看过，都对", description="勾上，审核的人就不用再猜")

    keep_answers = BooleanField(
        "下次也这样写", description="地点、联系人、保障和报名规则，下一个岗位先照这样填好"
    )

    def validate_categories(self, field: Field) -> None:
        if len(field.data or ()) > MOST_CATEGORIES:
            raise ValidationError(f"服务类别最多 4 个，你选了 {len(field.data)} 个。")

    def validate_minimum(self, field: Field) -> None:
        if field.data and self.quota.data and field.data > self.quota.data:
            raise ValidationError("最少几个人不能比要几个人多。")

    def validate_no_risk(self, field: Field) -> None:
        if field.data and self.hazard.data:
            raise ValidationError("勾了“这件事有危险”，就不能再勾“无特殊风险”。")

    def validate_opens_at(self, field: Field) -> None:
        if field.data and field.data.year < 2000:
            raise ValidationError("开始报名的日子写错了，请核对。")

    @classmethod
    def of(cls, position: Position) -> "PositionForm":
        """The form as the position stands."""
        form = cls(obj=position)
        if not form.is_submitted():
            form.no_risk.data = position.risk_note == NO_RISK
            form.opens_at.data = clock.local(position.opens_at) if position.opens_at else None
        for name in position.guessed:
            if name in form:
                form[name].is_guess = True
        return form

    def answers(self) -> dict[str, Any]:
        """What was filled in, as a position keeps it."""
        confirmed: dict[str, Any] = {"guessed": []} if self.all_right.data else {}
        return self._texts() | self._sets() | self._numbers() | self._rules() | confirmed

    def _texts(self) -> dict[str, Any]:
        names = ("title", "content", "conditions", "remarks", "address", "contact_name", "contact_phone",
                 "risk_note", "safety_note", "insurance", "guarantee_note")  # fmt: skip
        texts = {name: self[name].data or "" for name in names}
        if self.no_risk.data and not texts["risk_note"]:
            texts["risk_note"] = NO_RISK
        return texts

    def _sets(self) -> dict[str, Any]:
        kinds = (("categories", Category), ("targets", Target), ("guarantees", Guarantee),
                 ("not_counted_for", NotCounted))  # fmt: skip
        # In the order of the enumeration, as the column keeps them: equal sets are equal values.
        return {name: tuple(code for code in kind if code in (self[name].data or ())) for name, kind in kinds}

    def _numbers(self) -> dict[str, Any]:
        return {name: self[name].data for name in ("min_age", "quota", "minimum")}

    def _rules(self) -> dict[str, Any]:
        return {
            "audience": Audience(self.audience.data),
            "approval": Approval(self.approval.data),
            "hazard": self.hazard.data,
            "phone_public": self.phone_public.data,
            "counts_hours": self.counts_hours.data and not self.not_counted_for.data,
            "opens_at": _instant(self.opens_at.data),
            **{name: Rule(self[name].data) for name in ("closes_rule", "withdraw_rule")},
            **{name: self[name].data for name in _TIMES_AND_HOURS if self[name].data is not None},
        }


_TIMES_AND_HOURS: Final = ("closes_hours", "closes_time", "withdraw_hours", "withdraw_time")


def _instant(wall: datetime | None) -> datetime | None:
    return clock.at(wall.date(), wall.time()) if wall else None


class TimetableForm(PlainForm):
    """Which days, from when to when: sent by GET, so that what would be made can be looked at first."""

    days = _line(
        "哪几天",
        400,
        "照表里写：12月5日、12日，或 每周二、周四，或 每天；不写就按下面的起止和星期排",
        clean=plain_digits,
    )
    first = DateField("从", validators=[Optional()])
    last = DateField("到", validators=[Optional()])
    weekdays = SelectMultipleField(
        "星期几",
        description="都不勾就是每天",
        choices=choices((str(n), f"周{word}") for n, word in enumerate("一二三四五六日")),
    )
    skip_holidays = BooleanField("放假的日子不排")
    starts = TimeField("几点开始", validators=[InputRequired("请写几点开始，如 09:00。")])
    ends = TimeField(
        "几点结束", description="比开始早，就是第二天", validators=[InputRequired("请写几点结束，如 11:00。")]
    )

    def validate_last(self, field: Field) -> None:
        if self.days.data:
            return
        if not (self.first.data and field.data):
            raise ValidationError("请写哪几天，或从哪天到哪天。")
        if field.data < self.first.data:
            raise ValidationError("结束的日子比开始早，请改一下。")
        if (field.data - self.first.data).days > 366:
            raise ValidationError("一次最多排一年，请把日子缩短一些。")


class PeopleForm(Form):
    """How many people a shift is for."""

    quota = WholeNumberField(
        "每班要几个人",
        validators=[
            InputRequired("请写要几个人。"),
            NumberRange(1, 10_000, message="人数写 1 到 10000 之间的整数。"),
        ],
    )
    minimum = _number("最少几个人", 1, 10_000, "人数写 1 到 10000 之间的整数。")

    def validate_minimum(self, field: Field) -> None:
        if field.data and self.quota.data and field.data > self.quota.data:
            raise ValidationError("最少几个人不能比要几个人多。")


class ShiftForm(PeopleForm):
    day = DateField("哪一天", validators=[InputRequired("请选日期。")])
    starts = TimeField("几点开始", validators=[InputRequired("请写几点开始，如 09:00。")])
    ends = TimeField(
        "几点结束", description="比开始早，就是第二天", validators=[InputRequired("请写几点结束，如 11:00。")]
    )
