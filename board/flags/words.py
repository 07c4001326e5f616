"""The words of flags and re-checks."""

from typing import Final

from board.flags.models import Kind, RecheckState, State

KIND_WORDS: Final = {
    Kind.same_minute: "一分钟里点了很多人到",
    Kind.one_device: "一部手机给几个人签了到",
    Kind.over_day: "一天超过 8 小时",
    Kind.two_places: "同一时间在两处",
    Kind.at_night: "夜里记的时长",
    Kind.backfill_share: "补录一下子多了",
    Kind.quick_confirm: "刚记完就确认了",
}
# What else it may be, and what to do first: whoever looks is no detective.
HINTS: Final = {
    Kind.same_minute: "一个一个认人，一分钟点不了这么多。也可能是大家站齐了、数过人再点的。问问点名的人，再挑两三个人打电话。",
    Kind.one_device: "两口子合用一部手机常见，三个账号就少见了。问问当天的负责人，这几个人是不是都来了。",
    Kind.over_day: "可能真的从早忙到晚，也可能记重了。看看这几条的到、走时间，问本人或者负责人。",
    Kind.two_places: "有一条的时间不对，或者有一条没去。看看两边的签到，问本人。",
    Kind.at_night: "晚上 10 点到早上 6 点记的，又不挨着班次。可能只是加班补记，问一句记的人。",
    Kind.backfill_share: "补录比前几个月多得多。可能是哪天扫不了码，也可能图省事不签到了。打开几份证明看看，问问发布员。",
    Kind.quick_confirm: "记下到确认不到一分钟，来不及看。问问确认的人看了什么，再挑一两条核对。",
}
STATE_WORDS: Final = {
    State.found: "等人看",
    State.explained: "说得清",
    State.acted: "处理了",
}
# How a state looks: the badges of templates/components/badge.html.
STATE_TONES: Final = {State.found: "waiting", State.explained: "done", State.acted: "done"}
RECHECK_WORDS: Final = {
    RecheckState.waiting: "等人核对",
    RecheckState.right: "没有错",
    RecheckState.wrong: "有错，处理了",
    RecheckState.gone: "已经改过",
}
RECHECK_TONES: Final = {
    RecheckState.waiting: "waiting",
    RecheckState.right: "done",
    RecheckState.wrong: "risk",
    RecheckState.gone: "closed",
}
