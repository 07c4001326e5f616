"""Forms of notices."""

import re
from typing import Final

from wtforms import Field, RadioField, StringField
from wtforms.validators import InputRequired, ValidationError

from board.notices.models import RemindBySms
from board.web.forms import FULL_WIDTH, Form, choices, one_line

LONGEST: Final = 254
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
)
_REMINDERS: Final = (
    (RemindBySms.day_before, "前一天 18:00 发一条"),
    (RemindBySms.both, "前一天和两小时前各发一条"),
    (RemindBySms.never, "不发短信提醒"),
)
YES, NO = "yes", "no"


def mail_address(text: str | None) -> str | None:
    """As people type it: full-width signs, blanks; the part after the @ knows no capitals."""
    plain = (one_line((text or "").translate(FULL_WIDTH)) or "").replace(" ", "")
    name, at, domain = plain.rpartition("@")
    return f"{name}{at}{domain.lower()}" or None


class WishesForm(Form):
    sms = RadioField(
        "有急事，发短信吗",
        description="轮到你了、取消了、改时间改地点，这些算急事。",
        choices=choices([(YES, "发短信给我"), (NO, "不发，我自己上网站看")]),
        validators=[InputRequired("请选一样。")],
    )
    remind_by_sms = RadioField(
        "报上的班次快到了，短信提醒吗",
        choices=choices(_REMINDERS),
        validators=[InputRequired("请选一样。")],
    )
    mail = StringField("邮箱", filters=[mail_address])

    def validate_mail(self, field: Field) -> None:
        """Says what is different from an address, not merely that it is wrong."""
        typed = field.data or ""
        if not typed:
            return
        if "@" not in typed:
            raise ValidationError("邮箱中间要有一个 @，请再看看。")
        if len(typed) > LONGEST or not typed.isascii() or not _ADDRESS.fullmatch(typed) or ".." in typed:
            raise ValidationError("这个邮箱看起来不完整：@ 前面是名字，后面是网站，用点隔开，请再看看。")
