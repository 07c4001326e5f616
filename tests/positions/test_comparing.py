"""Two versions of a position, field by field, in words."""

import pytest

from board.positions import comparing
from board.positions.comparing import Changed

pytestmark = pytest.mark.no_database

SHIFT = {
    "start": "2026-12-05T09:00:00+08:00",
    "end": "2026-12-05T11:00:00+08:00",
    "quota": 3,
    "minimum": None,
}


def test_what_is_the_same_is_no_change():
    assert comparing.changes({"title": "送餐", "shifts": [SHIFT]}, {"title": "送餐", "shifts": [SHIFT]}) == []


def test_codes_are_told_in_words():
    before = {"categories": ["care"], "audience": "both", "hazard": False, "closes_time": "18:00"}
    after = {"categories": ["care", "law"], "audience": "residents", "hazard": True, "closes_time": "12:00"}

    assert comparing.changes(before, after) == [
        Changed("categories", "关爱特殊群体", "关爱特殊群体、法律服务"),
        Changed("audience", "居民、机关干部", "居民"),
        Changed("hazard", "否", "是"),
        Changed("closes_time", "18:00", "12:00"),
    ]


def test_nothing_said_is_empty():
    assert comparing.changes({"min_age": None, "opens_at": None}, {"min_age": 18, "opens_at": None}) == [
        Changed("min_age", "", "18")
    ]


def test_another_number_of_people_is_another_time():
    (change,) = comparing.changes({"shifts": [SHIFT]}, {"shifts": [SHIFT | {"quota": 5, "minimum": 2}]})

    assert change.field == "shifts"
    assert change.before == "12月5日 周六 09:00–11:00，每班 3 人"
    assert change.after == "12月5日 周六 09:00–11:00，每班 5 人，最少 2 人"
