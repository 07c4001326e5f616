"""The words of what was seen."""

from typing import Final

from board.attendance.models import How, Kind, Review

KIND_WORDS: Final = {Kind.arrived: "签到", Kind.left: "签退", Kind.absent: "未到岗", Kind.excused: "请过假"}
HOW_WORDS: Final = {How.tap: "点名", How.code: "扫码", How.told: "自己补的", How.settled: "社区补的"}
REVIEW_WORDS: Final = {
    Review.early: "早了",
    Review.late: "晚了",
    Review.no_signup: "没报名",
    Review.beyond_quota: "超出名额",
    Review.told_later: "事后补的",
}
