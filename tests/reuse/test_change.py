"""The same change to many: shown first, written to drafts, told where people come, refused where it may not be."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board.db import session
from board.notices.models import Notice
from board.positions.history import BulkAct, EarlierValue
from board.positions.models import Position
from board.positions.words import Audience, State
from board.reuse import changing
from board.reuse.changing import Change
from tests import factories


@pytest.fixture
def on(community):
    return factories.make_list(area=community)


def make(on, state="draft", quota=10, **values):
    told = {"targets": ("11",), "guarantees": ("05",), "item": 1, **values}
    position = factories.make_position(opportunity_list=on, state=state, **told)
    factories.make_shift(position=position, quota=quota, starts_in=timedelta(days=7))
    return position


def change(on, positions, by, **asked):
    count = changing.change(on, [position.id for position in positions], Change(**asked), by=by)
    session.commit()
    return count


def test_drafts_and_returned_ones_say_all_of_it(on, editor):
    draft, back = make(on), make(on, state=State.returned)
    was = draft.shifts[0].starts_at

    count = change(on, [draft, back], editor, days=14, quota=4, contact_name="张姐", address="邻里广场",
                   audience=Audience.officials)  # fmt: skip

    assert count == 2
    for position in (draft, back):
        assert (position.contact_name, position.address, position.audience) == (
            "张姐",
            "邻里广场",
            "officials",
        )
        assert (position.quota, position.shifts[0].quota, position.shifts[0].places) == (4, 4, 4)
        assert position.shifts[0].starts_at == was + timedelta(days=14)
        assert position.shifts[0].closes_at == position.closing_of(position.shifts[0].starts_at)


def test_a_week_earlier_is_a_week_earlier(on, editor):
    draft = make(on)
    was = draft.shifts[0].starts_at

    change(on, [draft], editor, days=-7)

    assert draft.shifts[0].starts_at == was - timedelta(days=7)


def test_a_lower_number_takes_the_least_down_with_it(on, editor):
    draft = make(on, minimum=6)

    change(on, [draft], editor, quota=4)

    assert (draft.quota, draft.minimum) == (4, 4)


def test_what_was_guessed_is_no_guess_any_more(on, editor):
    draft = make(on, guessed=["contact_name", "shifts", "risk_note"])

    change(on, [draft], editor, contact_name="张姐", days=7)

    assert draft.guessed == ["risk_note"]


def test_of_a_published_one_contact_and_numbers_change_and_who_comes_is_told(on, editor, resident):
    position = make(on, state=State.published, quota=1)
    factories.make_signup(shift=position.shifts[0])
    waiting = factories.make_signup(shift=position.shifts[0], person=resident, state="waiting")
    was = position.shifts[0].starts_at

    change(on, [position], editor, quota=2, contact_name="张姐", days=7, audience=Audience.officials)

    assert (position.contact_name, position.shifts[0].quota, position.audience) == ("张姐", 2, "both")
    assert position.shifts[0].starts_at == was
    assert waiting.state in {"accepted", "offered"}
    told = session.scalars(select(Notice.sentence).where(Notice.person_id == resident.id)).all()
    assert any("张姐" in sentence for sentence in told)
    assert set(session.scalars(select(EarlierValue.field))) == {"contact", "quota"}


def test_what_is_in_review_or_cancelled_is_left_alone(on, editor):
    draft, waiting, off = make(on), make(on, state=State.in_review), make(on, state=State.cancelled)

    count = change(on, [draft, waiting, off], editor, contact_name="张姐")

    assert count == 1
    assert (waiting.contact_name, off.contact_name) == ("李老师", "李老师")
    assert session.scalars(select(BulkAct)).one().count == 1


def test_nothing_asked_and_nothing_different_are_refused(on, editor):
    draft = make(on)

    with pytest.raises(changing.NothingAsked):
        changing.change(on, [draft.id], Change(), by=editor)
    session.rollback()
    with pytest.raises(changing.NothingChanged):
        changing.change(on, [draft.id], Change(contact_name="李老师", quota=10), by=editor)


def test_positions_of_another_list_are_never_changed(on, editor):
    mine, foreign = make(on), factories.make_position(state="draft")

    change(on, [mine, foreign], editor, contact_name="张姐")

    assert foreign.contact_name == "李老师"


def test_a_published_position_on_another_list_is_never_changed(on, editor):
    foreign = factories.make_position(contact_name="别人")

    with pytest.raises(changing.NothingChanged):
        changing.change(on, [foreign.id], Change(contact_name="张姐"), by=editor)


# The page


def test_the_page_shows_before_and_after_and_then_writes_and_can_be_undone(browser, on, editor):
    draft, waiting = make(on, title="看书岗"), make(on, title="送餐岗", state=State.in_review)
    browser.as_(editor).get(f"/desk/lists/{on.number}/change?p={draft.id}&p={waiting.id}")

    page = browser.submit(button="看看会改成什么样", number="1", contact_name="张姐")
    assert page.has(
        "日子 11月30日 周一 10:00–12:00，改成 12月7日 周一 10:00–12:00", "联系人 李老师，改成 张姐"
    )
    assert page.has("在审核，不改。要改先撤回", "改 1 个岗位")
    page = browser.press("照这样改")

    assert page.has("1 个岗位改好了", "一起改了 1 个岗位")
    assert session.get_one(Position, draft.id).contact_name == "张姐"
    assert browser.press("撤销").has("撤销了：1 个岗位恢复成改以前的样子")
    assert session.get_one(Position, draft.id).contact_name == "李老师"


def test_ticks_on_the_list_lead_to_the_change_of_those(browser, on, editor):
    ticked, other = make(on, title="看书岗"), make(on, title="送餐岗")
    browser.as_(editor).get(f"/desk/lists/{on.number}")

    page = browser.submit(button="批量修改", p=[str(ticked.id)])

    boxes = {box.attributes["value"]: "checked" in box.attributes for box in page.tree.css("[name=p]")}
    assert boxes == {str(ticked.id): True, str(other.id): False}


def test_a_change_of_published_dates_is_said_not_to_happen(browser, on, editor):
    make(on, state=State.published)

    page = browser.as_(editor).get(f"/desk/lists/{on.number}/change?number=1&contact_name=张姐")

    assert page.has("已经公布：日子、地点和谁可以来不在这里改", "1 个已经公布，联系人变了会告诉报上的人")


def test_a_draft_moved_into_the_past_is_pointed_out(browser, on, editor):
    make(on)

    page = browser.as_(editor).get(f"/desk/lists/{on.number}/change?number=8&unit=7&way=earlier")

    assert page.has("1 班会落在过去的日子")


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("reviewer", 403), ("manager", 403)])
def test_only_an_editor_of_the_community_changes(browser, on, request, who, status):
    browser.as_(request.getfixturevalue(who)).get(f"/desk/lists/{on.number}/change", status)


def test_a_list_that_is_not_there_is_not_changed(browser, editor):
    browser.as_(editor).get("/desk/lists/510115-2011-01/change", 404)
