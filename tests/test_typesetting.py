"""Paper: what is told is what is printed, or nothing is."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import segno
import typst

from board import typesetting
from board.typesetting import Busy, Misprint, Shelf
from tests import papers

pytestmark = pytest.mark.no_database

ODD = "𬭎䶮#let$x$\"\\]*b*_i_`c`<a>@b//c/*d*/~--'e'é"


def told(title="田园清洁", *, rows=1, **more):
    row = {"day": "12月5日", "from": "", "when": "周六", "title": title, "at": "09:00–11:00，村口", "who": "居民",
           "line": "09:00–11:00，村口。居民", "many": "要", "number": 8}  # fmt: skip
    return {
        "document": title, "date": [2026, 11, 23], "address": "https://localhost/lists/1",
        "code": segno.make("https://localhost/lists/1", error="m").svg_inline(border=0), "community": "清泉社区",
        "title": "12月公益岗位清单", "of": "清泉社区", "rows": [row] * rows, "more": 0, "phone": None, "promise": "",
        "foot": "清单编号 1",
    } | more  # fmt: skip


@pytest.fixture
def compiling(monkeypatch):
    """How often Typst ran, and how many of its runs went on at once at the most; each takes its time."""
    seen = {"runs": 0, "now": 0, "most": 0}
    lock = threading.Lock()

    def run(*_, **__):
        with lock:
            seen["runs"] += 1
            seen["now"] += 1
            seen["most"] = max(seen["most"], seen["now"])
        time.sleep(0.02)
        with lock:
            seen["now"] -= 1
        return b"paper", []

    monkeypatch.setattr(typst, "compile_with_warnings", run)
    monkeypatch.setattr(typesetting, "shelf", Shelf(1000))
    return seen


def test_the_same_words_make_the_same_bytes(monkeypatch):
    first = typesetting.pdf("list_poster", told())
    monkeypatch.setattr(typesetting, "shelf", Shelf(0))

    assert typesetting.pdf("list_poster", told()) == first
    assert typesetting.pdf("list_poster", told("图书角")) != first


def test_words_are_printed_as_typed_and_never_run():
    assert ODD in papers.words(typesetting.pdf("list_poster", told(ODD)))


def test_only_the_font_that_comes_along_is_used_and_it_is_in_the_file():
    assert papers.embedded_fonts(typesetting.pdf("list_poster", told(ODD))) == {"NotoSansCJKsc-Regular"}


def test_the_document_says_its_title_and_language():
    printed = typesetting.pdf("list_poster", told("清泉"))

    assert b"/Lang(zh-CN)" in printed
    assert b"/Title<FEFF" + "清泉".encode("utf-16-be").hex().upper().encode() in printed
    assert b"D:20261123" in printed


@pytest.fixture
def lost_fonts(monkeypatch, tmp_path):
    monkeypatch.setattr(typesetting, "FONTS", tmp_path)
    monkeypatch.setattr(typesetting, "shelf", Shelf(0))
    typesetting._fonts.cache_clear()
    yield
    typesetting._fonts.cache_clear()


def test_without_its_font_nothing_is_printed(lost_fonts):
    with pytest.raises(Misprint, match="unknown font family"):
        typesetting.pdf("list_poster", told())


def test_without_that_guard_it_would_print_an_empty_page(lost_fonts, monkeypatch):
    whole = typst.compile_with_warnings
    monkeypatch.setattr(typst, "compile_with_warnings", lambda *a, **k: (whole(*a, **k)[0], []))

    printed = typesetting.pdf("list_poster", told())

    assert papers.page_count(printed) == 1
    assert b"/FontFile" not in printed


def test_a_sheet_that_is_told_too_little_is_no_sheet():
    with pytest.raises(Misprint, match="phone"):
        typesetting.pdf("list_poster", {key: value for key, value in told().items() if key != "phone"})


def test_several_pages_are_no_picture():
    with pytest.raises(Misprint, match="pages"):
        typesetting.png("list_poster", told(rows=40))


def test_the_same_sheet_is_set_once_for_a_crowd(compiling):
    with ThreadPoolExecutor(12) as crowd:
        printed = list(crowd.map(lambda _: typesetting.pdf("list_poster", {"a": 1}), range(12)))

    assert set(printed) == {b"paper"}
    assert compiling["runs"] <= typesetting.AT_ONCE


def test_no_more_than_two_sheets_are_set_at_once(compiling):
    _different_sheets(8)

    assert compiling == {"runs": 8, "now": 0, "most": typesetting.AT_ONCE}


def test_without_that_limit_as_many_would_be_set_as_ask(compiling, monkeypatch):
    monkeypatch.setattr(typesetting, "_setters", ThreadPoolExecutor(8))

    _different_sheets(8)

    assert compiling["most"] > typesetting.AT_ONCE


def _different_sheets(count):
    with ThreadPoolExecutor(count) as crowd:
        list(crowd.map(lambda number: typesetting.pdf("list_poster", {"a": number}), range(count)))


def test_who_would_wait_too_long_is_told_so_and_the_next_is_served(compiling, monkeypatch):
    with monkeypatch.context() as hurried, papers.setters_are_busy(), pytest.raises(Busy):
        hurried.setattr(typesetting, "PATIENCE", 0.01)
        typesetting.pdf("list_poster", {})

    assert typesetting.pdf("list_poster", {}) == b"paper"


def test_sheets_set_side_by_side_do_not_mix(monkeypatch):
    titles = [f"岗位{number}" for number in range(6)]
    alone = [typesetting.pdf("list_poster", told(title)) for title in titles]
    monkeypatch.setattr(typesetting, "shelf", Shelf(0))

    with ThreadPoolExecutor(6) as crowd:
        together = list(crowd.map(lambda title: typesetting.pdf("list_poster", told(title)), titles))

    assert together == alone


def test_the_shelf_keeps_no_more_than_it_may():
    shelf = Shelf(10)
    shelf.put("a", b"12345")
    shelf.put("b", b"12345")
    shelf.get("a")

    shelf.put("c", b"123")

    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == (b"12345", None, b"123")
    assert shelf.size == 8
    shelf.put("huge", b"1" * 11)
    assert shelf.get("huge") is None
    assert shelf.size == 0
