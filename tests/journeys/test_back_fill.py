"""Somebody forgot their phone: a clerk writes them down with a photograph, a colleague opens it and confirms
at once; that looks hurried, and a third person has a look."""

from datetime import timedelta

import pytest

from board.accounts.models import Role
from board.flags import finding
from tests.backfills import papers
from tests.factories import appoint, make_account, make_list, make_person, make_position, make_shift
from tests.flags.making import make_recheck
from tests.records.served import line
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]


def test_a_clerk_writes_somebody_down_a_colleague_confirms_and_a_third_looks(
    window, site, community, tmp_path
):
    named = ("王小燕", "周志强", "何秀英", "林小满")
    people = [make_account(person=make_person(area=community, name=name)).person for name in named]
    editor, reviewer, checker, volunteer = people
    for person, role in ((editor, Role.editor), (reviewer, Role.reviewer), (checker, Role.reviewer)):
        appoint(person, role, community)
    position = make_position(
        opportunity_list=make_list(area=community), title="独居老人“敲门探访”", written_by=editor
    )
    shift = make_shift(position=position, quota=8, starts_in=-timedelta(hours=5))
    picture = tmp_path / "签到表.jpg"
    picture.write_bytes(papers.photo((1200, 1600)))
    clerk, colleague, third, served = (window(token) for token in cookies_for(people))

    clerk.go(f"/desk/shifts/{shift.id}/hours")
    clerk.press("补录一个人")
    clerk.look("back-fill")
    clerk.press("补录")
    clerk.look("back-fill-refused")
    clerk.page.get_by_label("手机号或志愿者编号").fill(volunteer.volunteer_no)
    clerk.page.get_by_label("为什么要补录").fill("手机没电，没能扫码")
    clerk.choose("proof", picture)
    clerk.page.locator("input[name=declared]").check()
    clerk.page.locator("main button:has-text('补录')").click()
    clerk.page.wait_for_url("**/hours")
    assert "补录了 林*" in clerk.read()

    colleague.go("/desk/hours")
    colleague.press("确认时长")
    colleague.press("看理由和证明")
    colleague.look("back-filled")
    with colleague.page.expect_download() as taken:
        colleague.page.get_by_role("link", name="打开证明").click()
    assert taken.value.suggested_filename.endswith(".jpeg")
    colleague.page.reload()
    colleague.press("看过了，确认")
    assert "确认了，已经告诉本人" in colleague.read()

    served.go("/me/hours")
    assert "补录" in served.read()
    served.look("my-back-filled-hours")

    make_recheck(line(volunteer).record)
    finding.find()
    third.go("/desk/flags")
    third.look("flags")
    third.press("去核对")
    third.look("recheck")
    third.go("/desk/flags")
    third.press("去看看")
    third.look("flag")
    assert "王小燕记的 1 条，周志强在一分钟内就确认了" in third.read()
    third.page.get_by_label("问清楚了，没有问题").check()
    third.page.get_by_label("怎么看的").fill("问过周志强，照片当面看的")
    third.press("记下来")
    third.look("flags-looked-at")
