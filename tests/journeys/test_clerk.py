"""A clerk writes a list, a colleague reviews it, everybody sees it."""

from datetime import timedelta

import pytest

from board import clock
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]


def test_a_list_is_written_reviewed_and_published(window, editor, reviewer):
    clerk, colleague = (window(token) for token in cookies_for([editor, reviewer]))
    passer_by = window()
    day = clock.today() + timedelta(days=20)

    clerk.go("/desk")
    clerk.look("desk")
    clerk.press("做一份新清单")
    clerk.look("new-list")
    clerk.press("建好清单，加岗位")
    clerk.look("list")
    clerk.press("加")
    write_position(clerk)
    clerk.look("position-form")
    clerk.press("存好，去排班次")
    clerk.fill("几点开始", "09:00")
    clerk.fill("几点结束", "11:00")
    clerk.page.locator("input[name=days]").fill(f"{day:%m-%d}")
    clerk.press("看看会排哪些班")
    clerk.look("shifts")
    clerk.press("排上")
    clerk.look("desk-position")
    clerk.press("提交审核")
    assert "待审核" in clerk.read() or "审核" in clerk.read()

    colleague.go("/desk/review")
    colleague.look("review")
    colleague.press("去审核")
    colleague.look("review-list")
    colleague.press("通过")

    passer_by.go("/")
    assert "独居老人敲门探访" in passer_by.read()


def write_position(clerk):
    clerk.fill("岗位名称", "独居老人敲门探访")
    clerk.page.locator("textarea[name=content]").fill("两人一组上门看望独居老人。")
    clerk.page.locator("input[name=categories][value=care]").check()
    clerk.page.locator("input[name=targets][value='03']").check()
    clerk.fill("在哪里", "清泉社区党群服务中心")
    clerk.fill("找谁", "社区服务站")
    clerk.fill("联系电话", "028-00001001")
    clerk.page.locator("input[name=risk_note]").fill("入户须两人同行。")
    clerk.page.locator("input[name=guarantees][value='01']").check()
    clerk.page.locator("input[name=quota]").fill("8")
