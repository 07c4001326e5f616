"""A community's standing answers: kept once, filled in wherever a position begins."""

from datetime import time

import pytest
from sqlalchemy import select

from board.audit.models import AuditRow
from board.db import session
from board.positions import services, standing
from board.positions.models import Position, StandingAnswers
from board.positions.words import Guarantee, Rule, Target
from tests import factories
from tests.signups.racing import race

ANSWERS = {
    "address": "邻里广场", "contact_name": "张姐", "contact_phone": "82720001", "risk_note": "无特殊风险",
    "targets": (Target.elders,), "guarantees": (Guarantee.water,), "insurance": "", "closes_rule": Rule.day_before,
    "closes_time": time(17, 30),
}  # fmt: skip


def kept_by(editor, community, **changed):
    standing.keep(community, ANSWERS | changed, by=editor)
    session.commit()


def test_what_was_kept_comes_back_and_what_is_empty_does_not(community, editor):
    kept_by(editor, community)

    answers = standing.answers_for(community.id)

    assert answers == {name: value for name, value in ANSWERS.items() if value != ""}


def test_without_any_the_last_position_answers_all_but_its_risk(community):
    factories.make_position(area=community, address="老地方", risk_note="夜间活动")

    answers = standing.answers_for(community.id)

    assert answers["address"] == "老地方"
    assert "risk_note" not in answers


def test_a_community_without_anything_answers_nothing(community):
    assert standing.answers_for(community.id) == {}


def test_kept_again_the_last_word_counts(community, editor):
    kept_by(editor, community)

    kept_by(editor, community, address="新的地方")

    assert standing.answers_for(community.id)["address"] == "新的地方"
    assert factories.count_rows(StandingAnswers) == 1


def test_a_position_is_remembered_without_its_risk(community, editor):
    kept_by(editor, community)
    position = factories.make_position(
        area=community, state="draft", hazard=True, insurance="意外险", risk_note="登高"
    )

    services.lock_draft(position)
    standing.remember(position, by=editor)
    session.commit()

    answers = standing.answers_for(community.id)
    assert answers["address"] == position.address
    assert answers["risk_note"] == "无特殊风险"
    assert "insurance" not in answers


def test_two_clerks_who_keep_the_first_answers_at_once_both_do(community, editor):
    area_id, by = community.id, editor.id
    session.rollback()

    def keeping(address):
        def act():
            from board.accounts.models import Person
            from board.areas.models import Area

            area, person = session.get_one(Area, area_id), session.get_one(Person, by)
            standing.keep(area, ANSWERS | {"address": address}, by=person)

        return act

    assert race(keeping("这里"), keeping("那里")) == [None, None]
    assert factories.count_rows(StandingAnswers) == 1


# The pages


def test_answers_are_kept_on_a_page_and_begin_the_next_position(browser, community, editor):
    on = factories.make_list(area=community)
    browser.as_(editor)
    page = browser.submit(
        f"/desk/areas/{community.code}/standing",
        address="邻里广场",
        contact_name="张姐",
        no_risk=True,
        targets=["03"],
    )
    assert page.has("记住了")

    page = browser.get(f"/desk/lists/{on.number}/positions/new")

    assert page.has("照清泉社区的常用回答填好了")
    assert (page.value_of("address"), page.value_of("contact_name")) == ("邻里广场", "张姐")
    assert session.scalar(select(AuditRow.action).where(AuditRow.action == "standing.keep"))


def test_one_tick_on_the_form_keeps_what_it_says(browser, community, editor):
    on = factories.make_list(area=community)
    browser.as_(editor)

    browser.submit(
        f"/desk/lists/{on.number}/positions/new", "存好，去排班次", title="看书岗", address="图书角", keep_answers=True
    )  # fmt: skip

    assert standing.of(community.id).values["address"] == "图书角"
    assert session.scalars(select(Position)).one().title == "看书岗"


@pytest.mark.parametrize(("who", "status"), [("outsider", 404), ("reviewer", 403), ("manager", 403)])
def test_only_an_editor_of_the_community_keeps_answers(browser, community, request, who, status):
    browser.as_(request.getfixturevalue(who)).get(f"/desk/areas/{community.code}/standing", status)


def test_a_street_has_no_standing_answers(browser, editor, street):
    factories.appoint(editor, "editor", street)

    browser.as_(editor).get(f"/desk/areas/{street.code}/standing", 404)
