"""ID numbers as such: cleaning, checking and masking one. Knows no person and no row."""

from dataclasses import dataclass
from datetime import date
from typing import Final

LENGTH: Final = 18
_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS: Final = "10X98765432"
_HIDDEN: Final = "*" * 11
# Full-width digits and X, as Chinese keyboards type them.
_PLAIN: Final = {ord("０") + n: str(n) for n in range(10)} | {ord(x): "X" for x in "ｘＸx"}
_BETWEEN: Final = str.maketrans("", "", " \u3000\u00a0-－·\t")


@dataclass(frozen=True)
class Wrong:
    """Why a text is no ID number, in a sentence for whoever typed it."""

    sentence: str


def clean(typed: str) -> str:
    """As it stands on the card: ASCII digits, a capital X, no blanks or hyphens between."""
    return typed.translate(_BETWEEN).translate(_PLAIN)


def wrong_with(number: str, today: date) -> Wrong | None:
    """What keeps a cleaned text from being an ID number: length, digits, birth date, check digit.

    Nothing else: where somebody was born changes its code, and older codes stay valid.
    """
    if not number:
        return Wrong("请写身份证号。")
    if len(number) != LENGTH:
        return Wrong(f"身份证号是 {LENGTH} 位，你写了 {len(number)} 位。")
    if not _is_made_of_digits(number):
        return Wrong("身份证号前 17 位是数字，最后一位是数字或 X。再对着身份证看看。")
    born = _date_in(number)
    if born is None or born > today:
        return Wrong("第 7 到 14 位是出生年月日，你写的这一天没有过。再对着身份证看看。")
    if number[-1] != check_digit(number):
        return Wrong("最后一位和前面的对不上，有一位写错了。再对着身份证看看。")
    return None


def check_digit(number: str) -> str:
    """The eighteenth sign that belongs to the first seventeen."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECKS[total % 11]


def born_on(number: str) -> date:
    """The day of birth in a valid number."""
    born = _date_in(number)
    assert born is not None  # noqa: S101 - a valid number has one
    return born


def is_male(number: str) -> bool:
    """The sex a valid number states: odd for men."""
    return int(number[16]) % 2 == 1


def masked(number: str) -> str:
    """5101***********X: enough for its owner to know it by, and nothing of the birth date."""
    return f"{number[:4]}{_HIDDEN}{number[-1]}"


def _is_made_of_digits(number: str) -> bool:
    first = number[:-1]
    return first.isascii() and first.isdigit() and number[-1] in "0123456789X"


def _date_in(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
