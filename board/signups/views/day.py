"""The day itself, beside one's sign-ups. What came of it is known to attendance, which imports this
feature and not the other way round: create_app() tells it here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from board import clock, dates
from board.accounts.models import Person
from board.positions.models import Shift
from board.signups import leaders
from board.signups.models import HOLDING, Signup, State
from board.signups.views import showing


@dataclass(frozen=True)
class Told:
    """What attendance knows of a person."""

    # By shift: the state and the word of what became of it, as far as it is known.
    became_of: Callable[[Person, Iterable[int]], dict[int, tuple[str, str]]]
    # How often they came, and how often within the last year they did not.
    tally_of: Callable[[Person, datetime], tuple[int, int]]
    # By shift: their hours there in words, as far as they are written down; and all that count.
    hours_on: Callable[[Person, Iterable[int]], dict[int, str]]
    hours_of: Callable[[Person], str]


told = Told(
    lambda person, shift_ids: {}, lambda person, now: (0, 0), lambda person, shift_ids: {}, lambda person: ""
)


def beside(person: Person, ahead: Iterable[Signup], now: datetime) -> dict[str, Any]:
    """What the page of my sign-ups says about the day: what I lead, checking in, how often I came."""
    came, missed = told.tally_of(person, now)
    return {
        "led": [(f"/desk/shifts/{shift.id}/roster", _led(shift)) for shift in leaders.led_by(person, now)],
        "is_today": any(_is_today(signup, now) for signup in ahead),
        "hours": told.hours_of(person),
        "tally": f"来过 {came} 次，未到 {missed} 次" if came or missed else "",
    }


def _led(shift: Shift) -> str:
    times = dates.when(shift.starts_at, shift.ends_at)
    return f"{dates.near_word(shift.starts_at)} {times} {shift.position.title}".strip()


def _is_today(signup: Signup, now: datetime) -> bool:
    shift = signup.shift
    today = dates.local_day(shift.starts_at) <= clock.local(now).date() <= dates.local_day(shift.ends_at)
    return signup.state in HOLDING and today and shift.cancelled_at is None


def check_in(signup: Signup, now: datetime) -> list[dict[str, str]]:
    """What today's ticket offers first."""
    if signup.state != State.accepted or not _is_today(signup, now):
        return []
    return [{"text": "签到", "href": f"/check-in/{signup.shift_id}", "icon": "qr"}]


def past(person: Person, signups: Iterable[Signup]) -> list[dict[str, Any]]:
    """Sign-ups that are over, with 到了 or 未到 where that is known."""
    rows = list(signups)
    known = told.became_of(person, [signup.shift_id for signup in rows if signup.state == State.accepted])
    hours = told.hours_on(person, known)
    return [
        showing.past(signup) | _became(known.get(signup.shift_id)) | {"hours": hours.get(signup.shift_id, "")}
        for signup in rows
    ]


def _became(known: tuple[str, str] | None) -> dict[str, str]:
    return {"state": known[0], "state_word": known[1]} if known else {}
