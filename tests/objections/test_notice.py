"""The public notice: what a community confirmed within seven days, with masked names and nothing else."""

from datetime import timedelta

import pytest

from board.accounts.models import Person
from board.db import session
from board.records import services
from board.records.models import Source
from tests.factories import committed, make_list, make_person, make_position, make_shift
from tests.objections.said import object_to
from tests.queries import counted
from tests.records.served import recorded, serve
from tests.records.served import tick as write_down

pytestmark = pytest.mark.dealt  # test_races and the generated tests run on both databases


def address(shift):
    return f"/c/{shift.position.area.code}/hours"


def test_a_notice_shows_surname_position_day_hours_and_until_when(browser, record, shift, resident):
    page = browser.get(address(shift))

    assert page.has(
        "时长公示", "林*", "助老送餐", "11月23日 周一", "2 小时", "07:00–09:00", "公示到 11月30日 周一 10:00"
    )
    assert resident.name not in page.text
    assert resident.volunteer_no not in page.body.decode()
    assert page.links["提异议 ：林*，11月23日 周一，助老送餐"] == f"/hours/{record.id}/object"


def test_anybody_finds_it_from_the_community_page(browser, shift):
    page = browser.get(f"/c/{shift.position.area.code}")

    assert page.links["看公示"] == address(shift)
    assert browser.get(address(shift)).has("这 7 天没有新确认的时长")


def test_what_is_not_confirmed_and_what_is_over_is_not_shown(browser, shift, resident, record, clock_at):
    serve(shift, make_person(area=shift.position.area, name="柳青青"))
    write_down()

    assert "柳*" not in browser.get(address(shift)).text
    clock_at.move(days=7, seconds=-1)
    assert browser.get(address(shift)).has("林*")
    clock_at.move(seconds=1)
    assert "林*" not in browser.get(address(shift)).text


def test_a_voided_record_is_gone_and_a_held_one_says_so(browser, record, shift, editor, others):
    object_to(others(1)[0])
    page = browser.get(address(shift))
    assert page.has("有异议，在核对")
    assert len([href for href in page.links.values() if href.startswith("/hours/")]) == 1

    services.void(record.id, reason="记错人了", by=editor)
    session.commit()

    assert "林*" not in browser.get(address(shift)).text


def test_a_back_filled_record_is_marked(browser, shift, resident, editor, reviewer):
    recorded(
        shift, resident, confirmed_by=reviewer, source=Source.backfill, entered_by=editor.id, hands=[editor.id], reason="手机没电",
    )  # fmt: skip

    assert browser.get(address(shift)).all(".tag") == ["补录"]


def test_a_minor_and_somebody_who_closed_their_account_are_masked_like_all(browser, record, shift, reviewer):
    child = make_person(area=shift.position.area, name="向阳阳", birth_month=None)
    recorded(shift, child, confirmed_by=reviewer)
    gone = make_person(area=shift.position.area, name="许多多")
    recorded(shift, gone, confirmed_by=reviewer)
    with committed():
        session.get_one(Person, gone.id).name = ""

    page = browser.get(address(shift))

    assert page.has("向*", "已注销的志愿者")
    assert not any(one.volunteer_no in page.body.decode() for one in (child, gone))


def test_other_communities_have_their_own(browser, record, outsider, shift):
    page = browser.get(f"/c/{outsider.area.code}/hours")

    assert "林*" not in page.text


def test_a_long_notice_is_paged_by_key(browser, record, shift, others):
    others(51)

    page = browser.get(address(shift))
    assert len(page.tree.css(".notice > li")) == 50
    page = browser.get(page.links["再看前面记的"])

    assert len(page.tree.css(".notice > li")) == 2
    assert page.has("林*")


def test_it_is_one_page_for_all_who_are_signed_out_and_costs_little(browser, engine, record, shift, others):
    others(9)
    path = address(shift)
    browser.get(path)

    with counted(engine) as sent:
        page = browser.get(path)

    assert len(sent) <= 3, "\n".join(sent)
    assert page.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in page.headers


def test_what_only_counts_as_taking_part_is_shown_as_that(browser, community, resident, reviewer):
    position = make_position(opportunity_list=make_list(area=community), counts_hours=False)
    over = make_shift(position=position, starts_in=timedelta(hours=-3), length=timedelta(hours=2))
    recorded(over, resident, confirmed_by=reviewer, counts=False)

    assert browser.get(address(over)).has("只记参加，不算时长")


def test_missing_and_wrong_methods(browser, shift):
    browser.get("/c/510115000000/hours", status=404)
    browser.post(address(shift), status=405)
