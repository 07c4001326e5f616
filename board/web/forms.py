"""The base of every form: Chinese messages, clean text, and refusals shown where they belong."""

import unicodedata
from collections.abc import Iterable
from typing import Any, Final

import wtforms
from flask import g, render_template, request
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.fields.choices import SelectChoice
from wtforms.meta import DefaultMeta

from board.errors import RuleBroken
from board.web.once import OnceField, new_token

YEARS: Final = range(2000, 2200)  # beyond them arithmetic with days and zones ends
MOST_DIGITS: Final = 9  # more than any count here; within the range of the columns
FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DIGITS = {code: FULL_WIDTH[code] for code in (*range(0xFF10, 0xFF1A), 0xFF0B, 0xFF0D)}
_BIDI = set(range(0x202A, 0x202F)) | set(range(0x2066, 0x206A)) | {0x200E, 0x200F, 0x061C}


def one_line(text: str | None) -> str | None:
    """NFC, on one line, without control or direction-changing characters; trimmed."""
    if text is None:
        return None
    kept = (" " if letter in "\r\n\t" else letter for letter in _clean(text))
    return " ".join("".join(kept).split())


def several_lines(text: str | None) -> str | None:
    """NFC, line ends as \\n, without other control or direction-changing characters; trimmed."""
    if text is None:
        return None
    return _clean(text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def digits(text: str | None) -> str | None:
    """Full-width digits and signs become ASCII, blanks and hyphens go: numbers as people type them."""
    if text is None:
        return None
    return "".join((one_line(text.translate(FULL_WIDTH)) or "").split()).replace("-", "")


def plain_digits(text: str | None) -> str | None:
    """On one line, with full-width digits, plus and minus as ASCII; words stay as they were typed."""
    line = one_line(text)
    return line.translate(_DIGITS) if line else line


def plain_digits_in_lines(text: str | None) -> str | None:
    """The same on several lines."""
    lines = several_lines(text)
    return lines.translate(_DIGITS) if lines else lines


def _clean(text: str) -> str:
    return "".join(
        letter
        for letter in unicodedata.normalize("NFC", text)
        if letter in "\n\r\t"
        or (unicodedata.category(letter) not in {"Cc", "Cs"} and ord(letter) not in _BIDI)
    )


def choices(pairs: Iterable[tuple[str, str]]) -> list[SelectChoice]:
    """(value, words) pairs as a radio, checkbox or select field takes them."""
    return [SelectChoice(str(value), words) for value, words in pairs]


_PLAINER: Final = {
    "Not a valid choice.": "请从给出的选项里选。",
    "Invalid Choice: could not coerce.": "请从给出的选项里选。",
    "Invalid choice(s): one or more data inputs could not be coerced.": "请从给出的选项里选。",
    "'%(value)s' is not a valid choice for this field.": "请从给出的选项里选。",
    "Not a valid date value.": "日期写成 2026-12-05 这样。",
    "Not a valid time value.": "时间写成 09:00 这样。",
    "Not a valid datetime value.": "日期和时间写成 2026-12-05 09:00 这样。",
    "Not a valid integer value.": "这里写整数。",
    "This field is required.": "这里还没有填。",
}


class _Chinese:
    """WTForms' own messages, in Chinese that says what to do."""

    def __init__(self, translations: Any) -> None:
        self.translations = translations

    def gettext(self, text: str) -> str:
        return _PLAINER.get(text) or str(self.translations.gettext(text))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return _PLAINER.get(one) or str(self.translations.ngettext(one, many, count))


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF carries no types
    """A form in Chinese. `refuse` puts a rule's sentence on the field it concerns."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        locales = ("zh_CN", "zh")

        def get_translations(self, form: "Form") -> Any:
            # Flask-WTF has none without Flask-Babel: WTForms' Chinese, with plainer words for some.
            return _Chinese(DefaultMeta.get_translations(self, form))

    def validate(self, extra_validators: Any = None) -> bool:
        """What is blank once it is cleaned has not been said: InputRequired looks at what came."""
        for field in self:
            if field.raw_data and field.data in ("", None) and not field.process_errors:
                field.raw_data = [""]
        return bool(super().validate(extra_validators))

    def validate_on_submit(self, extra_validators: Any = None) -> bool:
        """True once: a form shown again after a refusal is not submitted a second time."""
        refusal: RuleBroken | None = g.get("refusal")
        passed: bool = super().validate_on_submit(extra_validators)
        if refusal is not None and self.is_submitted():
            self.refuse(refusal)
            return False
        return passed

    # False where an act's natural key answers the same form alike, and every write counts.
    carries_once = True

    def hidden_tag(self, *fields: Any) -> Any:  # Markup, which Flask-WTF does not say
        """The form token, and what names this showing of the form (board.web.once)."""
        tag = super().hidden_tag(*fields)
        if not self.carries_once or "once" in self._fields:
            return tag
        return tag + OnceField(name="once").bind(self, "once")(id=False, value=new_token())

    def refuse(self, refusal: RuleBroken) -> None:
        field = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors.append(str(refusal))
        else:
            field.errors = [*field.errors, str(refusal)]


class WholeNumberField(IntegerField):  # type: ignore[misc]  # WTForms' own types
    """A whole number as people type it: full-width digits too, ASCII digits only after that."""

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = (one_line(valuelist[0].translate(FULL_WIDTH)) or "") if valuelist else ""
        if not typed:
            return
        if not (typed.isascii() and typed.isdigit()) or len(typed) > MOST_DIGITS:
            self.data = None
            raise ValueError(f"{self.label.text}请写整数，如 8。")
        self.data = int(typed)


def _ascii(typed: list[str]) -> list[str]:
    """What was typed with full-width digits and signs as ASCII; anything else is no date and no time."""
    text = one_line(" ".join(typed).translate(FULL_WIDTH)) or ""
    return [text if text.isascii() else "?"] if text else []


class DateField(wtforms.DateField):  # type: ignore[misc]  # WTForms' own types
    """A day of this century or the next, as people type it."""

    data: Any  # WTForms carries no types

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(_ascii(valuelist))
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(self.gettext("Not a valid date value."))


class TimeField(wtforms.TimeField):  # type: ignore[misc]
    """A time of the day, as people type it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(_ascii(valuelist))


class DateTimeLocalField(wtforms.DateTimeLocalField):  # type: ignore[misc]
    """A day and a time, as people type them."""

    data: Any  # WTForms carries no types

    def process_formdata(self, valuelist: list[str]) -> None:
        super().process_formdata(_ascii(valuelist))
        if self.data is not None and self.data.year not in YEARS:
            self.data = None
            raise ValueError(self.gettext("Not a valid datetime value."))


class PlainForm(Form):
    """A form sent by GET (filters, searches): it changes nothing, so it carries no token."""

    class Meta(Form.Meta):
        csrf = False


def page(template: str, form: Form | None = None, **shown: Any) -> tuple[str, int]:
    """A rendered page; 422 when the form on it was refused, so that nothing takes it for success."""
    status = 422 if form is not None and form.errors and request.method == "POST" else 200
    return render_template(template, form=form, **shown), status
