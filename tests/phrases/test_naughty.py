"""Input that means harm or nothing: an answer in good time, and a question."""

from time import perf_counter

import pytest

from board.phrases.people import read_age, read_people, split_phones
from board.phrases.when import read_times
from tests.phrases.reading import DECEMBER, examples

pytestmark = pytest.mark.no_database

ENDLESS = ("12月5日", "每周六", "9:00-11:00", "12月5日 9:00-11:00；", "1、", "除", "（", "每", "零", "12.5.", "1-", "周一", "下雨", "至",
           "上午", "9", "月", "(12月5日除外)", " ", "\n", "或", "农历初八", "每周1、", "第一、",
           "2026-12-05", "\u200b", "💧", "\x00")  # fmt: skip


def seconds(read, *words):
    began = perf_counter()
    read(*words)
    return perf_counter() - began


@pytest.mark.parametrize("words", ENDLESS)
@pytest.mark.parametrize("length", [300, 3_900, 40_000])
def test_the_same_again_and_again_is_asked_about_soon(words, length):
    said = (words * length)[:length]

    assert seconds(read_times, said, DECEMBER) < 0.5
    assert read_times(said, DECEMBER).problem


@pytest.mark.parametrize("said", ["9999999999年12月5日 9:00-11:00", "12月99999999999999999日 9:00-11:00", "12月5日 9:00-99999999:00",
                                  "0000-00-00 00:00-00:00", "2026-13-45 9:00-11:00", "每周八 9:00-11:00", "=1+1", "<script>", "NaN", "None",
                                  "12月5日 9:00-11:00\x00", "²月5日 9:00-11:00", "①②③", "12月5日 9:00-11:00 共0次"])  # fmt: skip
def test_nonsense_is_asked_about(said):
    assert read_times(said, DECEMBER).problem


def test_two_thousand_cells_take_well_under_a_second():
    phrases = [example.said for example in examples()]
    read_times.cache_clear()

    began = perf_counter()
    for n in range(2_000):
        read_times(f"{phrases[n % len(phrases)]}{' ' * (n // len(phrases))}", DECEMBER)

    assert perf_counter() - began < 1.5


@pytest.mark.parametrize("words", ["8", "每", "20人", "1-", "(", "男5女15", "028-", "转", "18岁", "不"])
def test_people_ages_and_phones_answer_soon(words):
    said = words * 10_000

    assert seconds(read_people, said) < 0.2
    assert seconds(read_age, said) < 0.2
    assert seconds(split_phones, said) < 0.2
    assert read_people(said).problem
