"""Full-width digits become ASCII wherever a number, a date, a time, a phone or a code is asked for."""

import pytest

from tests.hardening.form_fields import fields_of
from tests.hardening.rewinding import differences, done_only, keep, put_back, rows_now
from tests.hardening.sending import send, twin
from tests.hardening.submissions import WAYS, fill_in

# Typed as text, and numbers all the same.
NUMBERS = {"mobile", "code", "year", "typed", "days", "contact_phone", "volunteer_no"}
_WIDE = {ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789:-"}


def numbers_in(filling):
    """The filled fields that ask for a number of some kind."""
    fields = [field for field in fields_of(filling.form) if field.kind == "value" or field.name in NUMBERS]
    return [field.name for field in fields if any(map(_has_digits, filling.data.get(field.name, ())))]


def _has_digits(text):
    return any(letter.isdigit() for letter in text)


@pytest.mark.parametrize("rule", WAYS)
@pytest.mark.dealt
def test_full_width_digits_are_read_as_digits(app, engine, world, rule):
    filling = fill_in(app, world, rule)
    names = numbers_in(filling)
    if not names:
        return
    start = keep(engine)
    plain, plainly = send(filling, twin(filling.browser)), done_only(rows_now())
    put_back(engine, start)

    wide = {name: [text.translate(_WIDE) for text in filling.data[name]] for name in names}
    answer, widely = send(filling, **wide), done_only(rows_now())

    assert answer == plain
    assert differences(plainly, widely) == {}
