"""What looks wrong is for those who check: no public page, no export and no volunteer's page has a word of it."""

import io
import json
import re
import zipfile

import pytest
from sqlalchemy import select

from board.db import session
from board.flags.models import Kind
from board.flags.words import HINTS, KIND_WORDS
from board.notices.models import Notice
from tests.engines import ORIGIN
from tests.factories import make_account, make_person
from tests.flags.seen import back_fill, confirm_back_fill, find, flags, kinds, scan_in, tap_in
from tests.records.served import confirm, tick

MINE = ("/", "/me/hours", "/me/data", "/me/attendance", "/me/signups", "/me/profile", "/inbox")


pytestmark = pytest.mark.dealt


@pytest.fixture
def flagged(shift, editor, reviewer, resident):
    """The resident stands in flags of three kinds."""
    confirm_back_fill(back_fill(shift, resident, by=editor), reviewer)
    scan_in(
        shift, [make_account(person=make_person(area=shift.position.area)).person for _ in range(3)], "a" * 64
    )
    tap_in(shift, 15, by=editor)
    tick()
    confirm(shift, reviewer)
    find()
    assert sorted(kinds()) == ["one_device", "quick_confirm", "same_minute"]
    return flags()


def words():
    """Every word that a flag is told in."""
    return [
        *KIND_WORDS.values(),
        *HINTS.values(),
        "/desk/flags",
        "record_flags",
        "核查",
        "抽查",
        *map(str, Kind),
    ]


def test_no_public_page_says_anything_of_it(browser, flagged, shift):
    position = shift.position
    public = ("/", f"/positions/{position.number}", f"/lists/{position.opportunity_list.number}",
              f"/c/{position.area.code}", f"/c/{position.area.code}/hours")  # fmt: skip

    for address in public:
        answer = browser.client.get(address, base_url=ORIGIN)
        assert answer.status_code == 200, address
        assert [word for word in words() if word in answer.get_data(as_text=True)] == [], address


def test_no_page_of_the_volunteer_says_anything_of_it(browser, flagged, resident):
    browser.as_(resident)
    links = [link for link in browser.get("/me/hours").links.values() if link.startswith("/me/hours/")]
    assert links

    for address in (*MINE, *links):
        assert [word for word in words() if word in browser.get(address).text] == [], address


def test_no_export_of_the_volunteers_data_has_it(browser, flagged, resident):
    told = browser.as_(resident).client.get("/me/data.json", base_url=ORIGIN).get_json()

    whole = json.dumps(told, ensure_ascii=False)
    assert [word for word in words() if word in whole] == []
    assert not any("核查" in name or "flag" in name for name in told)


def test_no_export_of_the_desk_has_it(browser, flagged, editor, shift):
    browser.as_(editor)
    number = shift.position.opportunity_list.number

    for address in (
        "/desk/report.xlsx",
        f"/desk/lists/{number}/attendance.xlsx",
        f"/desk/shifts/{shift.id}/roster.xlsx",
    ):
        answer = browser.client.get(address, base_url=ORIGIN)
        assert answer.status_code == 200, address
        assert [word for word in words() if word in _texts(answer.get_data())] == [], address


def _texts(workbook):
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        parts = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return re.sub(r"<[^>]+>", "", " ".join(parts))


def test_nobody_is_told_of_it_by_any_message(flagged):
    sentences = session.scalars(select(Notice.sentence)).all()
    assert [word for word in words() for sentence in sentences if word in sentence] == []
