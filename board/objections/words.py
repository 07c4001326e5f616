"""The words of objections."""

from typing import Final

from board.areas.models import Area
from board.objections.models import Kind, Outcome, State

STATE_WORDS: Final = {
    State.open: "等社区答复",
    State.with_street: "等街道答复",
    State.stands: "核对过，不改",
    State.upheld: "说得对，改了",
    State.withdrawn: "收回了",
}
# How a state looks: the badges of templates/components/badge.html.
STATE_TONES: Final = {
    State.open: "waiting",
    State.with_street: "waiting",
    State.stands: "closed",
    State.upheld: "done",
    State.withdrawn: "closed",
}
KIND_WORDS: Final = {
    Kind.notice: "公示里有人提异议",
    Kind.own: "本人说时长不对",
    Kind.appeal: "本人对作废有意见",
}
# The same for whoever's hours they are.
OWN_WORDS: Final = {
    Kind.notice: "公示里有人提异议",
    Kind.own: "你说时长不对",
    Kind.appeal: "你说不该作废",
}
# What became of it, for everybody who reads the answer.
OUTCOME_WORDS: Final = {
    Outcome.stands: "不改",
    Outcome.corrected: "时间改了，等第二个人确认",
    Outcome.voided: "这一条不算了",
    Outcome.reinstated: "恢复了，等第二个人确认",
    Outcome.questioned: "退回发布员重新核对",
    Outcome.changed: "说得对",
}


def who_answers(area: Area, *, above: bool) -> str:
    """清泉社区, or what lies above it: 涌泉街道."""
    return area.parent.name if above and area.parent is not None else area.name
