"""Minutes become hours by a published rule; a total adds minutes first and shows them."""

from decimal import Decimal

import pytest

from board import rounding
from board.records.ledger import Total

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("minutes", "hours"),
    [(0, "0"), (15, "0"), (16, "0.5"), (45, "0.5"), (46, "1"), (60, "1"), (75, "1"), (76, "1.5"), (105, "1.5"),
     (106, "2"), (480, "8"), (740, "12.5")],
)  # fmt: skip
def test_the_rule_of_2026_goes_by_halves(minutes, hours):
    assert rounding.rounded(minutes, "2026-1") == Decimal(hours)


@pytest.mark.parametrize(
    ("minutes", "words"),
    [
        (120, "2 小时"),
        (740, "12.5 小时（12 小时 20 分）"),
        (600, "10 小时"),
        (12, "0 小时（12 分）"),
        (0, "0 小时（0 分）"),
    ],
)
def test_minutes_stand_beside_the_rounded_figure(minutes, words):
    assert rounding.words(minutes) == words


def test_three_short_stays_are_added_before_they_are_rounded():
    assert Total(3 * 15, 3).words == "0.5 小时（45 分）"


def test_every_published_rule_has_its_words():
    assert rounding.RULES.keys() == rounding.RULE_WORDS.keys()
    assert rounding.CURRENT in rounding.RULES
