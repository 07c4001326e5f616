"""Fields that are answered in place: what is asked, with what control, and how its text becomes an answer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from board import clock, dates
from board.phrases.when import Frame, read_times
from board.positions import snapshot
from board.positions.forms import NO_RISK, PositionForm
from board.positions.schedule import LONGEST, Span
from board.positions.words import AUDIENCE_WORDS, CATEGORY_WORDS, GUARANTEE_WORDS, TARGET_WORDS
from board.web.forms import plain_digits_in_lines

TIMES_HINT: Final = "照平常那样写，如 12月5日、12日 9:00-11:00，或 每周六 19:00-21:00"


class Unreadable(ValueError):  # noqa: N818 - named for what is wrong
    """What was typed is no answer; the text is the sentence that says what to write."""


@dataclass(frozen=True)
class Way:
    """How one field is asked about: the question, its word in tables, the kind of control."""

    word: str
    question: str
    kind: str = "line"  # line, long, number, choice, times
    options: Mapping[Any, str] | None = None  # a vocabulary: code -> words
    hint: str = ""
    quick: tuple[tuple[str, str], ...] = ()  # (text of the answer, words on its button)
    needed: bool = False  # blank is no answer


WAYS: Final[Mapping[str, Way]] = {
    "title": Way("名称", "这个岗位叫什么？", hint="2 到 50 个字", needed=True),
    "content": Way("做什么", "来的人要做什么？", "long", needed=True),
    "categories": Way("类别", "属于哪一类？", "choice", CATEGORY_WORDS, needed=True),
    "targets": Way("服务谁", "服务谁？", "choice", TARGET_WORDS, needed=True),
    "shifts": Way("什么时候", "哪天、几点到几点？", "times", hint=TIMES_HINT, needed=True),
    "address": Way("在哪里", "在哪里集合或服务？", hint="写到门口", needed=True),
    "quota": Way("人数", "最多要几个人？", "number", hint="人数", quick=(("10", "10 人"), ("20", "20 人")), needed=True),
    "minimum": Way("最少几个人", "最少要几个人才做得成？", "number"),
    "audience": Way("谁可以来", "谁可以来？", "choice", AUDIENCE_WORDS, needed=True),
    "min_age": Way("最小年龄", "最小几岁？", "number", hint="周岁", quick=(("18", "满 18 岁"),)),
    "conditions": Way("要求", "还有什么要求？", "long"),
    "remarks": Way("备注", "有什么要说明的？", "long"),
    "risk_note": Way("风险", "有什么风险？会写在报名按钮前面", "long", hint="如 夜间活动注意脚下",
                     quick=((NO_RISK, NO_RISK),), needed=True),
    "safety_note": Way("安全措施", "怎么保证安全？", "long"),
    "insurance": Way("保险", "保险怎么办？", "long", hint="保什么、谁来买", needed=True),
    "guarantees": Way("保障", "给来的人什么保障？", "choice", GUARANTEE_WORDS, needed=True),
    "guarantee_note": Way("保障补充", "保障还有什么要说明的？", "long"),
    "contact_name": Way("找谁", "来的人找谁？", needed=True),
    "contact_phone": Way("电话", "打哪个电话？", needed=True),
}  # fmt: skip


@dataclass(frozen=True)
class Control:
    """One control on the page: a line, a number, a choice; with what was typed when it was refused."""

    name: str
    field: str
    way: Way
    value: str
    error: str = ""
    asks: bool = False  # it stands under its question; a guess stands in its cell

    @property
    def label(self) -> str:
        return self.way.word

    @property
    def options(self) -> list[tuple[str, str]]:
        """Each code and its words; several codes as they stand are one choice more."""
        words = {str(code): said for code, said in (self.way.options or {}).items()}
        offered = list(words.items())
        if "," in self.value:
            several = "、".join(words.get(code, "") for code in self.value.split(","))
            offered.insert(0, (self.value, several))
        return offered


def text_of(value: Any) -> str:
    """An answer as its control has it."""
    if value is None:
        return ""
    return ",".join(str(code) for code in value) if isinstance(value, tuple) else str(value)


def read(field: str, typed: str, frame: Frame) -> Any:
    """The answer as an upload keeps it. Unreadable, with the sentence, for what is none."""
    if WAYS[field].needed and not typed.strip():
        raise Unreadable("这里还没有填。")
    if field == "shifts":
        return packed_spans(read_spans(typed, frame))
    return _read_by_form(field, typed)


def _read_by_form(field: str, typed: str) -> Any:
    several = typed.split(",") if field in {"categories", "targets", "guarantees"} else [typed]
    form = PositionForm(MultiDict([(field, one) for one in several]), meta={"csrf": False})
    inline = getattr(form, f"validate_{field}", None)
    asked = form[field]
    if not asked.validate(form, [lambda form, field: inline(field)] if inline else ()):
        raise Unreadable(str(asked.errors[0]))
    return snapshot.packed(form.answers()[field])


def read_spans(typed: str, frame: Frame) -> list[Span]:
    """The times somebody wrote, all of them ahead. Unreadable otherwise."""
    times = read_times(plain_digits_in_lines(typed) or "", frame)
    if times.problem:
        raise Unreadable(times.problem)
    spans = [Span(starts.astimezone(UTC), ends.astimezone(UTC)) for starts, ends in times.spans]
    for span in spans:
        if span.starts_at <= clock.now():
            raise Unreadable(f"{dates.when(span.starts_at, span.ends_at)} 已经过去了，换一个日子。")
        if span.ends_at - span.starts_at > LONGEST:
            raise Unreadable("一班最长 24 小时。更长的请分成几班。")
    return spans


def packed_spans(spans: Iterable[Span]) -> list[dict[str, str]]:
    """Times as an upload keeps them."""
    return [
        {"start": snapshot.packed(span.starts_at), "end": snapshot.packed(span.ends_at)} for span in spans
    ]
