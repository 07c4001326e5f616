"""Long sheets are read beside the server, one at a time, and none is lost to a reader that dies."""

import pytest
from sqlalchemy import select

from board.commands import ticking
from board.db import session
from board.imports import contents, queries, worker
from board.imports.models import Progress, Upload, UploadRow
from board.reading import lists
from board.sheets.opening import CannotRead
from tests import factories
from tests.engines import settings
from tests.imports import files
from tests.imports.seeding import make_upload


@pytest.fixture
def waiting(community, editor):
    names = [f"放映员{number}" for number in range(120)]
    return unread(community, editor, files.csv(*names))


def unread(community, editor, content, name="清单.csv"):
    sent = contents.named(name, content)
    told = {
        "content": content,
        "digest": sent.digest,
        "file_name": name,
        "state": Progress.waiting,
        "title": "",
    }
    return make_upload(community, editor, **told)


def count():
    return factories.count_rows(UploadRow)


def test_a_long_file_waits_and_the_page_says_how_far_it_is(browser, editor, community, monkeypatch):
    monkeypatch.setattr(contents, "_QUICK_TEXT", 100)
    data = {"area": community.code, "pasted": files.pasted()}

    page = browser.as_(editor).post("/desk/imports/new", data)

    assert page.h1 == "正在读粘贴的表格"
    assert page.headers["Refresh"] == "2"
    assert page.tree.css_first("progress[aria-label]") is not None
    assert count() == 0


def test_it_is_read_and_then_the_page_is_the_review(browser, editor, waiting):
    assert worker.read_next()
    assert not worker.read_next(), "there is nothing else to read"

    session.expire_all()
    assert (waiting.state, waiting.rows_read, count()) == (Progress.read, 120, 120)
    assert waiting.title == files.TITLE
    page = browser.as_(editor).get(f"/desk/imports/{waiting.id}")
    assert page.has("放映员0")
    assert "Refresh" not in page.headers


def test_somebody_who_looks_meanwhile_sees_the_rows_counted(browser, editor, waiting, monkeypatch):
    seen = []
    tell = worker.Hold.tell

    def telling(hold, done, total):
        tell(hold, done, total)
        seen.append(browser.get(f"/desk/imports/{waiting.id}").all(".reading p"))

    browser.as_(editor)
    monkeypatch.setattr(worker.Hold, "tell", telling)

    worker.read_next()

    assert seen[0] == ["读到第 0 行，共 122 行。"]
    assert len(seen) == 2


def test_a_file_that_cannot_be_read_says_why_and_what_next(browser, editor, community):
    upload = unread(community, editor, b"\x89PNG\r\n\x1a\n" + b"\0" * 200, "清单.xlsx")

    worker.read_next()

    page = browser.as_(editor).get(f"/desk/imports/{upload.id}")
    assert page.h1 == "没有读成：“清单.xlsx”"
    assert page.has("图片", "清单里什么也没有动")
    assert page.links["换一份表"].startswith("/desk/imports/new")


def test_the_sheet_of_a_reader_that_was_killed_is_read_by_the_next_after_two_minutes(
    waiting, clock_at, monkeypatch
):
    with monkeypatch.context() as killed:
        killed.setattr(worker, "_keep", _die)
        with pytest.raises(SystemExit):
            worker.read_next()
    session.rollback()
    assert not worker.read_next(), "somebody may still be at it"

    clock_at.move(minutes=2)
    assert worker.read_next()

    session.expire_all()
    assert (waiting.state, waiting.problem, count()) == (Progress.read, "", 120)


def _die(*_):
    raise SystemExit


def test_a_reader_killed_while_it_writes_leaves_no_half_list(waiting, clock_at, monkeypatch):
    keep, kept = worker.keeping.keep_rows, []

    def dying(*asked, **more):
        keep(*asked, **more)
        session.commit()
        kept.append(True)
        raise SystemExit

    monkeypatch.setattr(worker, "BATCH", 50)
    with monkeypatch.context() as killed:
        killed.setattr(worker.keeping, "keep_rows", dying)
        with pytest.raises(SystemExit):
            worker.read_next()
    session.rollback()
    assert count() == 50

    clock_at.move(minutes=3)
    worker.read_next()

    assert kept
    assert count() == 120


def test_a_bug_is_tried_three_times_and_then_said_and_no_word_of_the_sheet_is_logged(
    browser, editor, waiting, monkeypatch
):
    def stumbling(*_, **__):
        raise ValueError("放映员0 王小燕")

    monkeypatch.setattr(lists, "read", stumbling)
    told = []
    for _ in range(3):
        with pytest.raises(worker.StoppedReading) as problem:
            worker.read_next()
        told.append(str(problem.value))
        assert problem.value.__suppress_context__
        session.rollback()
    worker.read_next()

    session.expire_all()
    assert waiting.state == Progress.failed
    assert "王小燕" not in "".join(told)
    assert f"upload {waiting.id}: ValueError in test_read_beside.py" in told[0]
    assert browser.as_(editor).get(f"/desk/imports/{waiting.id}").has("读了 3 次都断了")


class _Unreadable:
    def sheets(self):
        raise CannotRead("读不了")


def test_a_reader_that_was_given_up_keeps_nothing_once_another_has_it(waiting, clock_at):
    slow, refused = worker._take(), _Unreadable()
    clock_at.move(minutes=3)
    assert worker.read_next()
    before = session.scalars(select(UploadRow.id)).all()
    session.rollback()

    worker._read(slow)
    slow.contents = refused
    worker._read(slow)

    assert session.scalars(select(UploadRow.id)).all() == before
    assert session.get_one(Upload, slow.upload_id).state == Progress.read


def test_who_waits_longer_than_usual_is_told(browser, editor, waiting, clock_at):
    clock_at.move(minutes=2)

    page = browser.as_(editor).get(f"/desk/imports/{waiting.id}")

    assert page.has("表格都在，不会丢")


def test_the_tick_reads_what_waits(engine, community, editor, waiting):
    second = unread(community, editor, files.csv("图书员"))

    ticking.run([], settings(engine.url), once=True)

    session.expire_all()
    assert {waiting.state, second.state} == {Progress.read}


@pytest.mark.on("sqlite")
def test_asking_every_second_looks_into_no_content(engine, waiting, clock_at):
    asked = queries.unread(clock_at.instant).compile(engine.sa, compile_kwargs={"literal_binds": True})

    plan = [row[3] for row in session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}")]

    assert plan == ["SCAN uploads USING INDEX ix_uploads_unread"]


def test_two_sheets_are_read_one_after_the_other(community, editor, waiting):
    second = unread(community, editor, files.csv("图书员"))

    worker.read_next()
    session.expire_all()
    assert (waiting.state, second.state) == (Progress.read, Progress.waiting)
    worker.read_next()

    session.expire_all()
    assert second.state == Progress.read
