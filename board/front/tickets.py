"""Tickets as they are shown: what everybody sees, and what the person looking needs to know besides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from board import dates, rounding
from board.accounts.models import Person
from board.db import session
from board.errors import RuleBroken
from board.positions import in_words
from board.positions.board_queries import Ticket
from board.positions.models import Shift
from board.positions.words import PHASE_WORDS, ListKind
from board.signups import queries as signups
from board.signups import rules
from board.signups.models import Signup, State


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to do with a ticket of mine."""

    text: str
    href: str
    icon: str
    post: bool = False
    kind: str = ""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the ticket's macro reads, and nothing else: two that are equal look alike (views/cards.py)."""

    url: str
    title: str
    starts: datetime
    ends: datetime
    place: str
    audience: str
    counts_hours: bool
    hours_line: str
    more_shifts: int
    state: str
    state_word: str
    left: int
    quota: int
    waiting: int = 0
    reason: str = ""
    way_on: tuple[str, str] | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Week:
    """本周, 下周 or 以后, and its tickets."""

    name: str
    days: str
    tickets: list[Shown]


def shown(tickets: Sequence[Ticket], now: datetime) -> list[Shown]:
    """For everybody: one query, for the lines of those that are full."""
    full = [ticket.shift_id for ticket in tickets if not ticket.left]
    lines = signups.waiting_counts(full) if full else {}
    return [_plain(ticket, lines.get(ticket.shift_id, 0), now) for ticket in tickets]


def shown_to(person: Person, tickets: Sequence[Ticket], now: datetime) -> list[Shown]:
    """For somebody signed in: theirs say so, and what they cannot take says why."""
    cards = shown(tickets, now)
    own = signups.live_on_positions(person, [ticket.position_id for ticket in tickets], now)
    in_line = signups.places_in_line(own.values())
    shifts = _shifts([ticket.shift_id for ticket in tickets if ticket.position_id not in own])
    clashes = signups.clashes(person, list(shifts.values()))
    marked = []
    for ticket, card in zip(tickets, cards, strict=True):
        if signup := own.get(ticket.position_id):
            card = _as_mine(card, signup, in_line.get(signup.id, 0))
        elif shift := shifts.get(ticket.shift_id):
            card = _with_refusal(card, rules.why_not(person, shift, now, clashes.get(shift.id)))
        marked.append(card)
    return marked


def by_week(cards: Iterable[Shown], today: date) -> list[Week]:
    """In the order they come, under the week they lie in."""
    monday = today - timedelta(days=today.weekday())
    next_monday, later = monday + timedelta(days=7), monday + timedelta(days=14)
    named = {
        0: ("本周", dates.day_range(monday, next_monday - timedelta(days=1))),
        1: ("下周", dates.day_range(next_monday, later - timedelta(days=1))),
        2: ("以后", f"{later.month}月{later.day}日起"),
    }
    weeks = groupby(
        sorted(cards, key=lambda c: c.starts),
        lambda c: min((dates.local_day(c.starts) - monday).days // 7, 2),
    )
    return [Week(*named[max(number, 0)], tickets=list(inside)) for number, inside in weeks]


def _plain(ticket: Ticket, waiting: int, now: datetime) -> Shown:
    phase = ticket.phase_at(now)
    return Shown(
        url=f"/positions/{ticket.number}",
        title=ticket.title,
        starts=ticket.starts_at,
        ends=ticket.ends_at,
        place=in_words.place(ticket.area, ticket.address),
        audience=in_words.who_may_come(ticket.audience, ticket.min_age),
        counts_hours=ticket.counts_hours,
        hours_line=hours_words(ticket),
        more_shifts=max(ticket.more, 0),
        state=phase,
        state_word=PHASE_WORDS[phase],
        left=ticket.left,
        quota=ticket.quota,
        waiting=waiting,
    )


def hours_words(ticket: Ticket) -> str:
    if ticket.counts_hours:
        minutes = int((ticket.ends_at - ticket.starts_at).total_seconds() // 60)
        return f"计入服务时长 {rounding.hours(minutes)}"
    return "任务清单，不计服务时长" if ticket.list_kind == ListKind.task else "不计服务时长"


def _shifts(shift_ids: list[int]) -> dict[int, Shift]:
    found = select(Shift).where(Shift.id.in_(shift_ids)).options(joinedload(Shift.position))
    return {shift.id: shift for shift in session.scalars(found)} if shift_ids else {}


def _as_mine(card: Shown, signup: Signup, in_line: int) -> Shown:
    state, word = own_state(signup, in_line)
    leave = "不能去了" if signup.holds_place else "不候补了"
    actions = (
        Action(text="看我的报名", href=f"/me/signups#signup-{signup.id}", icon="right"),
        Action(text=leave, href=f"/me/signups/{signup.id}/withdraw", icon="undo"),
    )
    shift = signup.shift
    return replace(
        card, starts=shift.starts_at, ends=shift.ends_at, state=state, state_word=word, actions=actions
    )


def own_state(signup: Signup, in_line: int) -> tuple[str, str]:
    """How my own sign-up looks on a ticket, and its word."""
    words = {
        State.accepted: ("mine", "已报上"),
        State.offered: ("mine_waiting", "轮到你了"),
        State.waiting: ("mine_waiting", f"候补第 {in_line} 位"),
    }
    return words.get(State(signup.state), ("mine_waiting", "等社区确认"))


def _with_refusal(card: Shown, refusal: RuleBroken | None) -> Shown:
    if refusal is None or isinstance(refusal, rules.NotOpenYet):
        return card
    return replace(card, state="not_for_me", state_word="不能报", reason=str(refusal), way_on=refusal.way_on)


def cards(tickets: Sequence[Ticket], person: Person | None, now: datetime) -> list[Shown]:
    """For whoever is looking."""
    return shown_to(person, tickets, now) if person else shown(tickets, now)
