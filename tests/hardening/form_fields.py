"""The fields of a form on a page, and what an answer says about one of them."""

import re
from dataclasses import dataclass
from functools import cache

from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import JSON, String, select

from board.db import session
from tests.hardening.naughty import meant, plain, with_plain_digits
from tests.hardening.rewinding import tables_with_rows

TEXT = {"text", "tel", "search", "email", "url"}
VALUES = {"number", "date", "time", "datetime-local", "month"}
_CHINESE = re.compile(r"[\u4e00-\u9fff]{3,}")


@dataclass(frozen=True)
class Field:
    """One control of a form: its name, and whether people type into it, choose, or never see it."""

    name: str
    kind: str  # text, lines, value, secret, chosen, hidden

    @property
    def is_text(self):
        return self.kind in {"text", "lines"}

    @property
    def is_typed(self):
        return self.is_text or self.kind == "value"


def fields_of(form):
    """Each named control once, but for the form token."""
    found = {}
    for control in form.css("input[name], textarea[name], select[name]"):
        found.setdefault(control.attributes["name"], Field(control.attributes["name"], _kind(control)))
    return [field for name, field in found.items() if name != "csrf_token"]


def _kind(control):
    if control.tag != "input":
        return {"textarea": "lines", "select": "chosen"}[control.tag]
    told = (control.attributes.get("type") or "text").lower()
    if told in TEXT:
        return "text"
    return "value" if told in VALUES else {"password": "secret", "hidden": "hidden"}.get(told, "chosen")


def versions(text):
    """What a cleaned text may look like, by the kind of field; mail addresses are in small letters."""
    line, bare = meant(text), "".join(meant(plain(text)).split())
    cleaned = {line, meant(text, lines=True), plain(line), meant(plain(text)), with_plain_digits(line)}
    cleaned |= {with_plain_digits(meant(text, lines=True)), bare, bare.replace("-", "")}
    return cleaned | {one.lower() for one in cleaned}


def asked_again(field, text, body):
    """What is wrong with a page that refuses this text, or None."""
    tree = LexborHTMLParser(body)
    errors = [
        " ".join(node.text().split()) for node in tree.css(".field-error, .error-summary, [role=alert]")
    ]
    if not errors or not all(_CHINESE.search(error) for error in errors):
        return f"no Chinese sentence says what is wrong: {errors}"
    if field.is_typed and not _still_there(tree, field, text):
        return "what was typed is gone"
    return None


def _still_there(tree, field, text):
    control = tree.css_first(f'main [name="{field.name}"]')
    if control is None:
        return False
    shown = control.text(strip=False) if control.tag == "textarea" else control.attributes.get("value") or ""
    kept = {_folded(one) for one in (*versions(text), text)}
    return _folded(shown) in kept


def _folded(text):
    """As HTML reads it: NUL cannot stand in a page, and line ends are one."""
    return " ".join(text.replace("\0", "\ufffd").split())


def is_kept(text):
    """Does any row hold this text as it is meant?"""
    wanted = versions(text) - {""}
    if not wanted:
        return True
    session.rollback()
    return any(wanted & _texts_of(table) for table in tables_with_rows())


def _texts_of(table):
    question = _texts_asked_of(table)
    found = set()
    for row in session.execute(question) if question is not None else ():
        for value in row:
            found |= set(map(str, value.values())) if isinstance(value, dict) else {str(value)}
    return found


@cache
def _texts_asked_of(table):
    columns = [column for column in table.columns if isinstance(column.type, String | JSON)]
    return select(*columns) if columns else None
