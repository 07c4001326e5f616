"""A sheet is uploaded or pasted: read at once when it is short, and never twice."""

import io

import pytest
from sqlalchemy import select

from board.accounts.models import Role
from board.audit.models import AuditRow
from board.db import session
from board.imports import contents, receiving
from board.imports.models import Progress, Upload, UploadRow
from board.reading import lists
from tests import factories
from tests.imports import files
from tests.imports.seeding import make_upload, read_row

pytestmark = pytest.mark.dealt


NEW = "/desk/imports/new"


def send(browser, area, content=None, name="清单.csv", pasted="", **wanted):
    """The form as a browser sends it."""
    file = {"file": (io.BytesIO(content), name)} if content is not None else {}
    return browser.post(NEW, {"area": area.code, "pasted": pasted, **file}, **wanted)


def uploads():
    return session.scalars(select(Upload).order_by(Upload.id)).all()


def test_a_short_file_is_read_at_once_and_leads_to_its_review(browser, editor, community):
    page = send(browser.as_(editor), community, files.csv())

    (upload,) = uploads()
    assert page.path == f"/desk/imports/{upload.id}"
    assert page.has("周末电影放映员", "读好了")
    assert (upload.state, upload.file_name, upload.title) == (Progress.read, "清单.csv", files.TITLE)
    (row,) = session.scalars(select(UploadRow)).all()
    assert row.reading["title"] == "周末电影放映员"


def test_a_workbook_and_a_csv_of_an_office_pc_are_read_alike(browser, editor, community):
    send(browser.as_(editor), community, files.xlsx(), "岗位.xlsx")
    send(browser, community, files.csv(encoding="gb18030"), "国标.csv")

    kept = [row.reading for row in session.scalars(select(UploadRow))]
    assert [(row["title"], row["quota"], len(row["shifts"])) for row in kept] == [
        ("周末电影放映员", 3, 2)
    ] * 2


def test_cells_can_be_pasted(browser, editor, community):
    page = browser.as_(editor).submit(NEW, "读表", pasted=files.pasted("放映员", "图书员"))

    (upload,) = uploads()
    assert page.has("放映员", "图书员")
    assert (upload.file_name, upload.rows_read) == ("", 2)


def test_nothing_and_both_are_named(browser, editor, community):
    browser.as_(editor)

    nothing = send(browser, community, status=422)
    both = send(browser, community, files.csv(), pasted="岗位", status=422)

    assert nothing.has("选一个文件，或把表格里的内容粘贴到下面。")
    assert both.has("只留一样")
    assert uploads() == []


def test_what_was_pasted_is_still_there_after_a_refusal(browser, editor, community):
    page = send(browser.as_(editor), community, pasted="今天天气不错\t是的", status=422)

    assert page.value_of("pasted").strip() == "今天天气不错\t是的"
    assert page.tree.css_first("#pasted-error") is not None
    assert uploads() == []


def test_the_same_content_again_is_the_upload_that_is_there_with_its_answers(browser, editor, community):
    send(browser.as_(editor), community, files.csv())
    with factories.committed():
        session.scalars(select(UploadRow)).one().answers = {"quota": 9}

    page = send(browser, community, files.csv(), "改了名字.csv")

    (upload,) = uploads()
    assert page.path == f"/desk/imports/{upload.id}"
    assert session.scalars(select(UploadRow)).one().answers == {"quota": 9}


def test_after_it_was_saved_or_refused_the_same_content_is_a_new_upload(browser, editor, community):
    browser.as_(editor)
    for state in (Progress.saved, Progress.failed):
        send(browser, community, files.csv())
        with factories.committed():
            uploads()[-1].state = state

    send(browser, community, files.csv())

    assert len(uploads()) == 3


def test_another_file_after_going_back_is_not_answered_as_the_first(browser, editor, community):
    first = send(browser.as_(editor), community, files.csv("放映员"))

    second = send(browser, community, files.csv("图书员"))

    assert first.path != second.path


def test_a_day_has_a_budget_for_each_person(browser, editor, community, monkeypatch):
    monkeypatch.setattr(receiving, "MOST_A_DAY", 1)
    send(browser.as_(editor), community, files.csv("放映员"))

    page = send(browser, community, files.csv("图书员"), status=422)

    assert page.has("明天可以再传")
    assert len(uploads()) == 1


def test_a_file_over_five_megabytes_is_a_sentence_on_the_form(browser, editor, community):
    page = send(browser.as_(editor), community, b"x" * (5 * 1024 * 1024 + 1), status=422)

    assert page.has("文件超过 5 MB")


def test_a_body_beyond_that_is_a_page_that_says_how_much_is_taken(browser, editor, community):
    page = send(browser.as_(editor), community, b"x" * 6_000_000, status=413)

    assert page.has("一次最多 5 MB")


def test_other_forms_still_take_two_megabytes_only(browser, editor):
    page = browser.as_(editor).post("/desk/lists/new", {"title": "x" * 2_200_000}, status=413)

    assert page.has("一次最多 2 MB")


def test_a_large_upload_without_the_token_is_refused(browser, editor, community):
    data = {"area": community.code, "file": (io.BytesIO(files.csv() + b" " * 3_000_000), "清单.csv")}

    browser.as_(editor).post(NEW, data, status=400, token=False)

    assert uploads() == []


def test_a_sheet_that_trips_the_reader_is_kept_for_the_one_beside_the_server(
    browser, editor, community, monkeypatch, capfd
):
    def stumbling(*_, **__):
        raise ValueError("王小燕")

    monkeypatch.setattr(lists, "read", stumbling)

    page = send(browser.as_(editor), community, files.csv())

    assert page.h1 == "正在读“清单.csv”"
    assert uploads()[0].state == Progress.waiting
    said = capfd.readouterr().err
    assert "ValueError" in said
    assert "王小燕" not in said


def test_what_is_not_saved_yet_is_found_again(browser, editor, community):
    upload = make_upload(community, editor, read_row())

    links = browser.as_(editor).get(NEW).links

    assert links["接着核对"] == f"/desk/imports/{upload.id}"
    assert browser.get("/desk").links["接着核对"] == f"/desk/imports/{upload.id}"
    assert browser.get("/desk/lists").links["从表格导入"] == NEW


def test_what_a_later_version_was_saved_of_is_no_job_any_more(browser, editor, community):
    make_upload(community, editor, read_row(), file_name="十二月.xlsx")
    other = make_upload(community, editor, read_row(), file_name="一月.xlsx", digest="1" * 64)
    make_upload(community, editor, read_row(), file_name="十二月.xlsx", digest="2" * 64, state=Progress.saved)

    page = browser.as_(editor).get("/desk")

    assert "表格还没存：十二月.xlsx" not in page.text
    assert page.links["接着核对"] == f"/desk/imports/{other.id}"


def test_somebody_with_several_communities_says_which(browser, editor, community):
    other = factories.make_area(name="别的社区")
    factories.appoint(editor, Role.editor, other)

    page = browser.as_(editor).get(f"{NEW}?area={other.code}")
    send(browser, other, files.csv())

    assert page.value_of("area") is None
    assert page.tree.css_first("option[selected]").attributes["value"] == other.code
    assert uploads()[0].area_id == other.id


def test_a_community_of_others_is_not_offered(browser, outsider, editor, community):
    send(browser.as_(outsider), community, files.csv(), status=422)

    assert uploads() == []


def test_the_name_of_a_file_is_a_word_without_its_folders(browser, editor, community):
    send(browser.as_(editor), community, files.csv(), "../../etc/名单.csv")

    assert uploads()[0].file_name == "名单.csv"
    assert contents.named("C:\\桌面\\清单.csv", b"").file_name == "清单.csv"
    assert contents.named("长" * 200 + ".csv", b"").file_name == "长" * 116 + ".csv"


def test_the_log_of_acts_has_numbers_only(browser, editor, community):
    send(browser.as_(editor), community, files.csv(), "王小燕的清单.csv")

    told = session.scalars(select(AuditRow.detail).where(AuditRow.action.like("import.%"))).all()
    assert told == [{"size": len(files.csv())}, {"rows": 1}]


def test_who_may_not(browser, community, editor, outsider, reviewer, resident):
    upload = make_upload(community, editor, read_row())

    browser.as_(reviewer).get(NEW, status=403)
    browser.as_(resident).get(NEW, status=404)
    browser.as_(reviewer).get(f"/desk/imports/{upload.id}", status=403)
    browser.as_(outsider).get(f"/desk/imports/{upload.id}", status=404)
    browser.as_(editor).get("/desk/imports/999999", status=404)
