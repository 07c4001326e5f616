"""What people are told about the day itself: one sentence, and where it leads."""

from board.accounts.models import Person
from board.attendance.models import Attendance, Kind
from board.notices.services import News, tell
from board.positions import in_words
from board.positions.models import Shift

NO_CHECK_OUT = "attendance.no_check_out"


def _named(shift: Shift) -> str:
    return in_words.named(shift.position, shift.starts_at, shift.ends_at)


def _tell(person: Person, shift: Shift, kind: str, sentence: str, link: str) -> None:
    tell(person, News(kind=kind, sentence=sentence, link=link, area_id=shift.position.area_id, about=shift))


def leader_named(person: Person, shift: Shift) -> None:
    sentence = f"社区请你负责{_named(shift)}：当天打开名册点名，或者亮出签到码。"
    _tell(person, shift, "attendance.leader_named", sentence, f"/desk/shifts/{shift.id}/roster")


def leader_removed(person: Person, shift: Shift) -> None:
    sentence = f"{_named(shift)}换人负责了，你不用再管签到。报了名的照常去。"
    _tell(person, shift, "attendance.leader_removed", sentence, "/me/signups")


def no_check_out(person: Person, shift: Shift) -> None:
    sentence = f"{_named(shift)}只有签到，没有签退。几点走的？说一声，时间才算得准。"
    _tell(person, shift, NO_CHECK_OUT, sentence, f"/me/attendance/{shift.id}/left")


_NOT_COUNTED = {
    Kind.arrived: "的签到",
    Kind.left: "的签退",
    Kind.absent: "记的“未到岗”",
    Kind.excused: "记的“请过假”",
}


def not_counted(row: Attendance, reason: str) -> None:
    sentence = (
        f"{_named(row.shift)}{_NOT_COUNTED[Kind(row.kind)]}社区没有算：{reason}。不对就打岗位上的电话说一声。"
    )
    _tell(row.person, row.shift, "attendance.not_counted", sentence, "/me/attendance")


def absent(person: Person, shift: Shift) -> None:
    sentence = f"{_named(shift)}记了未到岗。其实去了，或者说过去不了，就打岗位上的电话说一声。"
    _tell(person, shift, "attendance.absent", sentence, "/me/attendance")
