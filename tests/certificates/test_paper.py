"""The paper: A4 that is kept for years, the same bytes whenever it is printed, with a code that a phone reads."""

import hashlib
import json
import re

import pytest
import segno

from board import typesetting
from board.certificates import keys, paper, queries, snapshot
from board.certificates.snapshot import Snapshot
from board.db import begin_writing, session
from board.errors import NotFound
from board.typesetting import Shelf
from tests import papers
from tests.certificates import printed as printed_on
from tests.certificates.issued import issue, let_the_notice_pass, serve_and_confirm
from tests.factories import make_account, make_person

pytestmark = pytest.mark.dealt

A4 = b"/MediaBox[0 0 595.2756 841.8898]"


@pytest.fixture
def printed(certificate):
    return paper.pdf(certificate)


def test_it_says_what_the_law_asks_for(printed, certificate, resident):
    said = printed_on.words(printed)

    asked = (resident.name, resident.volunteer_no, "1.5小时（1小时30分）", "独居老人敲门探访", "2026年11月23日",
             "清泉社区居民委员会", certificate.number, certificate.code, "2026年11月30日", "盖章处",
             "志愿服务记录与证明出具办法")  # fmt: skip
    assert [words for words in asked if words not in said] == []


def test_a_reprint_is_the_same_bytes(printed, certificate, clock_at, monkeypatch):
    monkeypatch.setattr(typesetting, "shelf", Shelf(0))
    clock_at.move(days=400)

    assert hashlib.sha256(paper.pdf(certificate)).digest() == hashlib.sha256(printed).digest()


def test_it_is_made_to_be_kept(printed):
    assert b"<pdfaid:part>2</pdfaid:part>" in printed
    assert b"<pdfaid:conformance>B</pdfaid:conformance>" in printed
    assert papers.embedded_fonts(printed) == {"NotoSansCJKsc-Regular"}
    assert b"/Lang(zh-CN)" in printed
    assert A4 in printed
    assert min(size for _, _, size in printed_on.runs(printed)) >= 9


def test_the_code_is_large_enough_and_has_the_signed_line(certificate):
    found = snapshot.read(certificate, keys.ring())
    text = snapshot.qr_text(certificate, found)

    code = segno.make(text, error="m")

    assert paper._code(text) == code.svg_inline(border=0, scale=8, dark="#000")
    assert 38 / code.symbol_size(border=0)[0] >= 0.5  # millimetres a module: phones read 0.4
    template = (typesetting.ROOT / "templates" / "typst" / "certificate.typ").read_text(encoding="utf-8")
    assert int(re.search(r"qr\((\d+)mm\)", template)[1]) >= 33


def test_rare_characters_print_right(resident, reviewer, clock_at):
    rare = make_person(area=resident.area, name="𬭎䶮")
    make_account(person=rare)
    serve_and_confirm(rare, reviewer, title="读𬭎䶮的故事")
    let_the_notice_pass(clock_at)

    said = printed_on.words(paper.pdf(issue(rare)))

    assert "𬭎䶮，志愿者编号" in said
    assert "读𬭎䶮的故事" in said


def test_what_no_font_has_is_a_mark_and_not_a_failure(resident, reviewer, clock_at):
    odd = make_person(area=resident.area, name="王👩‍👩‍👧#let$x$\\ر")
    make_account(person=odd)
    serve_and_confirm(odd, reviewer)
    let_the_notice_pass(clock_at)

    assert "王〓〓〓#let$x$\\〓，志愿者编号" in printed_on.words(paper.pdf(issue(odd)))


def told(certificate, **changed):
    found = Snapshot(json.loads(certificate.content))
    kept = queries.holder_of(certificate)
    return paper._told(found, snapshot.holder(certificate, found, kept), "x") | changed


def test_a_long_list_goes_on_with_its_heads_and_numbers_its_pages(certificate):
    row = {
        "title": "社区图书角管理员" * 6,
        "period": "2025年11月至2026年6月",
        "times": "12",
        "spent": "100 小时 25 分",
    }

    printed = typesetting.pdf_to_keep("certificate", told(certificate, rows=[row] * 60))

    pages = len(printed_on.reader(printed).pages)
    assert pages > 3
    said = printed_on.words(printed)
    assert said.count("服务时间") >= pages - 1
    assert said.count(certificate.number) == pages
    assert f"第{pages}页，共{pages}页" in said
    assert said.count("盖章处") == 1


def test_the_longest_names_stay_on_the_paper(certificate):
    long = {"name": "阿" * 40, "issuer": "很长的单位名称" * 8, "community": "社区" * 20}
    facts = [["记录单位", "很长的单位名称" * 8], ["负责人", "库" * 40], ["经办人", "x" * 40]]

    printed = typesetting.pdf_to_keep("certificate", told(certificate, facts=facts, **long))

    assert len(printed_on.reader(printed).pages) == 1
    long_ones = [run for run in printed_on.runs(printed) if set(run[0]) & set("阿库称社")]
    right = max(left + len(text) * size for text, left, size in long_ones)
    assert right < 595.3 - 24 * 72 / 25.4 + 1


def test_a_name_changed_behind_the_boards_back_is_not_printed(certificate):
    begin_writing()
    queries.holder_of(certificate).name = "别人"
    session.commit()

    with pytest.raises(snapshot.NotGenuine):
        paper.pdf(certificate)


def test_an_erased_name_is_not_printed(certificate):
    begin_writing()
    session.delete(queries.holder_of(certificate))
    session.commit()

    with pytest.raises(NotFound):
        paper.pdf(certificate)
