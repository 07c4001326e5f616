"""Every field of every form gets strings that break software: kept as they are meant, or asked for again.

By default each field gets all of ours and its share of the big list, on SQLite; `make soak` sends every
string to every field, on both engines.
"""

from urllib.parse import urlencode

import pytest

from tests.hardening.form_fields import asked_again, fields_of, is_kept
from tests.hardening.naughty import BLNS, BROKEN_BYTES, EVERYWHERE, LONG, OURS
from tests.hardening.rewinding import keep, put_back
from tests.hardening.sending import post, twin
from tests.hardening.submissions import WAYS, fill_in

SHARE = 48  # of the dealt strings each field gets one in so many by default
# What is typed here is looked for, checked or hashed, and not kept.
NOT_KEPT = {"typed", "code", "password", "current"}
_seen_shapes = set()


def share_for(number, field):
    dealt = (*OURS, *BLNS)[number % SHARE :: SHARE]
    if not field.is_typed:
        return (EVERYWHERE[number % len(EVERYWHERE)],)
    return [*(text for text in EVERYWHERE if len(text) < 100 or number % 4 == 0), *dealt]


def everything_for(_, field):
    return (*EVERYWHERE, *OURS) if field.kind == "secret" else (*EVERYWHERE, *OURS, *BLNS)


def is_new_shape(filling):
    """Has no form with the same fields been tried? Ten forms ask for a reason and nothing else."""
    shape = frozenset(fields_of(filling.form))
    is_new = not any(shape <= seen for seen in _seen_shapes)
    _seen_shapes.add(shape)
    return is_new


def problems_with(engine, filling, strings):
    """Sentences about every answer to this form that is neither kept nor asked for again."""
    start = keep(engine)
    for number, field in enumerate(fields_of(filling.form)):
        for text in strings(number, field):
            answer = post(filling, filling.data | {field.name: [text]}, twin(filling.browser))
            problem = _problem(field, text, answer)
            if problem:
                yield f"{field.name} {text[:30]!r}: {answer.status_code}, {problem}"
            if answer.status_code in {200, 303}:
                put_back(engine, start)


def _problem(field, text, answer):
    if answer.status_code == 422:
        return asked_again(field, text, answer.get_data())
    if answer.status_code == 404 and field.kind in {"hidden", "chosen"}:
        return None  # nothing that any page offered
    if answer.status_code not in {200, 303}:
        return "neither kept nor asked for again"
    if field.is_text and field.name not in NOT_KEPT and answer.status_code == 303 and not is_kept(text):
        return "said to be done, but nothing holds the text"
    return None


# On PostgreSQL in the soak; texts of every length go there by default.
@pytest.mark.parametrize("rule", WAYS)
@pytest.mark.on("sqlite")
def test_naughty_strings_are_kept_as_meant_or_asked_for_again(app, engine, world, rule):
    filling = fill_in(app, world, rule)
    if not is_new_shape(filling):
        return

    def share(number, field):
        return share_for(list(WAYS).index(rule) + number, field)

    problems = list(problems_with(engine, filling, share))

    assert problems == [], "\n" + "\n".join(problems)


@pytest.mark.soak
@pytest.mark.parametrize("rule", WAYS)
def test_every_naughty_string_in_every_field(app, engine, world, rule):
    problems = list(problems_with(engine, fill_in(app, world, rule), everything_for))

    assert problems == [], "\n" + "\n".join(problems)


@pytest.mark.parametrize("rule", WAYS)
@pytest.mark.on("postgresql")
def test_a_text_of_any_length_fits_its_column_or_is_asked_for_again(app, engine, world, rule):
    """PostgreSQL counts what SQLite lets pass: a sentence made around a text must fit as well."""

    def long_ones(_, field):
        return LONG if field.is_text else ()

    problems = list(problems_with(engine, fill_in(app, world, rule), long_ones))

    assert problems == [], "\n" + "\n".join(problems)


@pytest.mark.parametrize("rule", WAYS)
@pytest.mark.dealt
def test_bytes_that_are_no_text_are_no_error(app, engine, world, rule):
    """Surrogates, overlong forms and halves of characters, percent-encoded; each field gets two of them."""
    filling = fill_in(app, world, rule)
    start = keep(engine)
    for number, field in enumerate(fields_of(filling.form)):
        rest = urlencode({k: v for k, v in filling.data.items() if k != field.name}, doseq=True)
        for broken in BROKEN_BYTES[number % 4 :: 4] if field.kind != "secret" else BROKEN_BYTES[:1]:
            sent = f"{rest}&{field.name}={broken}".encode()
            answer = post(filling, sent, twin(filling.browser))
            assert answer.status_code in {200, 303, 404, 422}, f"{field.name} {broken}: {answer.status_code}"
            if answer.status_code in {200, 303}:
                put_back(engine, start)
