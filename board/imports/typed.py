"""What came back with the review page: what was changed on it, read into answers or refused with a sentence."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from werkzeug.datastructures import MultiDict

from board.imports import controls
from board.imports.answering import ABOUT, Said
from board.imports.asking import SHARED
from board.imports.controls import WAYS, Unreadable
from board.imports.shown_row import Typed
from board.phrases.when import Frame
from board.positions.forms import ListForm
from board.web.paging import row_numbers

_SHORT: Final = 16
_OF_ROW: Final = re.compile(r"r(\d{1,5})-([a-z_]{1,20})")
_QUICK: Final = re.compile(r"((?:all|r\d{1,5})-[a-z_]{1,20})=(.{1,20})")


@dataclass(frozen=True)
class Came:
    """The form, read: what it says, and what was typed where it says nothing."""

    said: Said
    typed: Typed


@dataclass(frozen=True)
class Shown:
    """What a page showed: the text of each control, which of them ask, its rows and those that are wanted."""

    texts: Mapping[str, str] = field(default_factory=dict)
    asks: Sequence[str] = ()
    items: Sequence[int] = ()
    kept: Sequence[int] = ()


def packed(shown: Shown) -> str:
    """For the page's hidden field: whatever comes back unlike it was changed on the page."""
    marks = {name: _mark(text) for name, text in shown.texts.items()}
    return json.dumps(vars(shown) | {"texts": marks}, ensure_ascii=False)


def _mark(text: str) -> str:
    """The text, or what tells a long one from any other: a hundred rows of times fit into a form."""
    return text if len(text) <= _SHORT else f"#{hashlib.sha256(text.encode()).hexdigest()[:_SHORT]}"


def read(form: MultiDict[str, str], about: ListForm, frame: Frame) -> Came:
    """Answers for what was changed on the page, and sentences for what cannot be one."""
    shown = _unpacked(form.get("shown", ""))
    changed = _changed(form, shown)
    rows: dict[int, dict[str, Any]] = {}
    shared: dict[str, Any] = {}
    errors: dict[str, str] = {}
    for name, text in changed.items():
        place = _place_of(name)
        if place is None:
            continue
        item, about_what = place
        try:
            answer = controls.read(about_what, text, frame)
        except Unreadable as problem:
            errors[name] = str(problem)
            continue
        (shared if item is None else rows.setdefault(item, {}))[about_what] = answer
    said = Said(rows, _kept(form, shown), shared, _about(about, changed))
    return Came(said, Typed({name: changed[name] for name in errors}, errors))


def _place_of(name: str) -> tuple[int | None, str] | None:
    """The row and the field a control belongs to; no row for what is answered for all."""
    if name.startswith("all-") and name[4:] in SHARED:
        return None, name[4:]
    found = _OF_ROW.fullmatch(name)
    return (int(found[1]), found[2]) if found and found[2] in WAYS else None


def _unpacked(text: str) -> Shown:
    """The hidden field back; whatever is none says that nothing was shown."""
    try:
        told = json.loads(text)
    except ValueError:
        return Shown()
    told = told if isinstance(told, dict) else {}
    lists = {name: told[name] for name in ("asks", "items", "kept") if isinstance(told.get(name), list)}
    texts = told.get("texts")
    return Shown(texts=texts if isinstance(texts, dict) else {}, **lists)


def _changed(form: MultiDict[str, str], shown: Shown) -> dict[str, str]:
    """What is not as it was shown; and of the row whose answers are confirmed, what stood there already."""
    sent = {name: ",".join(values).replace("\r\n", "\n") for name, values in form.lists()}
    if quick := _QUICK.fullmatch(form.get("quick", "")):
        sent[quick[1]] = quick[2]
    confirmed = form.get("act", "").replace("stay-", "r", 1) + "-"
    return {
        name: text
        for name, text in sent.items()
        if _mark(text) != shown.texts.get(name, "")
        or (text and name.startswith(confirmed) and name in shown.asks)
    }


def _kept(form: MultiDict[str, str], shown: Shown) -> dict[int, bool]:
    """Rows whose box was ticked or cleared, and the one that a button leaves out."""
    ticked, before = set(row_numbers(form.getlist("keep"))), shown.kept
    kept = {item: item in ticked for item in shown.items if isinstance(item, int)}
    kept = {item: wanted for item, wanted in kept.items() if wanted != (item in before)}
    act, _, item = form.get("act", "").partition("-")
    return kept | {number: False for number in row_numbers([item]) if act == "leave"}


def _about(about: ListForm, changed: Mapping[str, str]) -> dict[str, Any]:
    names = [name for name in ABOUT if about[name].name in changed]
    if not names or not about.validate():
        return {}
    said = vars(about.said())
    return {name: said[name] for name in names}


def text_of_about(value: str | date | None) -> str:
    """A fact of the list as its control has it."""
    return value.isoformat() if isinstance(value, date) else str(value or "")
