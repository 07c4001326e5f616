"""Somebody forgot their phone: a clerk writes them down with a photograph, a colleague opens it and confirms."""

from datetime import timedelta

import pytest

from board.accounts.models import Role
from tests.backfills import papers
from tests.factories import appoint, make_account, make_list, make_person, make_position, make_shift
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]


def test_a_clerk_writes_somebody_down_and_a_colleague_confirms(window, site, community, tmp_path):
    editor, reviewer, volunteer = (
        make_account(person=make_person(area=community, name=name)).person
        for name in ("王小燕", "周志强", "林小满")
    )
    appoint(editor, Role.editor, community)
    appoint(reviewer, Role.reviewer, community)
    position = make_position(
        opportunity_list=make_list(area=community), title="独居老人“敲门探访”", written_by=editor
    )
    shift = make_shift(position=position, quota=8, starts_in=-timedelta(hours=5))
    picture = tmp_path / "签到表.jpg"
    picture.write_bytes(papers.photo((1200, 1600)))
    clerk, colleague, served = (window(token) for token in cookies_for([editor, reviewer, volunteer]))

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
    clerk.look("back-fill-entered")

    colleague.go("/desk/hours")
    colleague.press("确认时长")
    colleague.press("看理由和证明")
    colleague.look("back-filled")
    with colleague.page.expect_download() as taken:
        colleague.page.get_by_role("link", name="打开证明").click()
    assert taken.value.suggested_filename.endswith(".jpeg")
    colleague.page.reload()
    colleague.look("back-filled-opened")
    colleague.press("看过了，确认")
    assert "确认了，已经告诉本人" in colleague.read()

    served.go("/me/hours")
    assert "补录" in served.read()
    served.look("my-back-filled-hours")
