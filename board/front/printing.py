"""What the sheets of templates/typst are told: a list's poster, a position's, and their pictures for chat groups."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, Final

from board import dates
from board.front import poster, queries
from board.positions import in_words
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import CATEGORY_WORDS, Category

Told = dict[str, Any]  # what JSON can say
Ahead = Sequence[tuple[Position, list[Shift]]]

MOST_ROWS: Final = 12  # of a picture: more makes a strip that nobody scrolls through
MOST_TIMES: Final = 3
MOST_DAYS: Final = 8
MOST_WORDS: Final = 200  # of what one does; all of it is behind the code


def list_poster(issued: OpportunityList, ahead: Ahead, address: str, now: datetime) -> Told:
    """All that is still to come, for paper."""
    return _list(issued, ahead, address, now) | {"foot": poster.foot(f"清单编号 {issued.number}", now)}


def list_picture(issued: OpportunityList, ahead: Ahead, address: str, now: datetime) -> Told:
    """The next few, and how many more there are, for a phone."""
    return _list(issued, ahead[:MOST_ROWS], address, now) | {
        "more": max(len(ahead) - MOST_ROWS, 0),
        "foot": poster.foot(f"清单编号 {issued.number}", now, made="做的图"),
    }


def _list(issued: OpportunityList, ahead: Ahead, address: str, now: datetime) -> Told:
    title = poster.title(issued)
    return _sheet(f"{issued.area.name}{title}", address, now) | {
        "community": issued.area.name,
        "title": title,
        "of": f"{queries.above(issued.area)}{issued.area.name}{issued.title}",
        "rows": [poster.row(position, shifts) for position, shifts in ahead],
        "phone": _public_phone(position for position, _ in ahead),
        "promise": "每个岗位的风险和保障，报名前会给你看。",
    }


def position_poster(found: Position, shifts: Sequence[Shift], address: str, now: datetime) -> Told:
    return _position(found, shifts, address, now) | {"foot": poster.foot(f"编号 {found.number}", now)}


def position_picture(found: Position, shifts: Sequence[Shift], address: str, now: datetime) -> Told:
    foot = poster.foot(f"编号 {found.number}", now, made="做的图")
    return _position(found, shifts, address, now) | {"foot": foot}


def _position(found: Position, shifts: Sequence[Shift], address: str, now: datetime) -> Told:
    return _sheet(found.title, address, now) | _times(shifts) | {
        "of": "，".join([f"{queries.above(found.area)}{found.area.name}", *_categories(found)]),
        "title": found.title,
        "place": in_words.place(found.area.name, found.address),
        "many": poster.many(shifts),
        "number": max(shift.quota for shift in shifts),
        "who": in_words.who_may_come(found.audience, found.min_age),
        "content": _shortened(found.content),
        "risk": found.risk_note,
        "facts": [fact for fact in _facts(found, now) if fact[1]],
        "phone": _public_phone([found]),
        "promise": "",
    }  # fmt: skip


def _sheet(document: str, address: str, now: datetime) -> Told:
    """What every sheet is told. Its date is the day's, so that it is the same bytes all day."""
    today = dates.local_day(now)
    return {
        "document": document,
        "date": [today.year, today.month, today.day],
        "address": address,
        "code": poster.code_drawn(address),
    }


def _public_phone(positions: Iterable[Position]) -> str | None:
    return next((one.contact_phone for one in positions if one.phone_public), None)


def _categories(found: Position) -> list[str]:
    words = [CATEGORY_WORDS[Category(code)] for code in found.categories]
    return ["、".join(words)] if words else []


def _shortened(words: str) -> str:
    return words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}……全文扫码看。"


def _facts(found: Position, now: datetime) -> list[tuple[str, str]]:
    """Label and words, as on the position's page; what is empty is left out."""
    opens = found.opens_at is not None and found.opens_at > now
    return [
        ("开始报名", dates.moment(found.opens_at) if found.opens_at and opens else ""),
        ("报名截止", in_words.closing(found)),
        ("条件", found.conditions),
        ("服务时长", in_words.hours_rule(found)),
        ("保障", "。".join(words for words in (in_words.guarantees(found), found.insurance) if words)),
        ("安全措施", found.safety_note),
        ("联系", in_words.contact(found, has_place=False)),
    ]


def _times(shifts: Sequence[Shift]) -> Told:
    """The first day large, then every time of day with its days."""
    first = shifts[0].starts_at
    by_time: dict[str, list[date]] = {}
    for shift in shifts:
        by_time.setdefault(dates.time_range(shift.starts_at, shift.ends_at), []).append(
            dates.local_day(shift.starts_at)
        )
    shown = list(by_time.items())[:MOST_TIMES]
    more = len(shifts) - sum(len(days) for _, days in shown)
    return {
        "first": {"month": dates.long_month(first), "day": str(dates.day_number(first)),
                  "weekday": dates.weekday(first) + (" 起" if len(shifts) > 1 else "")},
        "times": [{"time": time, "days": _days(days)} for time, days in shown],
        "more": f"还有 {more} 班，扫码看" if more else "",
    }  # fmt: skip


def _days(days: Sequence[date]) -> str:
    """12月5日 周六; 12月5日、12日、1月2日，每周六，共 3 班; 12月1日至31日，每天，共 31 班"""
    if len(days) == 1:
        return dates.day(days[0])
    named = _named(days) if len(days) <= MOST_DAYS else dates.day_range(days[0], days[-1])
    return f"{named}，{poster.rhythm(days)}，共 {len(days)} 班"


def _named(days: Sequence[date]) -> str:
    """The month is said when it changes."""
    before = [None, *(day.month for day in days[:-1])]
    return "、".join(
        f"{day.day}日" if day.month == month else f"{day.month}月{day.day}日"
        for day, month in zip(days, before, strict=True)
    )
