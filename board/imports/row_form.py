"""One row in full: the form of a position, and its times in a box of words."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from wtforms import Field, TextAreaField, ValidationError
from wtforms.validators import Length

from board.imports import controls, phrasing
from board.imports.controls import TIMES_HINT, Unreadable
from board.imports.models import Upload
from board.imports.understood import Understood
from board.phrases.when import Frame
from board.positions import snapshot
from board.positions.forms import NO_RISK, PositionForm
from board.positions.schedule import Span
from board.positions.words import ListKind
from board.web.forms import plain_digits_in_lines

_LONGEST_TIMES: Final = 4000


class RowForm(PositionForm):
    """`frame` is what the times stand in; `spans` is what they were read as."""

    frame: Frame
    spans: Sequence[Span] = ()
    shifts = TextAreaField(
        "哪天、几点到几点",
        description=f"{TIMES_HINT}；几样时间用“；”隔开",
        filters=[plain_digits_in_lines],
        validators=[Length(max=_LONGEST_TIMES, message=f"时间最多写 {_LONGEST_TIMES} 个字，请分成几行。")],
    )

    def validate_shifts(self, field: Field) -> None:
        if not field.data:
            return
        try:
            self.spans = controls.read_spans(field.data, self.frame)
        except Unreadable as problem:
            raise ValidationError(str(problem)) from None

    def as_json(self) -> dict[str, Any]:
        """What the form says now, as an upload keeps it; times as they were typed."""
        return snapshot.packed_values(self.answers()) | {"shifts": self.shifts.data or ""}


def starting(upload: Upload, told: Understood) -> dict[str, Any]:
    """What the form of a row starts with."""
    usual = {"counts_hours": upload.kind != ListKind.task, "closes_hours": 2, "withdraw_hours": 24}
    own = {name: value for name, value in told.values.items() if value is not None}
    said = {"shifts": phrasing.phrase(told.spans), "no_risk": own.get("risk_note") == NO_RISK}
    return usual | own | said


def answers(form: RowForm, shown: str, told: Understood) -> dict[str, Any]:
    """What the clerk changed on the page, and the guesses that they left standing: those are certain now."""
    before, now = _object(shown), form.as_json()
    said = {name: value for name, value in now.items() if before.get(name) != value}
    confirmed = {name: now[name] for name in told.guessed if name in now and _is_as_told(name, now, told)}
    said = confirmed | said
    if "shifts" in said:
        spans = form.spans if now["shifts"] != before.get("shifts") else told.spans
        said["shifts"] = controls.packed_spans(spans)
    return said


def _is_as_told(name: str, now: Mapping[str, Any], told: Understood) -> bool:
    """A guess that somebody else has mended meanwhile is not confirmed by an older page."""
    if name == "shifts":
        return bool(now[name] == phrasing.phrase(told.spans))
    return bool(now[name] == snapshot.packed(told.values.get(name)))


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}
