"""Numbers that people copy from paper: a slip is told before anybody looks."""

import pytest

from board.certificates import numbers

pytestmark = pytest.mark.no_database

NUMBER = numbers.number(2026, 318)


def test_a_number_is_read_however_it_was_typed():
    typed = (NUMBER, NUMBER.lower(), NUMBER.replace("-", ""), f" {NUMBER.replace('-', ' ')} ", NUMBER.replace("-", "—"),
             "ＷＪ－２０２６－０００３１８－" + NUMBER[-1])  # fmt: skip

    assert {numbers.read_number(text) for text in typed} == {NUMBER}


@pytest.mark.parametrize(
    "typed",
    ["", "WJ", "WJ000318", "WJ-2026-318-4", "WJ-2026-0000318-4", "WJ-2026-０００", "🐼", "WJ-٢٠٢٦-000318-4"],
)
def test_what_is_no_number_is_none(typed):
    assert numbers.read_number(typed) is None


def test_every_wrong_digit_is_told():
    for place, digit in enumerate(NUMBER):
        for wrong in set("0123456789") - {digit} if digit.isdigit() else ():
            assert numbers.read_number(NUMBER[:place] + wrong + NUMBER[place + 1 :]) is None


def test_every_two_neighbours_that_changed_places_are_told():
    for serial in range(0, 1000, 7):
        digits = numbers.number(2026, serial).replace("-", "")[2:]
        for place in range(len(digits) - 1):
            swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            assert swapped == digits or numbers.read_number(f"WJ{swapped}") is None


def test_a_year_may_have_a_million_and_more():
    assert numbers.read_number(numbers.number(2026, 1_234_567)) == numbers.number(2026, 1_234_567)


def test_codes_have_no_letter_that_is_read_for_another():
    code = numbers.new_code()

    assert numbers.read_code(f" {code[:3].lower()} {code[3:]} ") == code
    assert not set("01OILUV") & set(numbers.CODE_LETTERS)
    assert numbers.read_code(code[:5]) is None
    assert numbers.read_code(code[:5] + "0") is None


def test_tokens_and_codes_come_by_chance():
    assert len({numbers.new_token() for _ in range(200)}) == 200
    assert len({numbers.new_code() for _ in range(200)}) == 200
    assert {len(numbers.new_token()) for _ in range(50)} == {16}
