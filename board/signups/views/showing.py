"""Sign-ups as the pages show them: what a stub ticket says and offers."""

from datetime import datetime
from typing import Any

from board import dates
from board.positions import in_words
from board.signups.models import Signup, State
from board.signups.services import Outcome

STATE_WORDS = {
    State.awaiting_guardian: "等监护人同意",
    State.pending: "等社区确认",
    State.waiting: "候补",
    State.offered: "轮到你了",
    State.accepted: "已报上",
    State.rejected: "没有通过",
    State.withdrawn: "自己撤了",
    State.lapsed: "没有接受",
    State.removed: "被撤下",
    State.called_off: "已取消",
    State.unplaced: "没排上",
}


# What those who wait are promised, and no more.
ASKS_STAFF = "社区看过以后，通过没通过都会告诉你。"
IN_LINE = "有人取消就按顺序补上，补上了发短信告诉你。"
_NOTES = {State.waiting: IN_LINE, State.pending: ASKS_STAFF}
_LEAVING = {State.waiting: "不等了", State.pending: "撤回报名", State.offered: "这次不去"}


def leaving_words(signup: Signup) -> str:
    """What ends this sign-up is called: 不等了 in line, else 不能去了."""
    return _LEAVING.get(State(signup.state), "不能去了")


def state_words(signup: Signup, places: dict[int, int]) -> str:
    """已报上, or 候补第 3 位."""
    if signup.id in places:
        return f"候补第 {places[signup.id]} 位"
    return STATE_WORDS[State(signup.state)]


def before_agreeing(outcome: Outcome, waiting: dict[int, int]) -> dict[str, Any]:
    """A chosen shift on the confirm page: what will happen to it."""
    shift = outcome.shift
    shown: dict[str, Any] = {"starts": shift.starts_at, "ends": shift.ends_at}
    if outcome.signup is not None:
        return shown | {"state": "mine", "state_word": "已经报过了"}
    if outcome.refusal is not None:
        way_on = outcome.refusal.way_on
        actions = [{"text": way_on[1], "href": way_on[0]}] if way_on else []
        return shown | {
            "state": "closed",
            "state_word": "不能报",
            "note": str(outcome.refusal),
            "actions": actions,
        }
    if shift.position.needs_staff:
        return shown | {"state": "waiting", "state_word": "等社区确认", "note": ASKS_STAFF}
    if shift.left and shift.id not in waiting:
        return shown | {"state": "mine", "state_word": "直接报上"}
    place = waiting.get(shift.id, 0) + 1
    return shown | {"state": "waiting", "state_word": f"候补第 {place} 位", "note": "有名额会告诉你"}


def done(outcomes: list[Outcome], places: dict[int, int], now: datetime) -> dict[str, Any]:
    """The page that says what became true of every shift that was asked for."""
    got = [o.signup for o in outcomes if o.signup and o.signup.holds_place]
    waits = [o.signup for o in outcomes if o.signup and not o.signup.holds_place]
    refused = [o for o in outcomes if o.signup is None]
    asked = [signup for signup in waits if signup.state == State.pending]
    counted = (
        (len(got), "个班次报上了"), (len(asked), "个等社区确认"), (len(waits) - len(asked), "个在候补"),
        (len(refused), "个没报上"),
    )  # fmt: skip
    undoable = [s for s in [*got, *waits] if s.can_undo_at(now)]
    return {
        "heading": _done_heading(got, waits),
        "summary": "，".join(f"{number} {words}" for number, words in counted if number) + "。",
        "got_place": bool(got),
        "first": [_stub(signup) for signup in got],
        "others": [_plain(o, places) for o in outcomes if o.signup not in got],
        "undoable": [_undo(signup, single=len(undoable) == 1) for signup in undoable],
        "next_steps": _next_steps([*got, *waits][0]),
    }


def _done_heading(got: list[Signup], waits: list[Signup]) -> str:
    if got:
        return "报名成功"
    asks_staff = any(signup.state == State.pending for signup in waits)
    return "报好了，等社区确认" if asks_staff else "已经排上候补"


def _stub(signup: Signup) -> dict[str, Any]:
    shift = signup.shift
    lines = [dates.near_day(shift.starts_at), dates.time_range(shift.starts_at, shift.ends_at)]
    calendar = f"/me/signups/{signup.id}/calendar.ics"
    return {"lines": lines, "state": "mine", "state_word": STATE_WORDS[State.accepted], "calendar": calendar}


def _plain(outcome: Outcome, places: dict[int, int]) -> dict[str, Any]:
    shown: dict[str, Any] = {"starts": outcome.shift.starts_at, "ends": outcome.shift.ends_at}
    if outcome.signup is None:
        return shown | {"state": "closed", "state_word": "没报上", "note": str(outcome.refusal)}
    words = state_words(outcome.signup, places)
    return shown | {"state": "waiting", "state_word": words, "note": _NOTES.get(State(outcome.signup.state))}


def _undo(signup: Signup, *, single: bool) -> dict[str, str]:
    day = "" if single else f" {dates.day(signup.shift.starts_at)}"
    return {"text": f"撤销报名{day}", "action": f"/me/signups/{signup.id}/withdraw"}


def _next_steps(signup: Signup) -> list[tuple[str, str]]:
    position = signup.shift.position
    return [
        ("bell", "前一天 18:00 提醒你；时间、地点有变，或者取消了，会发短信告诉你"),
        ("undo", f"去不了，请早点取消：{in_words.withdrawing(position)[0]}"),
        ("phone", f"有事找 {in_words.contact(position, has_place=signup.holds_place)}"),
    ]


def past(signup: Signup) -> dict[str, Any]:
    """A sign-up that is over; somebody who held a place to the end has been there or not (not known here)."""
    shift, position = signup.shift, signup.shift.position
    over = signup.state == State.accepted
    return {
        "id": signup.id,
        "starts": shift.starts_at,
        "title": position.title,
        "url": f"/positions/{position.number}",
        "area": position.area.name,
        "reason": signup.reason,
        "state": "done" if over else str(signup.state),
        "state_word": "已结束" if over else STATE_WORDS[State(signup.state)],
    }


def mine(signup: Signup, places: dict[int, int], now: datetime) -> dict[str, Any]:
    """A sign-up of mine that is still ahead."""
    shift, position = signup.shift, signup.shift.position
    return {
        "id": signup.id,
        "starts": shift.starts_at,
        "ends": shift.ends_at,
        "near": True,
        "state": "cancelled" if shift.cancelled_at else str(signup.state),
        "state_word": "已取消" if shift.cancelled_at else state_words(signup, places),
        "title": position.title,
        "url": f"/positions/{position.number}",
        "place": in_words.place(position.area.name, position.address),
        "note": _note(signup, now),
        "actions": _actions(signup) if shift.is_ahead_at(now) else [],
    }


def _note(signup: Signup, now: datetime) -> str | None:
    if signup.clash_noted:
        return "改时间后和你的另一个岗位重叠了，请留一个。"
    if signup.shift.starts_at <= now:
        return "正在进行"
    return _NOTES.get(State(signup.state))


def _actions(signup: Signup) -> list[dict[str, str]]:
    here = f"/me/signups/{signup.id}"
    leave = {"text": leaving_words(signup), "href": f"{here}/withdraw"}
    if signup.state != State.accepted:
        return [leave]
    calendar = {"text": "加入日历", "href": f"{here}/calendar.ics", "icon": "cal-plus"}
    return [calendar, leave, {"text": "请人代班", "href": f"{here}/stand-in"}]


def offer(signup: Signup) -> dict[str, Any]:
    """A place that is kept for me, on top of everything else of mine."""
    assert signup.offered_until is not None  # noqa: S101 - the schema says so of every offer
    shift, position = signup.shift, signup.shift.position
    when = dates.when(shift.starts_at, shift.ends_at)
    return {
        "id": signup.id,
        "until": dates.near_moment(signup.offered_until),
        "title": position.title,
        "line": f"{when}，{in_words.place(position.area.name, position.address)}",
        "address": f"/me/signups/{signup.id}",
    }


def at_the_desk(signup: Signup, places: dict[int, int]) -> dict[str, Any]:
    """A row of a shift's list: the name in full, since staff call people by it; never a phone."""
    return {
        "id": signup.id,
        "name": signup.person.name or signup.person.volunteer_no,
        "volunteer_no": signup.person.volunteer_no,
        "state": str(signup.state),
        "state_word": state_words(signup, places),
        "remark": "改时间后和别的岗位重叠" if signup.clash_noted else "",
    }


def how_it_ended(signup: Signup) -> str:
    """What became of a sign-up that has ended, or whose offer has run out: everybody who still has its
    link reads an answer."""
    because = f"：{signup.reason}" if signup.reason and signup.state != State.withdrawn else ""
    return _ENDED.get(State(signup.state), _ENDED[State.lapsed]).format(because=because)


_ENDED = {
    State.withdrawn: "这个报名已经撤下了，不用去了。改主意了可以再报。",
    State.rejected: "社区没有通过这个报名{because}。",
    State.removed: "社区撤下了这个名额{because}。有疑问请打岗位上的联系电话。",
    State.lapsed: "留给你的时间过了，名额给了下一位。还想来可以再报名候补。",
    State.called_off: "这一班取消了{because}。不用去了。",
    State.unplaced: "到开始也没有空出名额，这次没排上。",
}
