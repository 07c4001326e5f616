"""The words of certificates."""

from typing import Final

from board.certificates.models import State

STATE_WORDS: Final = {
    State.genuine: "真实有效",
    State.replaced: "已被新证明替换",
    State.revoked: "已作废",
}
# How a state looks: the words of templates/components/states.html.
LOOKS: Final = {State.genuine: "done", State.replaced: "closed", State.revoked: "closed"}
