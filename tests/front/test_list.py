"""A community's list, on the screen and on paper."""

from datetime import timedelta

import pytest

from board.positions.words import ListKind, State
from tests import factories

pytestmark = pytest.mark.dealt


@pytest.fixture
def issued(community):
    return factories.make_list(
        area=community, introduction="欢迎邻居一起来。", title="2026年12月慈善公益岗位机会清单"
    )


def on_it(issued, title, *, days=7, **values):
    position = factories.make_position(opportunity_list=issued, title=title, **values)
    factories.make_shift(position=position, starts_in=timedelta(days=days), quota=8)
    return position


def test_the_list_shows_its_positions_and_what_it_says(browser, issued):
    on_it(issued, "图书角管理员", days=9)
    on_it(issued, "田园清洁", days=3)
    on_it(issued, "还在写的", state=State.draft)
    factories.make_shift()

    page = browser.get(f"/lists/{issued.number}")

    assert page.h1 == "2026年12月慈善公益岗位机会清单"
    assert page.all(".ticket-name") == ["田园清洁", "图书角管理员"]
    assert page.has("清泉社区", "12月1日至31日", "欢迎邻居一起来。", "机会清单")


def test_what_is_over_or_cancelled_is_named_below(browser, issued, clock_at):
    on_it(issued, "图书角管理员", days=2)
    on_it(issued, "田园清洁", days=9)
    on_it(issued, "河道巡护", state=State.cancelled)

    clock_at.move(days=3)
    page = browser.get(f"/lists/{issued.number}")

    assert page.all(".ticket-name") == ["田园清洁"]
    assert page.all(".list-others li") == ["已截止 图书角管理员", "已取消 河道巡护"]


@pytest.mark.parametrize("state", [State.draft, State.in_review, State.returned])
@pytest.mark.parametrize("path", ["/lists/{}", "/lists/{}/print"])
def test_a_list_without_a_public_position_does_not_exist(browser, issued, state, path):
    on_it(issued, "还在写的", state=state)

    browser.get(path.format(issued.number), status=404)


def test_an_unknown_list_does_not_exist(browser):
    browser.get("/lists/000000-2026-12", status=404)
    browser.get("/lists/000000-2026-12/print", status=404)


def test_the_poster_has_one_row_for_each_position_in_order_of_its_day(browser, issued):
    weekly = on_it(issued, "图书角管理员", days=8, phone_public=True, contact_phone="028-00001001")
    factories.make_shift(position=weekly, starts_in=timedelta(days=15), quota=8)
    on_it(issued, "田园清洁", days=3)

    page = browser.get(f"/lists/{issued.number}/print")

    assert page.all(".poster-row") == [
        "11月26日 周四 田园清洁 10:00–12:00，清泉社区党群服务中心。居民、机关干部 要 8 人",
        "12月1日 起 每周二 图书角管理员 10:00–12:00，清泉社区党群服务中心。居民、机关干部 每班要 8 人",
    ]
    assert page.has("12月公益岗位清单", "028-00001001", issued.number, "11月23日打印")


def test_the_poster_leads_back_by_a_code(browser, issued):
    on_it(issued, "田园清洁")

    code = browser.get(f"/lists/{issued.number}/print").tree.css_first(".poster-call img")

    assert code.attributes["src"].startswith("data:image/svg+xml")
    assert code.attributes["alt"] == f"二维码：https://localhost/lists/{issued.number}"


def test_a_task_list_counts_no_hours(browser, community):
    tasks = factories.make_list(area=community, kind=ListKind.task)
    on_it(tasks, "巡查", counts_hours=False)

    page = browser.get(f"/lists/{tasks.number}")

    assert page.has("任务清单", "任务清单，不计服务时长")


def test_tickets_of_a_list_know_who_is_looking(browser, issued, resident):
    position = on_it(issued, "田园清洁")
    factories.make_signup(shift=position.shifts[0], person=resident)

    assert "已报上" in browser.as_(resident).get(f"/lists/{issued.number}").text


def test_only_get_is_answered(browser, issued):
    on_it(issued, "田园清洁")

    browser.post(f"/lists/{issued.number}", status=405)
