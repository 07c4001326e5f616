"""The same sheet again updates the draft list it made: what a hand changed stays, nothing is doubled."""

from datetime import date

import pytest
from sqlalchemy import func, select

from board import clock
from board.db import session
from board.imports import keeping, planning, saving
from board.imports.matching import made_before
from board.positions import bulk, reviewing, services, snapshot
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import ListKind, State
from board.reading.lists import ReadList
from tests import factories
from tests.imports.seeding import SATURDAY, make_upload, read_row, span


@pytest.fixture
def first(community, editor):
    """A sheet of two rows, saved."""
    return save(make_upload(community, editor, row("放映员"), row("图书员", row=4)), editor)


def row(title, **says):
    return read_row(**({"title": title, "cells": (("岗位", title),)} | says))


def save(upload, person):
    found = saving.save(upload, by=person)
    session.commit()
    return found


def again(community, editor, *rows, **values):
    upload = make_upload(community, editor, *rows, **({"digest": "1" * 64} | values))
    return save(upload, editor)


def position(title):
    return session.scalars(select(Position).where(Position.title == title)).one()


def count(kind):
    return session.scalar(select(func.count()).select_from(kind))


def test_the_same_rows_change_nothing(community, editor, first):
    found = again(community, editor, row("放映员"), row("图书员", row=4))

    assert found.opportunity_list.id == first.opportunity_list.id
    assert (count(OpportunityList), count(Position), count(Shift)) == (1, 2, 2)
    assert found.sentence == "草稿更新了：没有变 2 个。"


def test_changed_rows_are_changed_and_new_ones_added(community, editor, first):
    later = (span(SATURDAY.replace(day=12)),)

    found = again(
        community, editor, row("放映员", quota=9, shifts=later), row("图书员", row=4), row("送餐员", row=5)
    )

    assert found.sentence == "草稿更新了：新加 1 个，改了 1 个，没有变 1 个。"
    changed = position("放映员")
    assert (changed.quota, [(s.starts_at, s.quota) for s in changed.shifts]) == (9, [(later[0][0], 9)])
    assert [p.item for p in session.scalars(select(Position).order_by(Position.item))] == [1, 2, 3]


def test_rows_are_known_by_their_title_wherever_they_stand_and_else_by_their_place(community, editor, first):
    before = {p.title: p.id for p in session.scalars(select(Position))}

    again(community, editor, row("图书管理员", row=4), row("新来的", row=2), row("放映员", row=7))

    assert position("放映员").id == before["放映员"]
    assert position("图书管理员").id == before["图书员"]
    assert count(Position) == 3


def test_what_a_hand_changed_since_is_kept_and_said(community, editor, first):
    services.write_position(position("放映员"), {"address": "改到礼堂"}, by=editor)
    session.commit()

    found = again(community, editor, row("放映员", place="又一个地方", quota=9), row("图书员", row=4))

    kept = position("放映员")
    assert (kept.address, kept.quota) == ("改到礼堂", 9)
    assert "手改过的照旧，不按表改回：“放映员”的地点。" in found.sentence


def test_a_hand_is_not_mentioned_when_the_sheet_has_nothing_new(community, editor, first):
    services.write_position(position("放映员"), {"address": "改到礼堂"}, by=editor)
    session.commit()

    found = again(community, editor, row("放映员"), row("图书员", row=4))

    assert position("放映员").address == "改到礼堂"
    assert "照旧" not in found.sentence


def test_what_waits_for_review_is_left_alone_and_named(community, editor, first):
    reviewing.submit(position("放映员"))
    session.commit()

    found = again(community, editor, row("放映员", quota=9), row("图书员", row=4, quota=9))

    assert (position("放映员").quota, position("图书员").quota) == (3, 9)
    assert "在审核或已经公布的不动：“放映员”。" in found.sentence


def test_a_row_that_is_gone_from_the_sheet_stays_and_is_named(community, editor, first):
    found = again(community, editor, row("放映员"))

    assert count(Position) == 2
    assert "表里没有了的也留着：“图书员”，不要的话在清单里删掉。" in found.sentence


def test_what_was_typed_by_hand_beside_the_sheet_is_only_filled_up(community, editor, first):
    services.create_position(first.opportunity_list, {"title": "送餐员", "quota": 2}, by=editor)
    session.commit()

    found = again(community, editor, row("放映员"), row("图书员", row=4), row("送餐员", row=5))

    typed = position("送餐员")
    assert (typed.quota, typed.address, len(typed.shifts)) == (2, "邻里广场", 1)
    assert "“送餐员”的人数" in found.sentence


def test_it_can_be_taken_back_like_any_bulk_act(community, editor, first):
    found = again(community, editor, row("放映员", quota=9), row("图书员", row=4), row("送餐员", row=5))

    act = bulk.latest_undoable(found.opportunity_list, editor, clock.now())
    was = act.before[str(position("放映员").id)]["was"]
    assert (was["quota"], was["original"]["wrote"]["quota"]) == (3, 3)
    assert act.before[str(position("送餐员").id)]["was"] is None
    assert str(position("图书员").id) not in act.before


def test_a_public_list_is_not_touched_by_a_sheet_of_its_name(community, editor, first):
    with factories.committed():
        position("放映员").state = State.published

    found = again(community, editor, row("放映员"))

    assert found.opportunity_list.id != first.opportunity_list.id
    assert count(OpportunityList) == 2


def test_a_sheet_of_the_same_name_for_another_month_is_another_list(community, editor, first):
    january = {"period_start": date(2027, 1, 1), "period_end": date(2027, 1, 31)}

    again(community, editor, row("放映员"), **january)

    assert count(OpportunityList) == 2


@pytest.mark.parametrize("same", [{"file_name": "清单.xlsx"}, {"file_name": "改名.xlsx", "digest": "0" * 64}])
def test_its_name_or_its_content_says_that_it_is_the_same(community, editor, first, same):
    again(community, editor, row("放映员"), **same)

    assert count(OpportunityList) == 1


def test_another_community_has_lists_of_its_own(community, editor, first):
    elsewhere = factories.make_area(name="别的社区")

    again(elsewhere, editor, row("放映员"))

    assert count(OpportunityList) == 2


def test_what_was_pasted_is_known_by_its_content_only(community, editor):
    told = {"file_name": "", "digest": "2" * 64}
    save(make_upload(community, editor, row("放映员"), **told), editor)

    again(community, editor, row("放映员"), **told)
    again(community, editor, row("图书员"), file_name="", digest="3" * 64)

    assert count(OpportunityList) == 2


def test_saving_the_same_upload_again_updates_its_list(community, editor):
    upload = make_upload(community, editor, row("放映员"))
    save(upload, editor)
    with factories.committed():
        upload.rows[0].answers = {"quota": 7}

    save(upload, editor)

    assert (count(Position), position("放映员").quota) == (1, 7)
    assert snapshot.shifts_of(position("放映员"))[0]["quota"] == 7


def test_the_review_says_beforehand_what_would_become_of_the_list(community, editor, first):
    upload = make_upload(community, editor, row("放映员", quota=9), row("送餐员", row=9), digest="1" * 64)

    plan = planning.plan(upload)

    assert plan.opportunity_list.id == first.opportunity_list.id
    assert plan.sentences == [
        "存的时候会更新“清泉社区2026年12月清单”，不会多出一份：新加 1 个，改 1 个。",
        "表里没有了的也留着：“图书员”，不要的话在清单里删掉。",
    ]
    assert planning.plan(make_upload(community, editor, row("甲"), file_name="新.xlsx", digest="9")) is None


def test_a_list_that_was_renamed_by_hand_keeps_its_name(community, editor, first):
    said = services.ListText(
        kind=ListKind.opportunity, title="我们的清单", introduction="欢迎",
        period_start=date(2026, 12, 1), period_end=date(2026, 12, 31),
    )  # fmt: skip
    services.change_list(first.opportunity_list, said)
    session.commit()
    upload = make_upload(community, editor, row("放映员"), digest="1" * 64, state="reading")
    with factories.committed():
        december = (date(2026, 12, 1), date(2026, 12, 31))
        keeping.keep_list(upload, ReadList("表里的名字", december, ListKind.opportunity, "", [row("放映员")]))

    save(upload, editor)

    assert (first.opportunity_list.title, first.opportunity_list.introduction) == ("我们的清单", "欢迎")
    assert made_before(upload).id == first.opportunity_list.id
