"""Reviewing what was read: what is certain, what was guessed, what only the clerk knows."""

from datetime import date, datetime

import pytest

from board import clock
from board.areas.models import CalendarDay, DayKind
from board.db import session
from board.reading.lists import Asked
from tests.factories import committed
from tests.imports.seeding import SATURDAY, keep_standing, make_upload, read_row, span

pytestmark = pytest.mark.dealt

UNREAD_TIME = Asked("shifts", "E9", "时间待定", "没有写哪天、几点到几点。")


@pytest.fixture
def upload(community, editor):
    unread = {"title": "楼道灯泡更换员", "shifts": None, "asked": (UNREAD_TIME,), "row": 9}
    return make_upload(
        community, editor, read_row(), read_row(title="图书角管理员", guessed=("categories",)), read_row(**unread)
    )  # fmt: skip


def test_the_page_says_where_it_is_from_and_how_much_is_open(browser, editor, upload):
    page = browser.as_(editor).get(f"/desk/imports/{upload.id}")

    assert page.h1 == "核对 清泉社区2026年12月清单"
    assert page.has("从“清单.xlsx”读出 3 行", "还没有存，没有人看得到")
    assert page.has("1 行读准了", "1 行有猜的", "1 行要问你", "还有 1 个问题没答")


def test_times_are_spelled_out_with_the_weekday_and_the_number_of_shifts(browser, editor, community):
    spans = tuple(span(SATURDAY.replace(day=day)) for day in (5, 12, 19, 26))
    upload = make_upload(community, editor, read_row(shifts=spans))

    page = browser.as_(editor).get(f"/desk/imports/{upload.id}")

    assert page.has("12月5、12、19、26日 周六", "09:00–11:00，4 班")


def test_a_question_quotes_the_cell_it_comes_from(browser, editor, upload):
    page = browser.as_(editor).get(f"/desk/imports/{upload.id}")

    assert page.has(
        "哪天、几点到几点？",
        "原表 Sheet1 第 9 行 E 列写着 时间待定",
        "没有写哪天、几点到几点。",
        "这一行先不要",
    )


def test_a_guess_is_marked_and_opens_its_field_in_place(browser, editor, upload):
    page = browser.as_(editor).get(f"/desk/imports/{upload.id}")

    (guess,) = page.tree.css("details.guess-box")
    assert guess.css_first("summary").text(strip=True) == "文化艺术猜"
    assert guess.css_first("select").attributes["name"] == "r2-categories"


def test_what_the_community_always_answers_is_shown_once_for_all_rows(browser, editor, community):
    keep_standing(community, editor)
    upload = make_upload(community, editor, read_row(targets=()), read_row(targets=()))

    page = browser.as_(editor).get(f"/desk/imports/{upload.id}")

    assert page.has("照社区平常的填了", "2 行照平常的填了", "2 行读准了", "2 行都清楚了")


def test_what_nobody_ever_answered_is_asked_once_for_all_rows(browser, editor, community):
    upload = make_upload(community, editor, read_row(targets=()), read_row(targets=()))

    page = browser.as_(editor).get(f"/desk/imports/{upload.id}")

    assert page.has("整份清单要问你的", "服务谁 2 行没有写", "还有 1 个问题没答", "2 行读准了")


def test_hazards_holidays_and_days_gone_by_are_pointed_out(browser, editor, community):
    with committed():
        session.add(CalendarDay(day=date(2027, 1, 1), kind=DayKind.holiday, name="元旦"))
    spans = (
        span(datetime(2026, 11, 2, 9, tzinfo=clock.SHANGHAI)),
        span(datetime(2027, 1, 1, 9, tzinfo=clock.SHANGHAI)),
    )
    upload = make_upload(
        community, editor, read_row(shifts=spans, hazards=("夜间", "登高"), risk_note="注意脚下")
    )

    page = browser.as_(editor).get(f"/desk/imports/{upload.id}")

    assert page.has("夜间", "登高", "1月1日 周五 放假", "有 1 班已经过去")


def test_the_sheet_is_there_word_for_word(browser, editor, upload):
    page = browser.as_(editor).get(f"/desk/imports/{upload.id}")

    assert page.has("看原表", "原表 Sheet1，一个字没有动", "12月5日 9:00-11:00")


def test_a_long_sheet_has_pages_of_a_hundred_with_the_counts_of_the_whole(browser, editor, community):
    upload = make_upload(community, editor, *(read_row(title=f"岗位{n}") for n in range(1, 131)))

    first = browser.as_(editor).get(f"/desk/imports/{upload.id}")
    second = browser.submit(button="下一页")

    assert first.has("130 行读准了", "岗位100", "第 1 页，共 2 页")
    assert "岗位101" not in first.all("th[scope=row]")
    assert len(second.tree.css("tr.review-row")) == 30


def test_strangers_do_not_see_it_and_colleagues_without_the_role_are_told_so(
    browser, upload, outsider, reviewer, editor
):
    address = f"/desk/imports/{upload.id}"

    browser.as_(outsider).get(address, 404)
    browser.as_(reviewer).get(address, 403)
    browser.as_(editor).get("/desk/imports/987654321", 404)
    browser.as_(outsider).post(address, {"act": "draft"}, 404)
