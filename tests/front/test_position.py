"""One position's page."""

from datetime import timedelta

import pytest

from board.db import begin_writing, session
from board.positions.models import Position
from board.positions.words import Audience, Category, Guarantee, State
from board.signups import editing
from tests import factories

pytestmark = pytest.mark.dealt


def path_of(position):
    return f"/positions/{position.number}"


def test_the_page_says_what_one_needs_to_decide(browser, community):
    position = factories.make_position(
        title="独居老人敲门探访",
        area=community,
        risk_note="需要入户，两人同行。",
        minimum=2,
        min_age=18,
        categories=(Category.care,),
        guarantees=(Guarantee.insurance, Guarantee.water),
        conditions="会说四川话",
    )
    factories.make_shift(position=position, quota=8)

    page = browser.get(path_of(position))

    assert page.h1 == "独居老人敲门探访"
    assert page.has("招募中", "关爱特殊群体", "清泉社区", f"编号 {position.number}", "需要入户，两人同行。")
    assert page.has(
        "居民、机关干部，满 18 岁", "会说四川话", "志愿者保险、提供饮水", "每班至少 2 人报名才开展"
    )
    assert page.has("服务前一天 18:00", "开始前 24 小时，自己就能取消", "计入，每次约 2 小时", "还有 8 个")
    assert page.links[position.opportunity_list.title] == f"/lists/{position.opportunity_list.number}"


def test_the_phone_is_shown_only_when_it_is_public(browser):
    hidden = factories.make_position(contact_phone="028-82720001")
    shown = factories.make_position(contact_phone="028-82720002", phone_public=True)

    assert "82720001" not in browser.get(path_of(hidden)).text
    assert "028-82720002" in browser.get(path_of(shown)).text


def test_no_volunteer_is_named(browser, resident):
    shift = factories.make_shift()
    factories.make_signup(shift=shift, person=resident)

    page = browser.get(path_of(shift.position))

    assert resident.name not in page.text
    assert resident.volunteer_no not in page.text


def test_the_chosen_shifts_go_to_the_sign_up_in_the_address(browser, resident):
    position = factories.make_position()
    first = factories.make_shift(position=position)
    second = factories.make_shift(position=position, starts_in=timedelta(days=14))

    page = browser.get(f"{path_of(position)}?shift={second.id}")

    assert page.tree.css_first("form#pick").attributes["action"] == f"/positions/{position.number}/sign-up"
    chosen = [box.attributes["value"] for box in page.tree.css("input[name=shift][checked]")]
    assert chosen == [str(second.id)]
    assert page.tree.css_first(f"input[name=shift][value='{first.id}']") is not None


def test_the_only_shift_is_chosen_already(browser):
    shift = factories.make_shift()

    page = browser.get(path_of(shift.position))

    assert len(page.tree.css("input[name=shift][checked]")) == 1
    assert "1 个直接报上" in page.text


def test_a_full_shift_offers_the_line(browser):
    shift = factories.make_shift(quota=1)
    factories.fill(shift)
    factories.make_signup(shift=shift, state="waiting")

    page = browser.get(path_of(shift.position))

    assert page.has("可候补", "前面 1 人")


@pytest.mark.parametrize("state", [State.draft, State.in_review, State.returned])
def test_what_was_never_published_does_not_exist(browser, state):
    position = factories.make_position(state=state)

    browser.get(path_of(position), status=404)


def test_an_unknown_number_does_not_exist(browser):
    browser.get("/positions/2611-0000", status=404)


def test_a_cancelled_position_says_why_and_takes_nobody(browser):
    shift = factories.make_shift()
    begin_writing()
    session.get(Position, shift.position_id).move_to(State.cancelled, reason="场地维修")
    session.commit()

    page = browser.get(path_of(shift.position))

    assert page.has("已取消", "场地维修")
    assert "去报名" not in page.buttons


def test_a_finished_position_says_so(browser, clock_at):
    shift = factories.make_shift()

    clock_at.move(days=8)
    page = browser.get(path_of(shift.position))

    assert "已结束" in page.text
    assert "去报名" not in page.buttons


def test_a_cancelled_shift_stays_readable_with_its_reason(browser):
    position = factories.make_position()
    rained_off = factories.make_shift(position=position)
    factories.make_shift(position=position, starts_in=timedelta(days=14))
    editing.cancel_shift(rained_off, reason="雨天取消")
    session.commit()

    page = browser.get(path_of(position))

    assert page.has("已取消", "雨天取消", "招募中")
    assert len(page.tree.css("input[name=shift]")) == 1


def test_a_changed_time_shows_the_earlier_one(browser, editor):
    shift = factories.make_shift()
    editing.change_time(
        shift,
        shift.starts_at + timedelta(hours=2),
        shift.ends_at + timedelta(hours=2),
        reason="场地有会",
        by=editor,
    )
    session.commit()

    page = browser.get(path_of(shift.position))

    assert page.has("时间改过：原来是 11月30日 周一 10:00–12:00", "场地有会")


def test_my_shift_and_the_ones_i_cannot_take_say_so(browser, resident):
    position = factories.make_position()
    mine = factories.make_shift(position=position)
    factories.make_shift(position=position, starts_in=timedelta(days=14))
    other = factories.make_shift(
        position=factories.make_position(title="图书角"), starts_in=timedelta(days=14)
    )
    factories.make_signup(shift=mine, person=resident)
    factories.make_signup(shift=other, person=resident)

    page = browser.as_(resident).get(path_of(position))

    assert page.has("已报上", "不能选", "和你已报的“图书角”", "现在没有可以报的班次。")


def test_somebody_else_is_told_before_choosing(browser, resident):
    shift = factories.make_shift(position=factories.make_position(audience=Audience.officials))

    page = browser.as_(resident).get(path_of(shift.position))

    assert "只招机关干部，你登记的是居民。" in page.text
    assert page.tree.css_first("input[name=shift]") is None


def test_a_shift_that_opens_later_says_when(browser, clock_at):
    position = factories.make_position(opens_at=clock_at.instant + timedelta(days=1))
    factories.make_shift(position=position)

    page = browser.get(path_of(position))

    assert page.has("即将开放", "11月24日 周二 10:00 开始报名，到时再来。")


def test_links_that_are_shared_carry_title_and_time(browser):
    shift = factories.make_shift()

    tree = browser.get(path_of(shift.position)).tree

    told = {node.attributes["property"]: node.attributes["content"] for node in tree.css("meta[property]")}
    assert told["og:title"] == "助老送餐"
    assert told["og:url"] == f"https://localhost/positions/{shift.position.number}"
    assert tree.css_first("[itemprop=startDate]").attributes["content"] == "2026-11-30T10:00+08:00"


def test_many_shifts_are_shown_thirty_first(browser):
    position = factories.make_position()
    for day in range(35):
        factories.make_shift(position=position, starts_in=timedelta(days=3 + day))

    page = browser.get(path_of(position))
    rest = browser.get(f"{path_of(position)}?all=1")

    assert len(page.tree.css("input[name=shift]")) == 30
    assert "还有 5 个后面的班次" in page.links
    assert len(rest.tree.css("input[name=shift]")) == 35


def test_a_signed_out_page_is_public_and_the_same_for_all(browser):
    shift = factories.make_shift()

    page = browser.get(path_of(shift.position))

    assert page.headers["Cache-Control"] == "public, no-cache"


def test_only_get_is_answered(browser):
    browser.post(path_of(factories.make_position()), status=405)
