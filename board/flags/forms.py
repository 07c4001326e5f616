"""Forms of those who check: what came of it, and a note."""

from collections.abc import Iterable
from typing import Final

from wtforms import RadioField, StringField
from wtforms.validators import InputRequired, Length

from board.flags.models import State
from board.flags.services import Verdict
from board.web.forms import Form, choices, one_line

_OUTCOMES: Final = (
    (State.explained, "问清楚了，没有问题"),
    (State.acted, "有问题，已经处理：改了、作废了或者提醒了人"),
)
_VERDICTS: Final = {
    Verdict.right: "没有错",
    Verdict.questioned: "有出入：退回发布员核对",
    Verdict.voided: "没有这回事：作废，告诉本人",
    Verdict.gone: "这一条已经改过或作废，不用查了",
}


class CloseForm(Form):
    outcome = RadioField("结果", choices=choices(_OUTCOMES), validators=[InputRequired("请选一项。")])
    note = StringField(
        "怎么看的",
        description="问了谁、看了什么，一句话；只有审核的人看得到",
        filters=[one_line],
        validators=[InputRequired("请写一句怎么看的。"), Length(max=300, message="这里最多写 300 个字。")],
    )


class RecheckForm(Form):
    """Choices of `verdict` are passed in."""

    verdict = RadioField("结果", validators=[InputRequired("请选一项。")])
    note = StringField(
        "怎么核对的",
        description="问了谁、看了什么，一句话；退回、作废时就是原因，本人看得到",
        filters=[one_line],
        validators=[InputRequired("请写一句怎么核对的。"), Length(max=300, message="这里最多写 300 个字。")],
    )

    def offer(self, verdicts: Iterable[Verdict]) -> None:
        self.verdict.choices = choices((verdict, _VERDICTS[verdict]) for verdict in verdicts)
