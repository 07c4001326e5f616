"""The words of certificates."""

from enum import StrEnum
from typing import Final

from board.certificates.models import Answer, State

STATE_WORDS: Final = {
    State.genuine: "真实有效",
    State.replaced: "已被新证明替换",
    State.revoked: "已作废",
}
# How a state looks: the words of templates/components/states.html.
LOOKS: Final = {State.genuine: "done", State.replaced: "closed", State.revoked: "closed"}
ANSWER_WORDS: Final = {Answer.asked: "还没有回答", Answer.yes: "同意", Answer.no: "不同意"}


class Cause(StrEnum):
    """Why a community takes a certificate back."""

    wrong_person = "wrong_person"
    wrong_content = "wrong_content"
    own_wish = "own_wish"
    misused = "misused"


CAUSE_WORDS: Final = {
    Cause.wrong_person: "开错了人",
    Cause.wrong_content: "内容有错",
    Cause.own_wish: "本人要求收回",
    Cause.misused: "被人冒用",
}
