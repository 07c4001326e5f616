"""Which star level hours reach: a length of time, never an award."""

import pytest

from board.dossiers import stars

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("hours", "minutes", "word"),
    [
        (0, 0, None), (99, 59, None), (100, 0, "达到一星时长"), (299, 59, "达到一星时长"), (300, 0, "达到二星时长"),
        (600, 0, "达到三星时长"), (999, 59, "达到三星时长"), (1000, 0, "达到四星时长"), (1499, 59, "达到四星时长"),
        (1500, 0, "达到五星时长"), (9000, 0, "达到五星时长"),
    ],
)  # fmt: skip
def test_levels_are_reached_by_the_minute(hours, minutes, word):
    assert stars.reached(hours * 60 + minutes) == word


def test_the_next_level_and_what_is_missing():
    assert stars.missing(0) == (6000, "一星")
    assert stars.missing(5999) == (1, "一星")
    assert stars.missing(6000) == (12000, "二星")
    assert stars.missing(1500 * 60) is None
