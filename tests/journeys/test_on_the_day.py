"""The day itself: the leader shows the code, a volunteer's phone checks in and out, the editor settles."""

import re
from datetime import timedelta

import pytest

from board import clock
from board.accounts.models import Role
from board.attendance.models import How
from board.db import session
from board.signups.models import ShiftLeader
from tests.factories import (
    appoint,
    committed,
    make_account,
    make_attendance,
    make_list,
    make_person,
    make_position,
    make_shift,
    make_signup,
)
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]


@pytest.fixture
def day(site, community):
    """A shift that began five minutes ago, with a leader, two volunteers and an editor; one yesterday."""
    editor, leader, volunteer, other = (
        make_account(person=make_person(area=community)).person for _ in range(4)
    )
    appoint(editor, Role.editor, community)
    position = make_position(opportunity_list=make_list(area=community), title="独居老人“敲门探访”")
    shift = make_shift(position=position, quota=8, starts_in=-timedelta(minutes=5))
    yesterday = make_shift(position=position, quota=8, starts_in=-timedelta(days=1))
    for person in (volunteer, other):
        make_signup(shift=shift, person=person)
        make_signup(shift=yesterday, person=person)
    make_attendance("arrived", shift=yesterday, person=volunteer, how=How.code)
    with committed():
        told = {"named_by": editor.id, "named_at": clock.now()}
        session.add(ShiftLeader(shift_id=shift.id, person_id=leader.id, **told))
    return shift, yesterday, cookies_for([editor, leader, volunteer])


def elder(window):
    """The same window in 长辈版."""
    window.context.add_cookies([{"name": "elder", "value": "1", "url": window.address}])
    return window


def test_the_leaders_code_checks_a_volunteer_in_and_out(window, day):
    shift, _, tokens = day
    _, leader, volunteer = (window(token) for token in tokens)

    leader.go("/me/signups")
    leader.press("独居老人")
    leader.look("roster")
    leader.press("亮出签到码")
    leader.look("code")
    assert "还有" in leader.read()
    digits = leader.page.inner_text(".code-digits").replace(" ", "")
    assert re.fullmatch(r"\d{6}", digits)

    volunteer.go("/me/signups")
    volunteer.press("签到、签退")
    volunteer.look("enter-digits")
    volunteer.fill("六位数字", f"{digits[:3]} {digits[3:]}")
    volunteer.press("签到")
    assert "签到好了" in volunteer.read()
    volunteer.look("checked-in")

    leader.page.reload()
    assert "签到" in leader.page.inner_text(".code-foot .badge")
    digits = leader.page.inner_text(".code-digits").replace(" ", "")
    volunteer.go(f"/check-in/{shift.id}?code={digits}")  # what the picture says
    volunteer.press("签退")
    assert "签退好了" in volunteer.read()

    leader.press("回名册点名")
    assert "已走 1 人" in leader.read()
    leader.page.locator(".roster-button:has-text('签到')").first.click()
    leader.page.wait_for_selector("text=点错了")
    leader.press("点错了")
    assert "还没到 1 人" in leader.read()


def test_the_code_counts_down_by_script(window, day):
    shift, _, tokens = day
    leader = window(tokens[1])

    leader.go(f"/desk/shifts/{shift.id}/code")
    first = leader.page.inner_text("[data-seconds]")
    leader.page.wait_for_timeout(2_500)  # of real time: the code's own minute goes on meanwhile
    later = leader.page.inner_text("[data-seconds]")

    assert later != first
    assert leader.page.evaluate("document.querySelector('progress').value") == int(later)


def test_the_pages_of_the_day_stand_in_large_letters_too(window, day):
    shift, yesterday, tokens = day
    editor, leader, volunteer = (elder(window(token)) for token in tokens)
    here = f"/desk/shifts/{shift.id}"
    pages = (
        (leader, f"{here}/roster"), (leader, f"{here}/code"), (leader, f"{here}/roster/walk-in"),
        (editor, f"{here}/roster/walk-in-new"), (editor, f"{here}/leaders"), (editor, f"{here}/roster?print=1"),
        (editor, f"/desk/shifts/{yesterday.id}/settle"), (volunteer, f"/check-in/{shift.id}"),
        (volunteer, "/check-in"), (volunteer, "/me/attendance"), (volunteer, f"/me/attendance/{yesterday.id}/left"),
    )  # fmt: skip

    for number, (who, path) in enumerate(pages):
        who.go(path)
        who.look(f"elder-day-{number}")


def test_the_editor_settles_with_a_mouse_in_two_clicks(window, day):
    editor = window(day[2][0])

    editor.go("/desk")
    editor.press("去结")
    editor.look("settle")
    editor.page.get_by_text("都没到").check()
    editor.press("记下来")
    assert "记好了" in editor.read()
    assert "没来" in editor.read()
