"""Finding positions by words, the same on both engines."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from board.areas.models import Level
from board.db import begin_writing, session
from board.positions import search
from board.positions.models import Position
from board.positions.words import Category, State
from tests import factories
from tests.front.test_board import offer, titles


@pytest.mark.parametrize(
    "word", ["助老", "老送", "送餐", "助老送餐", "老", "餐", "午饭", "给走不动的老人送午饭"]
)
def test_words_of_any_length_are_found(browser, word):
    offer("助老送餐")
    offer("河道巡护", content="沿河捡拾垃圾。")

    page = browser.get(f"/?q={word}")

    assert titles(page) == ["助老送餐"]


@pytest.mark.parametrize("word", ["老助", "助餐", "讲解", "餐给", "党群午饭"])
def test_characters_that_do_not_stand_together_are_not_a_word(browser, word):
    offer("助老送餐")

    page = browser.get(f"/?q={word}")

    assert titles(page) == []


def test_several_words_must_all_be_there(browser):
    offer("助老送餐", address="长者食堂")
    offer("助老理发", address="活动室")

    assert titles(browser.get("/?q=助老 食堂")) == ["助老送餐"]
    assert titles(browser.get("/?q=助老，食堂")) == ["助老送餐"]
    assert titles(browser.get("/?q=助老")) == ["助老送餐", "助老理发"]


def test_place_street_category_number_and_list_are_searched(browser):
    street = factories.make_area(Level.street, name="涌泉街道")
    position = offer(
        "放映员", area=factories.make_area(parent=street, name="清泉社区"), categories=(Category.culture,)
    )

    for word in ("清泉", "涌泉街道", "文化艺术", position.number, position.number[-4:], "机会清单"):
        assert titles(browser.get(f"/?q={word}")) == ["放映员"], word


def test_latin_words_and_figures_are_found_however_they_are_written(browser):
    offer("Python 课堂助教", address="3号楼 201 室")

    for word in ("python", "ＰＹＴＨＯＮ", "pyth", "3号楼", "201"):
        assert titles(browser.get(f"/?q={word}")) == ["Python 课堂助教"], word


@pytest.mark.parametrize(
    "asked",
    [
        "%25", "_", "%27", "%22", "%22 OR 1", "助老*", "NOT 助老", "老 AND", "NEAR(助老)", "words:助老",
        "助老 -", "%26 | !", "(", ":*", "%5C", "%00", "\uffff", "^助老", "<->", "{}", "；--", "a" * 3000, "助老" * 900,
    ],
)  # fmt: skip
def test_no_question_breaks_the_page(browser, asked):
    offer("助老送餐")

    browser.get(f"/?q={asked}")


def test_signs_alone_find_nothing_rather_than_everything(browser):
    offer("助老送餐")

    assert titles(browser.get("/?q=%25%25")) == []


def test_only_what_is_published_is_found(browser):
    position = offer("助老送餐")
    begin_writing()
    held = session.get(Position, position.id)
    held.state = State.cancelled
    search.reindex(held)
    session.commit()

    assert titles(browser.get("/?q=助老")) == []
    assert session.scalar(text("SELECT count(*) FROM position_search")) == 0


def test_changed_words_replace_the_old_ones(browser):
    position = offer("助老送餐")
    begin_writing()
    held = session.get(Position, position.id)
    held.title, held.content = "河道巡护", "沿河捡拾垃圾。"
    search.reindex(held)
    session.commit()

    assert titles(browser.get("/?q=助老")) == []
    assert titles(browser.get("/?q=巡护")) == ["河道巡护"]


def test_the_whole_index_can_be_built_anew(browser):
    offer("助老送餐")
    factories.make_shift(position=factories.make_position(title="助老理发"), starts_in=timedelta(days=8))

    begin_writing()
    count = search.reindex_all()
    session.commit()

    assert count == 2
    assert titles(browser.get("/?q=助老")) == ["助老送餐", "助老理发"]


def test_common_words_are_found_the_same_way_as_rare_ones(browser, monkeypatch):
    offer("助老送餐", address="长者食堂")
    offer("助老理发")
    offer("河道巡护", content="沿河捡拾垃圾。")
    monkeypatch.setattr(search, "FEW", 0)

    assert titles(browser.get("/?q=助老")) == ["助老送餐", "助老理发"]
    assert titles(browser.get("/?q=老 食堂")) == ["助老送餐"]
    assert titles(browser.get("/?q=送餐")) == ["助老送餐"]
    assert titles(browser.get("/?q=老助")) == []


def test_an_operator_rebuilds_the_index_with_one_command(app, browser):
    factories.make_shift(position=factories.make_position(title="助老理发"), starts_in=timedelta(days=8))

    told = app.test_cli_runner().invoke(args=["reindex"])

    assert told.output == "Positions in the index: 1\n"
    assert titles(browser.get("/?q=助老")) == ["助老理发"]
