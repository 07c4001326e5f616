"""Which column is about what, from what the clerk called it: exactly, in part, or with a slip of the pen."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from board.reading.vocabulary import HEADINGS, Field

EXACT: Final = 400
IN_PART: Final = 200
SLIPPED: Final = 100
LONGEST_HEADING: Final = 24  # characters; what is longer is text, not a heading
_ROOM: Final = 7  # how many more characters than the known word a heading may have

# Several columns may speak of these; of all others the best named one is heard.
_JOINED: Final = frozenset({
    Field.place, Field.conditions, Field.remarks, Field.risk, Field.contact, Field.phone, Field.day, Field.starts,
    Field.ends, Field.quota,
})  # fmt: skip

_RANK: Final = {word: (field, rank) for field, words in HEADINGS.items() for rank, word in enumerate(words)}
_LONG_FIRST: Final = sorted((word for word in _RANK if len(word) >= 2), key=len, reverse=True)
_ASIDE: Final = re.compile(r"[(（\[【<《].*?[)）\]】>》]")
_NOT_LETTERS: Final = re.compile(r"[\W_]+")
_BETWEEN: Final = re.compile(r"[/、\\|&+\n]|或者?|及|和")
_PLAIN_ANYWHERE: Final = frozenset({
    "地点", "地址", "人数", "名额", "电话", "时间", "备注", "要求", "条件", "日期", "对象", "职责",
})  # fmt: skip
_UNTIL: Final = frozenset({"截止日期", "截止时间", "截至时间", "截止"})
_ORDINAL: Final = re.compile(r"^(?:[0-9]+|[一二三四五六七八九十]+、)\W*(?=\w)")


@dataclass(frozen=True)
class Match:
    """What a heading means, and how sure that is: more is better."""

    field: Field
    score: int


def match(heading: str) -> Match | None:
    """The field a heading names; None if it is none that is known."""
    return _well(heading) or _slipped(plain(heading))


@lru_cache(maxsize=8192)
def plain(heading: str) -> str:
    """The heading's letters: without what is in brackets, blanks, numbering and marks."""
    text = unicodedata.normalize("NFKC", heading).strip().lower()
    without = _ASIDE.sub("", _ORDINAL.sub("", text))
    return _NOT_LETTERS.sub("", without) or _NOT_LETTERS.sub("", text)


def assign(headings: Mapping[int, str]) -> dict[Field, tuple[int, ...]]:
    """The columns of each field, in the order of the sheet."""
    found: dict[Field, list[tuple[int, int]]] = {}
    for column, heading in headings.items():
        meant = match(heading)
        if meant is not None and meant.field != Field.ignored:
            found.setdefault(meant.field, []).append((column, meant.score))
    if Field.starts in found and Field.ends not in found:
        # 截止日期 is when sign-up ends, but beside a 起始日期 it is when the service does.
        found[Field.ends] = [
            (column, EXACT) for column, heading in headings.items() if plain(heading) in _UNTIL
        ]
    return {field: _chosen(field, columns) for field, columns in found.items() if columns}


def names_exactly(text: str) -> bool:
    """Is this, letter by letter, what clerks call a column?"""
    return len(text) <= LONGEST_HEADING and plain(text) in _RANK


def known_in(texts: Iterable[str]) -> list[Field]:
    """The fields these texts name as headings; slips of the pen count for nothing here."""
    return [meant.field for text in texts if (meant := _well(text))]


def named_in(texts: Iterable[str]) -> list[Field]:
    """The same with slips of the pen."""
    return [meant.field for text in texts if (meant := match(text))]


@lru_cache(maxsize=4096)
def _well(heading: str) -> Match | None:
    word = plain(heading) if len(heading) <= 2 * LONGEST_HEADING else ""
    if not word or len(word) > LONGEST_HEADING:
        return None
    return _exact(word) or _first_part(heading) or _in_part(word)


def _chosen(field: Field, columns: list[tuple[int, int]]) -> tuple[int, ...]:
    if field in _JOINED:
        return tuple(sorted(column for column, _ in columns))
    best = max(score for _, score in columns)
    return (min(column for column, score in columns if score == best),)


def _exact(word: str) -> Match | None:
    known = _RANK.get(word)
    return Match(known[0], EXACT - known[1]) if known else None


def _first_part(heading: str) -> Match | None:
    """`岗位/任务名称`, `岗位职责及要求`: what it names first, if every part is known."""
    parts = [_exact(plain(part)) for part in _BETWEEN.split(heading) if plain(part)]
    first = parts[0] if len(parts) > 1 else None
    return Match(first.field, IN_PART + 50) if first and None not in parts else None


def _in_part(word: str) -> Match | None:
    """`志愿服务岗位名称`: the longest word that is known, and stands last or is plain enough to stand anywhere."""
    inside = [known for known in _LONG_FIRST if known in word and len(word) - len(known) <= _ROOM]
    ignored = [known for known in inside if _RANK[known][0] == Field.ignored and len(known) > 2]
    last = [known for known in inside if word.endswith(known)]
    anywhere = [known for known in inside if len(known) > 2 or known in _PLAIN_ANYWHERE]
    best = next(iter(ignored or last or anywhere), None)
    if best is None:
        return None
    return Match(_RANK[best][0], IN_PART + 2 * len(best) + (5 if best in last else 0))


@lru_cache(maxsize=1024)
def _slipped(word: str) -> Match | None:
    """`服务时问`, `需求人数数`: one letter off from a word that is known; the usual one if there are several."""
    if not 3 <= len(word) <= LONGEST_HEADING:
        return None
    near = [known for known in _RANK if len(known) > 2 and _is_near(word, known)]
    usual = min(near, key=lambda known: (_RANK[known][0] == Field.ignored, _RANK[known][1]), default=None)
    return Match(_RANK[usual][0], SLIPPED) if usual else None


def _is_near(one: str, other: str) -> bool:
    """One letter other, missing, too many, or two neighbours exchanged."""
    if abs(len(one) - len(other)) > 1:
        return False
    if len(one) == len(other):
        wrong = [n for n in range(len(one)) if one[n] != other[n]]
        exchanged = len(wrong) == 2 and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]
        return len(wrong) == 1 or (exchanged and wrong[1] == wrong[0] + 1)
    short, long = sorted((one, other), key=len)
    return any(long[:n] + long[n + 1 :] == short for n in range(len(long)))
