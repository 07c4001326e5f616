"""The words of records."""

from typing import Final

from board.records.models import Kind, Source, State

STATE_WORDS: Final = {
    State.doubtful: "要核对",
    State.proposed: "待确认",
    State.confirmed: "已确认",
    State.held: "有异议，暂不算",
    State.voided: "作废",
}
# How a state looks: the badges of templates/components/badge.html.
STATE_TONES: Final = {
    State.doubtful: "waiting",
    State.proposed: "waiting",
    State.confirmed: "done",
    State.held: "waiting",
    State.voided: "closed",
}
SOURCE_WORDS: Final = {
    Source.code: "扫码签到签退",
    Source.roster: "名册记的",
    Source.backfill: "补录",
}
KIND_WORDS: Final = {
    Kind.kept: "核对过，照记",
    Kind.corrected: "改了时间",
    Kind.questioned: "退回核对",
    Kind.confirmed: "第二个人确认",
    Kind.held: "有人提异议，先不算",
    Kind.released: "异议答复了，恢复",
    Kind.voided: "作废",
    Kind.reinstated: "恢复，重新等确认",
}
SYSTEM: Final = "系统"
STAFF: Final = "社区工作人员"
