"""The cells that say when, put together into one phrase for `board.phrases.when`, or a question."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from board.phrases.when import Frame, Times, read_times
from board.reading.cells import words_of
from board.reading.lines import Line
from board.reading.tables import Table
from board.reading.vocabulary import Field
from board.sheets.opening import Value

_COLUMNS: Final = (
    Field.times, Field.times_and_place, Field.day, Field.weekday, Field.starts, Field.hours, Field.ends,
)  # fmt: skip
_DATE: Final = re.compile(r"\d{4}-\d\d-\d\d")
_CLOCK: Final = re.compile(r"\d{1,2}\s*[:：点时]")
_EVERY: Final = re.compile(r"每|隔|单周|双周|周[一二三四五六日天末]|星期|工作日")
_COUNT: Final = re.compile(r"^\s*(?:共|每月)?\s*\d+\s*次\s*$")
_BLANK: Final = "这一行没写什么时候。写几月几日、几点到几点，如 12月5日 9:00-11:00。"
_CONTRADICTS: Final = "几栏里写的日子不一样。请写清楚哪几天、几点到几点，如 12月5日 9:00-11:00。"
_ALONE: Final = "说时间的几栏合起来没看懂，是按其中一栏读的。"
_HALF_A_DATE: Final = "表格把“{month}.{tenths}0”也存成 {month}.{tenths}，分不清是 {month}月{tenths}日 还是 {month}月{tenths}0日。"


@dataclass(frozen=True)
class Said:
    """What a line says of its times: the phrase, the cell to point at, and what was understood."""

    phrase: str
    cell: str
    times: Times
    place: str = ""  # of a cell that says both


def times_of(table: Table, line: Line, frame: Frame) -> Said:
    """The line's times as its cells say them together."""
    said = [(field, column) for field in _COLUMNS for column in table.fields.get(field, ())]
    filled = [(field, column) for field, column in said if words_of(line.cells.get(column))]
    cell = table.name_of(line, (filled or said)[0][1]) if said else ""
    values = {field: [line.cells[column] for f, column in filled if f == field] for field, _ in filled}
    if Field.times_and_place in values:
        return _parted(words_of(values[Field.times_and_place][0]), cell, frame)
    phrases = list(dict.fromkeys(_phrases(values)))
    halved = next(filter(None, (_half_a_date(value) for group in values.values() for value in group)), "")
    if halved or not phrases:
        return Said(phrases[0] if phrases else "", cell, Times(problem=halved or _BLANK))
    return Said(phrases[0], cell, _first_understood(phrases, frame))


def _first_understood(phrases: Sequence[str], frame: Frame) -> Times:
    """What all cells say together, unless one that is dated by itself says otherwise; else what one says alone."""
    together, *alone = [understand(phrase, frame) for phrase in phrases]
    dated = [
        times
        for times, phrase in zip(alone, phrases[1:], strict=True)
        if times.spans and not _EVERY.search(phrase)
    ]
    if together.problem:
        found = next((times for times in alone if not times.problem), None)
        return replace(found, guessed=found.guessed or _ALONE) if found else together
    if any(set(times.spans) != set(together.spans) for times in dated):
        return Times(problem=_CONTRADICTS)
    return next((times for times in dated if not times.guessed), together)


@lru_cache(maxsize=2048)
def understand(phrase: str, frame: Frame) -> Times:
    """As read_times; a sheet says the same thing in many rows."""
    return read_times(phrase, frame)


def _phrases(values: dict[Field, list[Value]]) -> Iterator[str]:
    """All that the cells say together; and, where one cell says everything by itself, that one."""
    words = {field: [words_of(value) for value in group] for field, group in values.items()}
    day = " ".join(words.get(Field.day, ()))
    weekday = "".join(words.get(Field.weekday, ()))
    times = " ".join([*words.get(Field.times, ()), *words.get(Field.hours, ())])
    starts, ends = words.get(Field.starts, []), words.get(Field.ends, [])
    if ends and not starts and times:
        times, ends = f"{times}至{' '.join(ends)}", []
    span = _span(starts, ends)
    named = f"{day}（{weekday}）" if day and weekday and not _EVERY.search(day) else day or weekday
    together = " ".join(filter(None, (_counted(named), span if span != times else "", times)))
    if together:
        yield together
    yield from (text for text in (times, span, day) if text and text != together and _is_whole(text))


def _is_whole(text: str) -> bool:
    return bool(_CLOCK.search(text)) and bool(_EVERY.search(text) or re.search(r"[月日号]|\d[./-]\d", text))


def _counted(day: str) -> str:
    """`4次` in a column of its own is an aside."""
    return f"（共{day.strip()}）" if _COUNT.match(day) and not day.strip().startswith(("共", "每月")) else day


def _span(starts: list[str], ends: list[str]) -> str:
    """`2026-12-05 09:00` and `2026-12-05 11:00` are one span of one day."""
    first, last = " ".join(starts), " ".join(ends)
    if not (first and last):
        return first or (f"至{last}" if last else "")
    if first == last:
        return first
    days = _DATE.findall(first), _DATE.findall(last)
    if len(days[0]) == len(days[1]) == 1 and days[0] == days[1]:
        last = last.replace(days[1][0], "").strip() or last
    return f"{first}至{last}"


def _half_a_date(value: Value) -> str:
    """12.1 as a number may have been typed 12.10: nobody can tell any more."""
    if not isinstance(value, float) or not 1 <= value < 13:
        return ""
    month, tenths = divmod(round(value * 100), 100)
    return _HALF_A_DATE.format(month=month, tenths=tenths // 10) if tenths in (10, 20, 30) else ""


def _parted(text: str, cell: str, frame: Frame) -> Said:
    """A cell that says when and where: the parts with figures are the time, the rest is the place."""
    parts = [part for part in re.split(r"[\n；;，,]|(?<=[\d点时分])\s+(?=\D)", text) if part.strip()]
    when = [
        part
        for part in parts
        if _CLOCK.search(part) or _EVERY.search(part) or re.search(r"\d+\s*[月日号.]", part)
    ]
    where = [part.strip() for part in parts if part not in when]
    times = understand("，".join(when) or text, frame)
    if not times.problem:
        times = replace(times, guessed=times.guessed or "时间和地点写在一格里，是按字面分开的。")
    return Said(text, cell, times, "，".join(where))
