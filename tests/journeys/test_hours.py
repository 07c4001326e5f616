"""Served on Saturday, confirmed on Monday, certified, and checked by an employer on a phone."""

import re
from datetime import time, timedelta

import pytest

from board import clock
from board.db import session
from board.records import ledger, proposing
from tests.factories import make_list, make_position, make_shift
from tests.journeys.conftest import WIDE
from tests.journeys.test_burden import as_said
from tests.records.served import recorded, serve
from tests.serving import cookies_for

pytestmark = [pytest.mark.browser, pytest.mark.dealt]


@pytest.fixture
def saturday(site, community, resident, reviewer):
    """Served on a Saturday of last month, confirmed and noticed since; and on the last one, which nobody has confirmed."""
    today = clock.today()
    last = today - timedelta(days=today.weekday() + 2)
    position = make_position(opportunity_list=make_list(area=community), title="社区图书角整理员")
    before, lately = (
        make_shift(position=position, starts_at=clock.at(day, time(9)))
        for day in (last - timedelta(days=28), last)
    )
    monday = before.starts_at + timedelta(days=2)
    with clock.standing_at(lambda: monday):
        recorded(before, resident, confirmed_by=reviewer)
    serve(lately, resident, late=4)
    proposing.propose()
    return lately


def test_from_saturday_to_an_employers_phone(window, saturday, resident, reviewer):
    colleague = window(cookies_for([reviewer])[0], size=WIDE)
    colleague.go("/desk")
    colleague.clicks = 0
    colleague.press("确认时长")
    colleague.look("shift-hours")
    colleague.press("确认这一班")
    assert "确认了 1 人，共 2 小时" in colleague.read()
    assert as_said("确认一个班次的时长", colleague.clicks)
    session.rollback()
    assert ledger.of_person(resident).times == 2

    volunteer = window(cookies_for([resident])[0])
    volunteer.go("/me/hours")
    volunteer.look("my-hours")
    assert "公示到" in volunteer.read()
    volunteer.press("开证明")
    volunteer.look("my-certificates")
    volunteer.press("选期间，开证明")
    volunteer.look("new-certificate")
    volunteer.press("开这份证明")
    volunteer.look("my-certificate")
    number = re.search(r"WJ-\d{4}-\d{6}-\w", volunteer.read())[0]
    paper = volunteer.page.locator("a:has-text('下载证明')").get_attribute("href")
    assert _fetched(volunteer, paper).startswith(b"%PDF")
    address = volunteer.page.locator("a:has-text('别人查到的是这样')").get_attribute("href")

    employer = window()
    employer.go(address)
    employer.look("verify")
    read = employer.read()
    assert number in read
    assert "真实有效" in read
    assert "林*" in read
    assert resident.name not in read
    assert resident.volunteer_no not in read


def _fetched(window, path):
    """The file, asked for again while too much paper is being set, as a person would."""
    for _ in range(5):
        answer = window.page.request.get(window.address + path)
        if answer.status != 503:
            break
        window.page.wait_for_timeout(1000)
    assert answer.status == 200, answer.status
    return answer.body()
