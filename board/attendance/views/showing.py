"""Rows of the roster in words."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from flask import request

from board import clock, dates
from board.attendance import roster
from board.attendance.keeping import Keeper
from board.attendance.models import How, Kind
from board.attendance.roster import Entry, Section, Seen
from board.attendance.words import KIND_WORDS, REVIEW_WORDS
from board.signups.models import State
from board.web.filters import masked_mobile
from board.web.paging import row_number

Shown = dict[str, Any]

COUNTED: Final = (
    (Section.here, "已到"),
    (Section.coming, "没到"),
    (Section.gone, "已走"),
    (Section.line, "候补"),
)
_HEADS: Final = {
    Section.coming: "还没到 {} 人",
    Section.here: "已到 {} 人",
    Section.gone: "已走 {} 人",
    Section.missing: "未到岗、请过假 {} 人",
    Section.line: "候补 {} 人，有人没来可以请他们补上",
}
_HOW: Final = {How.tap: "点名到", How.code: "扫码到", How.told: "到", How.settled: "到，社区补的"}


def address(shift_id: int) -> str:
    return f"/desk/shifts/{shift_id}/roster"


def head(keeper: Keeper) -> Shown:
    """What stands above every page of a roster, and in whose frame: leaders have no desk."""
    shift = keeper.shift
    return {
        "frame": "desk_base.html" if keeper.roles else "base.html",
        "keeper": keeper,
        "shift": shift,
        "position": shift.position,
        "here_path": address(shift.id),
        "now": dates.clock_time(clock.now()),
        "is_over": clock.now() >= shift.ends_at,
    }


def volunteer(number: str) -> str:
    """志愿者 0387, of WJ000387."""
    plain = number.removeprefix("WJ").lstrip("0")
    return f"志愿者 {plain.zfill(4)}"


def place_after() -> int:
    """?after=60: where the page of a section begins."""
    return row_number(request.args.get("after")) or 0


class Rows:
    """The rows of one roster, for one keeper at one instant."""

    def __init__(self, keeper: Keeper, now: datetime) -> None:
        self.keeper = keeper
        self.path = address(keeper.shift.id)
        self.may_phone = keeper.may_phone_at(now)

    def section(self, name: Section, entries: Sequence[Entry], count: int, *, one: bool) -> Shown:
        """A section with its rows; `one`: it stands alone, and is paged."""
        size = roster.PAGE if one else roster.AT_FIRST
        last = entries[-1].place if entries else 0
        more = count > last and len(entries) == size
        return {
            "name": str(name),
            "title": _HEADS[name].format(count),
            "rows": [self.row(entry) for entry in entries],
            "empty": "都到了。" if name == Section.coming and not count and not one else "",
            "more": f"{self.path}?section={name}&after={last}" if more else None,
            "left": count - last,
        }

    def row(self, entry: Entry) -> Shown:
        words = [volunteer(entry.person.volunteer_no)]
        if entry.section == Section.line:
            words.append(f"第 {entry.place} 位" if entry.state == State.waiting else "没排上")
        elif entry.state == State.offered:
            words.append("等他确认")
        if entry.is_new and entry.section not in {Section.missing, Section.line}:
            words.append("第一次来")
        return {
            "no": entry.person.volunteer_no,
            "name": entry.person.masked_name,
            "about": "，".join(words),
        } | self._state(entry)

    def _state(self, entry: Entry) -> Shown:
        if entry.section == Section.coming:
            return self._phone(entry) | self._button("签到", "arrived", strong=True)
        if entry.section == Section.here and entry.came:
            return self._seen(entry.came, f"{_time(entry.came)} {_HOW[entry.came.how]}") | self._button(
                "签退", "left"
            )
        if entry.section == Section.gone and entry.came and entry.went:
            words = f"{_time(entry.came)} 到，{_time(entry.went)} 走"
            return self._seen(entry.went, words, also=entry.came, sign="out")
        if entry.section == Section.missing and entry.missed:
            return {"tone": "clo", "sign": "no", "line": KIND_WORDS[entry.missed]}
        button = self._button("请他来", "call-in")
        waits = {"tone": "amb", "sign": "wait", "line": "在等"}
        return (self._phone(entry) if self.keeper.is_staff and entry.mobile else waits) | button

    def _phone(self, entry: Entry) -> Shown:
        if not entry.mobile:
            return {"sign": "phone", "line": "没留电话"}
        link = f"{self.path}/reveal?person={entry.person.volunteer_no}" if self.may_phone else None
        return {"sign": "phone", "line": masked_mobile(entry.mobile), "link": link}

    def _button(self, word: str, what: str, *, strong: bool = False) -> Shown:
        if not self.keeper.keeps:
            return {}
        return {"button": word, "action": f"{self.path}/{what}", "strong": strong}

    def _seen(self, seen: Seen, words: str, *, also: Seen | None = None, sign: str = "ok") -> Shown:
        """When and how; amber when somebody has to look again; a tap can be undone."""
        reviews = [row.review for row in (also, seen) if row and row.review]
        undo = seen.id if seen.how == How.tap and self.keeper.keeps else None
        if not reviews:
            return {"tone": "clo" if sign == "out" else "bam", "sign": sign, "line": words, "undo": undo}
        why = "、".join(REVIEW_WORDS[review] for review in reviews)
        return {"tone": "amb", "sign": "wait", "line": f"{words}，{why}，待复核", "undo": undo}


def _time(seen: Seen) -> str:
    return dates.clock_time(seen.at)


def on_paper(entry: Entry, *, names: bool) -> Shown:
    """A line of the printed roster, with room for a signature; never a phone."""
    return {
        "name": entry.person.name or entry.person.volunteer_no if names else entry.person.masked_name,
        "no": entry.person.volunteer_no,
        "came": _time(entry.came) if entry.came else "",
        "went": _time(entry.went) if entry.went else "",
        "remark": KIND_WORDS[Kind(entry.missed)] if entry.missed else "",
    }
