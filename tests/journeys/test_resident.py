"""A resident without an account registers inside the sign-up, and serves."""

import re

import pytest

from tests.factories import make_area, make_list, make_position, make_shift

pytestmark = [pytest.mark.browser, pytest.mark.dealt]


def latest_code(window):
    window.go("/demo/sms")
    return re.search(r"\b(\d{6})\b", window.read())[1]


def register_on_the_way(phone, texts):
    phone.press("注册")
    phone.look("register")
    phone.fill("手机号", "13800000077")
    phone.press("发验证码")
    phone.look("register-code")
    phone.fill("验证码", latest_code(texts))
    phone.press("下一步")
    phone.look("register-details")
    phone.fill("姓名", "林小满")
    phone.page.locator("select[name=area_id]").select_option(label="清泉社区")
    phone.page.locator("input[name=kind][value=resident]").check()
    phone.fill("密码", "竹影清风，慢慢走路")
    phone.page.locator("input[name=old_enough]").check()
    phone.page.locator("input[name=agree]").check()
    phone.press("注册，继续报名")


def test_from_the_board_to_a_place_with_an_account_made_on_the_way(window):
    community = make_area(name="清泉社区")
    position = make_position(opportunity_list=make_list(area=community), title="独居老人敲门探访")
    make_shift(position=position, quota=8)
    phone, texts = window(), window()

    phone.go("/")
    phone.look("board")
    phone.press("独居老人敲门探访")
    phone.look("position")
    phone.page.locator("input[name=shift]").first.check()
    phone.press("去报名")
    register_on_the_way(phone, texts)
    phone.look("confirm")
    phone.page.locator("input[name=agree]").check()
    phone.press("确认报名")
    phone.look("signed-up")

    assert "报名成功" in phone.read()
    phone.press("看我的报名")
    phone.look("my-sign-ups")
    assert "独居老人敲门探访" in phone.read()


def test_the_same_pages_in_the_elders_version(window):
    community = make_area(name="清泉社区")
    position = make_position(opportunity_list=make_list(area=community), title="社区图书角管理员")
    make_shift(position=position, quota=2)
    phone = window()

    phone.go("/elder?on=1&next=/")

    phone.look("board-elder")
    phone.press("社区图书角管理员")
    phone.look("position-elder")
    assert phone.page.locator("html.elder").count() == 1
