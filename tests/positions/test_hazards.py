"""Words that tell of danger."""

from datetime import date, time

import pytest

from board import clock
from board.positions import hazards

pytestmark = pytest.mark.no_database


def at(day, starts, ends, until=None):
    return clock.at(date(2026, 12, day), starts), clock.at(date(2026, 12, until or day), ends)


def test_dangers_are_named_once_in_one_order():
    assert hazards.found_in("入户走访", "夜间巡山，敲门提醒防火") == ["夜间", "入户", "消防", "巡山"]


def test_reading_to_children_is_no_danger():
    assert hazards.found_in("陪孩子读书", "无特殊风险", "") == []


@pytest.mark.parametrize(
    ("times", "dark"),
    [
        (at(5, time(19), time(21)), True),
        (at(5, time(22), time(2), until=6), True),
        (at(5, time(5, 30), time(7)), True),
        (at(5, time(18), time(20)), False),
        (at(5, time(6), time(8)), False),
    ],
)
def test_late_and_very_early_are_night(times, dark):
    assert hazards.at_night([times]) is dark
