"""Which texts are ID numbers, and how they are shown."""

from datetime import date

import pytest

from board.identity import number
from tests.identity.numbers import a_number, ending_in_x

pytestmark = pytest.mark.no_database

TODAY = date(2026, 11, 23)


def wrong(typed):
    found = number.wrong_with(number.clean(typed), TODAY)
    return found.sentence if found else None


def test_the_example_of_the_standard_is_right():
    assert wrong("11010519491231002X") is None  # GB 11643-1999, appendix
    assert wrong("440524188001010014") is None


# The package that domain.md warns of refuses these: where somebody was born has had other codes.
@pytest.mark.parametrize("code", ["510115", "510123", "510122", "999999"])
@pytest.mark.parametrize("born", [date(1949, 10, 1), date(1983, 1, 1), date(2002, 6, 30)])
def test_where_somebody_was_born_is_not_judged(code, born):
    assert wrong(a_number(born, code=code)) is None


def test_every_check_digit_is_worked_out_as_the_standard_does():
    for sequence in range(1000):
        made = a_number(sequence=sequence)
        assert number.check_digit(made) == made[-1]


def test_one_wrong_digit_or_two_that_changed_places_are_found():
    right = a_number()
    for at in range(18):
        for other in "0123456789":
            if other != right[at]:
                assert wrong(right[:at] + other + right[at + 1 :])
    for at in range(17):
        swapped = right[:at] + right[at + 1] + right[at] + right[at + 2 :]
        assert swapped == right or wrong(swapped)


def test_as_people_type_it():
    right = ending_in_x()
    wide = right.translate({ord(str(n)): 0xFF10 + n for n in range(10)} | {ord("X"): "Ｘ"})

    for typed in (
        right.lower(),
        wide,
        wide.replace("Ｘ", "ｘ"),
        f" {right[:6]} {right[6:14]}-{right[14:]}　",
    ):
        assert number.clean(typed) == right


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "请写身份证号"),
        ("51011519580312", "你写了 14 位"),
        ("510115580312002", "你写了 15 位"),
        ("5101151958031200211", "你写了 19 位"),
        ("51011519580312OO21", "前 17 位是数字"),
        ("٥١٠١١٥١٩٥٨٠٣١٢٠٠٢١", "前 17 位是数字"),
        ("५१०११५१९५८०३१२००२१", "前 17 位是数字"),
        ("510115195803120X21", "前 17 位是数字"),
        ("51011519580312002Y", "前 17 位是数字"),
        ("510115195802300021", "没有过"),
        ("510115190002290021", "没有过"),
        ("510115000003120021", "没有过"),
        ("510115202611240021", "没有过"),  # tomorrow
        ("510115195803129999", "有一位写错了"),
    ],
)
def test_what_is_wrong_is_said(typed, words):
    assert words in wrong(typed)


def test_somebody_born_today_has_a_number():
    assert wrong(a_number(TODAY)) is None
    assert wrong(a_number(date(2024, 2, 29))) is None


def test_what_is_shown_tells_neither_birth_date_nor_sequence():
    assert number.masked(ending_in_x()) == "5101***********X"


def test_birth_date_and_sex_are_read_from_it():
    assert number.born_on(a_number(date(1958, 3, 12))) == date(1958, 3, 12)
    assert [number.is_male(a_number(sequence=n)) for n in (1, 2)] == [True, False]
