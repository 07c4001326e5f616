"""The same through the page: how much is taken, and what is kept of it."""

import pytest

from board.backfills.models import Proof, ProofKind
from tests.backfills import papers
from tests.backfills.writing_down import proof_of, send
from tests.factories import count_rows
from tests.records.served import line

pytestmark = pytest.mark.dealt

MB = 1024 * 1024


def pdf_of(size):
    return papers.PDF[:9] + b"%" + b"x" * (size - len(papers.PDF) - 2) + b"\n" + papers.PDF[9:]


def test_a_photograph_is_kept_as_ours_and_served_as_a_file(browser, shift, editor, resident):
    send(browser.as_(editor), shift, resident, content=papers.photo(), name="../../照片.exe")

    kept = proof_of(line(resident).record)
    assert kept.kind == ProofKind.jpeg
    answer = browser.get(f"/desk/proofs/{kept.token}")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.body.startswith(b"\xff\xd8\xff")
    assert "exe" not in answer.headers["Content-Disposition"]


def test_ten_megabytes_are_taken_and_a_byte_more_is_a_sentence_on_the_form(browser, shift, editor, resident):
    page = send(browser.as_(editor), shift, resident, content=pdf_of(10 * MB + 1), status=422)
    assert page.has("证明超过 10 MB")
    assert count_rows(Proof) == 0

    send(browser, shift, resident, content=pdf_of(10 * MB))
    assert proof_of(line(resident).record).size == 10 * MB


def test_a_body_beyond_that_is_a_page_that_says_how_much_is_taken(browser, shift, editor, resident):
    page = send(browser.as_(editor), shift, resident, content=bytes(11 * MB), status=413)

    assert page.has("一次最多 10 MB")


def test_a_renamed_program_is_refused_and_nothing_is_kept(browser, shift, editor, resident):
    page = send(browser.as_(editor), shift, resident, content=papers.PROGRAM, name="签到表.pdf", status=422)

    assert page.tree.css_first("#proof-error") is not None
    assert page.has("这个文件不是 PDF")
    assert count_rows(Proof) == 0
