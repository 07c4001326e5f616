"""The reading becomes a draft list in one step."""

import pytest
from sqlalchemy import func, select

from board.accounts.models import Person
from board.audit.models import AuditRow
from board.db import session
from board.imports import saving
from board.imports.models import Progress, Upload, UploadRow
from board.imports.saving import AllHandedIn, NothingLeft, NotReadYet, QuestionsOpen
from board.positions import bulk, services
from board.positions.history import PositionHand
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import Guarantee, ListKind, State, Target
from board.reading.lists import Asked
from tests import factories
from tests.imports.seeding import SATURDAY, keep_standing, make_upload, read_row, span
from tests.queries import counted


def saved(upload, person, how=saving.save):
    found = how(upload, by=person)
    session.commit()
    return found


def positions():
    return session.scalars(select(Position).order_by(Position.item)).all()


def test_each_row_that_is_wanted_is_a_draft_with_its_shifts(community, editor):
    rows = read_row(), read_row(title="图书角管理员", row=4), read_row(title="不要的", row=5)
    upload = make_upload(community, editor, *rows, introduction="欢迎来。")
    with factories.committed():
        session.scalars(select(UploadRow).where(UploadRow.item == 3)).one().left_out = True

    found = saved(upload, editor)

    made = session.scalars(select(OpportunityList)).one()
    assert (made.title, made.introduction, made.made_from) == (
        "清泉社区2026年12月清单",
        "欢迎来。",
        "清单.xlsx",
    )
    assert [(p.title, p.state, p.item) for p in positions()] == [
        ("周末电影放映员", "draft", 1),
        ("图书角管理员", "draft", 2),
    ]
    shift = session.scalars(select(Shift).join(Position).where(Position.item == 1)).one()
    assert (shift.starts_at, shift.quota, shift.places) == (SATURDAY, 3, 3)
    assert (upload.state, upload.list_id) == (Progress.saved, made.id)
    assert found.sentence == "存成草稿了，2 个岗位。"


def test_nothing_the_sheet_said_is_lost(community, editor):
    cells = (("岗位", "周末电影放映员"), ("联络", "王老师 13900000001"), ("备用", "带伞"))
    upload = make_upload(community, editor, read_row(cells=cells, guessed=("categories", "place")))

    saved(upload, editor)

    (position,) = positions()
    kept = position.original
    assert (kept["file"], kept["sheet"], kept["row"]) == ("清单.xlsx", "Sheet1", 3)
    assert kept["cells"] == [list(cell) for cell in cells]
    assert position.guessed == ["address", "categories"]


def test_standing_answers_fill_what_is_missing_and_are_marked_as_guessed(community, editor):
    keep_standing(community, editor)
    upload = make_upload(community, editor, read_row(targets=(), guarantee_note=""))

    saved(upload, editor)

    (position,) = positions()
    assert (position.targets, position.guarantees) == ((Target.elders,), (Guarantee.water,))
    assert set(position.guessed) == {"targets", "guarantees"}


def test_the_words_of_guarantees_become_their_codes_and_the_rest_stays_words(community, editor):
    upload = make_upload(community, editor, read_row(guarantee_note="志愿者保险、提供饮水，雨衣"))

    saved(upload, editor)

    (position,) = positions()
    assert position.guarantees == (Guarantee.insurance, Guarantee.water)
    assert position.guarantee_note == "雨衣"


def test_a_draft_with_open_questions_keeps_the_field_empty(community, editor):
    asked = (Asked("quota", "D3", "若干", "要几个人？"), Asked("shifts", "E3", "待定", "哪天？"))
    upload = make_upload(community, editor, read_row(quota=None, shifts=None, asked=asked))

    saved(upload, editor)

    (position,) = positions()
    assert (position.quota, position.state) == (None, State.draft)
    assert factories.count_rows(Shift) == 0


def test_shifts_of_a_row_without_a_number_get_it_once_it_is_written(community, editor):
    asked = (Asked("quota", "D3", "若干", "要几个人？"),)
    upload = make_upload(community, editor, read_row(quota=None, asked=asked))
    saved(upload, editor)
    (position,) = positions()

    services.write_position(position, {"quota": 8, "minimum": 2}, by=editor)
    session.commit()

    shift = session.scalars(select(Shift)).one()
    assert (shift.quota, shift.places, shift.minimum) == (8, 8, 2)


def test_submitting_saves_and_hands_in_at_once(community, editor):
    upload = make_upload(community, editor, read_row(), read_row(title="图书角管理员", row=4))

    found = saved(upload, editor, saving.submit)

    assert {p.state for p in positions()} == {State.in_review}
    assert found.sentence == "2 个岗位提交审核了。"


def test_submitting_with_a_question_open_saves_nothing_and_names_the_first(community, editor):
    asked = (Asked("shifts", "E9", "时间待定", "没有写哪天。"),)
    upload = make_upload(
        community, editor, read_row(), read_row(title="换灯泡", row=9, shifts=None, asked=asked)
    )

    with pytest.raises(QuestionsOpen) as refused:
        saving.submit(upload, by=editor)
    session.rollback()

    assert "第 9 行“换灯泡”：没有写哪天。" in str(refused.value)
    assert refused.value.way_on == (f"/desk/imports/{upload.id}?row=2", "去回答")
    assert (factories.count_rows(OpportunityList), factories.count_rows(Position)) == (0, 0)


def test_submitting_again_what_is_in_review_says_so(community, editor):
    upload = make_upload(community, editor, read_row())
    saved(upload, editor, saving.submit)

    with pytest.raises(AllHandedIn):
        saving.submit(upload, by=editor)
    session.rollback()

    assert [p.state for p in positions()] == [State.in_review]


def test_a_task_list_counts_no_hours(community, editor):
    upload = make_upload(community, editor, read_row(), kind=ListKind.task)

    saved(upload, editor)

    assert session.scalars(select(OpportunityList)).one().kind == ListKind.task
    assert not positions()[0].counts_hours


def test_saving_is_one_act_that_can_be_taken_back_and_has_its_trail(community, editor):
    upload = make_upload(community, editor, read_row())

    found = saved(upload, editor)

    act = bulk.latest_undoable(found.opportunity_list, editor, upload.at)
    assert (act.kind, act.count) == ("import", 1)
    actions = set(session.scalars(select(AuditRow.action)))
    assert {"list.create", "position.create", "import.save", "bulk.import"} <= actions
    assert session.scalars(select(PositionHand)).one().person_id == editor.id
    assert "周末电影放映员" not in str(session.execute(select(AuditRow.detail)).all())


def test_what_was_not_read_and_what_is_all_left_out_is_not_saved(community, editor):
    unread = make_upload(community, editor, state=Progress.waiting)
    empty = make_upload(community, editor, read_row())
    with factories.committed():
        session.scalars(select(UploadRow)).one().left_out = True

    for upload, rule in ((unread, NotReadYet), (empty, NothingLeft)):
        with pytest.raises(rule):
            saving.save(upload, by=editor)
        session.rollback()


def test_many_rows_take_few_statements(engine, community, editor):
    days = tuple(span(SATURDAY.replace(day=day)) for day in (5, 12))
    upload = make_upload(
        community, editor, *(read_row(title=f"岗位{n}", row=n, shifts=days) for n in range(60))
    )
    number, person = upload.id, editor.id
    session.rollback()

    with counted(engine) as sent:
        saving.submit(session.get_one(Upload, number), by=session.get_one(Person, person))
        session.commit()

    assert session.scalar(select(func.count()).select_from(Shift)) == 120
    # SQLite is sent each row that needs its number back by itself: positions and hands.
    assert len(sent) < (180 if engine.is_sqlite else 60)
