"""Phrases as they are really written: read right, marked as a guess, or asked about."""

import pytest

from tests.phrases.reading import examples

pytestmark = pytest.mark.no_database

EXAMPLES = examples()
LEAST_RIGHT = 0.97


def test_the_corpus_is_large_and_says_nothing_twice():
    assert len(EXAMPLES) >= 160
    assert len({(example.said, example.frame) for example in EXAMPLES}) == len(EXAMPLES)


def test_nothing_is_silently_wrong():
    assert [example.said for example in EXAMPLES if example.is_silently_wrong()] == []


def test_nearly_everything_is_read_right():
    wrong = [example.said for example in EXAMPLES if not example.is_right()]

    assert 1 - len(wrong) / len(EXAMPLES) >= LEAST_RIGHT, wrong


def test_what_has_spans_is_in_order_and_lasts_a_day_at_most():
    for example in EXAMPLES:
        spans = example.times().spans

        assert list(spans) == sorted(set(spans))
        assert all(0 < (ends - starts).total_seconds() <= 24 * 3600 for starts, ends in spans)


def test_every_question_is_a_plain_sentence_without_spans():
    for example in EXAMPLES:
        times = example.times()
        if times.problem:
            assert times.spans == ()
            assert times.problem.endswith(("。", "？"))
            assert len(times.problem) < 120
        if times.guessed:
            assert times.guessed.endswith("。")
