import json

import pytest

from board.accounts import export
from board.accounts.queries import account_of
from board.notices import services
from board.notices.services import News
from tests import factories
from tests.accounts.inbox import texts

pytestmark = pytest.mark.dealt


def everything(browser):
    page = browser.get("/me/data.json")
    assert page.headers["Content-Disposition"].startswith("attachment")
    assert page.headers["Cache-Control"] == "no-store"
    return json.loads(page.body)


def test_everything_about_me_can_be_taken_along(browser, resident, editor):
    browser.as_(editor)
    browser.get(f"/desk/people/{resident.volunteer_no}")
    browser.as_(resident)

    told = everything(browser)

    assert told["我"]["姓名"] == "林小满"
    assert told["账号"]["手机号"] == account_of(resident).mobile
    assert len(told["工作人员查看我的资料"]) == 1
    assert "报名" in told
    assert texts(account_of(resident).mobile) == []


def test_nothing_about_anybody_else_and_no_secret_is_in_it(browser, resident, official):
    browser.as_(resident)

    text = json.dumps(everything(browser), ensure_ascii=False)

    assert official.name not in text
    assert account_of(official).mobile not in text
    assert "argon2" not in text
    assert "token" not in text


def test_other_features_add_what_they_keep(browser, resident, monkeypatch):
    monkeypatch.setitem(export.sections, "时长", lambda person: [person.volunteer_no])
    browser.as_(resident)

    assert everything(browser)["时长"] == [resident.volunteer_no]


def test_the_page_shows_what_is_kept(browser, resident):
    browser.as_(resident)

    assert browser.get("/me/data").has("林小满", account_of(resident).mobile, resident.volunteer_no)


def test_how_one_is_told_and_what_became_of_it_is_in_it(browser, resident):
    with factories.committed():
        services.tell_urgently(resident, News(kind="x", sentence="轮到你了。", link="/"))
    browser.as_(resident).submit("/me/wishes", "记下", sms="no", remind_by_sms="both", mail="")

    told = everything(browser)

    assert told["怎么通知我"] == {
        "急事发短信": False,
        "短信提醒": "前一天和两小时前",
        "邮箱": None,
        "邮箱确认于": None,
    }
    [notice] = told["消息"]
    assert (notice["内容"], notice["短信"], notice["邮件"]) == ("轮到你了。", "排队中", "没有号码或邮箱")
