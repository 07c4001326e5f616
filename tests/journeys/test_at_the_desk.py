"""Somebody without a phone: the clerk signs them up, prints the slip, withdraws for them, gives a code."""

import re

import pytest

from tests.factories import make_account, make_list, make_person, make_position, make_shift
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]


@pytest.fixture
def shift(community):
    position = make_position(opportunity_list=make_list(area=community), title="老年食堂打饭")
    return make_shift(position=position, quota=4)


def in_elders_version(one, name):
    """The same page once more, larger."""
    here = one.page.url.removeprefix(one.address)
    one.go(f"/elder?on=1&next={here}")
    one.look(f"{name}-elder")
    one.go(f"/elder?on=0&next={here}")


def test_a_clerk_does_every_step_for_somebody_without_a_phone(window, editor, shift):
    (token,) = cookies_for([editor])
    clerk = window(token)

    clerk.go(f"/desk/shifts/{shift.id}")
    clerk.press("替人报名")
    clerk.look("desk-sign-up")
    in_elders_version(clerk, "desk-sign-up")
    clerk.fill("姓名", "李秀英")
    clerk.page.locator("input[name=agree]").check()
    clerk.press("替他报名")
    clerk.look("slip")
    in_elders_version(clerk, "slip")

    assert "李秀英：已报上" in clerk.read()
    number = re.search(r"WJ\d{6}", clerk.read())[0]
    assert on_paper(clerk) == [number]

    clerk.press("看他的报名")
    clerk.look("person-at-the-desk")
    in_elders_version(clerk, "person-at-the-desk")
    clerk.press("不能去了")
    clerk.look("withdraw-for")
    in_elders_version(clerk, "withdraw-for")
    clerk.press("替本人撤下")

    assert "替本人撤下了" in clerk.read()
    assert "自己撤了" in clerk.read()


def on_paper(clerk):
    """What stands on the slip as it is printed: the volunteer number, and no button or menu."""
    clerk.page.emulate_media(media="print")
    printed = clerk.page.inner_text("body")
    clerk.page.emulate_media(media="screen")
    assert "打小票" not in printed
    assert "工作台" not in printed
    assert "028-82720000" in printed
    return re.findall(r"WJ\d{6}", printed)


def test_a_family_comes_along_and_one_of_them_claims_her_record(window, editor, resident, community, shift):
    mother = make_account(person=make_person(area=community, name="王秀英"))
    tokens = cookies_for([resident, editor, mother.person])
    daughter, clerk, claimant = (window(token) for token in tokens)

    daughter.go(f"/positions/{shift.position.number}/sign-up?shift={shift.id}")
    daughter.press("带家人或一起来的人")
    daughter.look("group")
    in_elders_version(daughter, "group")
    daughter.page.locator("input[name=name_1]").fill("王秀英")
    daughter.page.locator("input[name=agree]").check()
    daughter.press("一起报名")
    daughter.look("helped")
    assert "2 个人都报上了" in daughter.read()
    number = re.findall(r"WJ\d{6}", daughter.page.inner_text("#helped"))[0]

    clerk.go(f"/desk/people/{number}/claim-code")
    clerk.look("claim-code")
    clerk.press("给认领码")
    clerk.look("claim-code-given")
    code = re.search(r"\b\d{6}\b", clerk.page.inner_text("main"))[0]

    claimant.go("/me/claim")
    claimant.look("claim")
    in_elders_version(claimant, "claim")
    claimant.fill("志愿者编号", number)
    claimant.fill("认领码", code)
    claimant.page.locator("main form button:has-text('认领')").click()
    claimant.page.wait_for_url("**/me/signups")

    assert "老年食堂打饭" in claimant.read()
