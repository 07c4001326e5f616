"""The words of a record's entries."""

from typing import Final

from board.dossiers.models import Kind, Mark, State

KIND_WORDS: Final = {Kind.training: "培训", Kind.commendation: "表彰", Kind.evaluation: "评价"}
MARK_WORDS: Final = {Mark.excellent: "优", Mark.good: "良", Mark.fair: "一般"}
STATE_WORDS: Final = {
    State.waiting: "等第二个人核对",
    State.standing: "已记入",
    State.refused: "没有通过",
    State.withdrawn: "已撤回",
}
# How a state looks: the badges of templates/components/badge.html.
STATE_TONES: Final = {
    State.waiting: "waiting",
    State.standing: "done",
    State.refused: "closed",
    State.withdrawn: "closed",
}
