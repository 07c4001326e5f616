"""A sheet's drafts taken back: gone, or as they were before the sheet came again."""

import pytest
from sqlalchemy import select

from board.db import session
from board.imports import saving
from board.imports.models import Upload
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import State
from board.reuse import undoing
from tests import factories
from tests.imports.seeding import keep_standing, make_upload, read_row


@pytest.fixture(autouse=True)
def answers(community, editor):
    keep_standing(community, editor)


def imported(community, editor, *rows, how=saving.save):
    found = how(make_upload(community, editor, *rows), by=editor)
    session.commit()
    return found.opportunity_list


def undo(on, editor):
    undone = undoing.undo(on, by=editor)
    session.commit()
    return undone


def test_a_first_import_leaves_an_empty_list_that_the_same_sheet_fills_again(community, editor):
    on = imported(community, editor, read_row(), read_row(title="图书角管理员", row=4))

    undone = undo(on, editor)

    assert (undone.count, factories.count_rows(Position), factories.count_rows(Shift)) == (2, 0, 0)
    assert imported(community, editor, read_row()).id == on.id
    assert factories.count_rows(Upload) == 2


def test_handed_in_at_once_it_takes_two_taps(community, editor):
    on = imported(community, editor, read_row(), how=saving.submit)

    assert [undo(on, editor).kind, undo(on, editor).kind] == ["submit", "import"]
    assert (factories.count_rows(Position), factories.count_rows(OpportunityList)) == (0, 1)


def test_what_the_sheet_wrote_over_when_it_came_again_is_as_before(community, editor):
    on = imported(community, editor, read_row(quota=3))
    [position] = session.scalars(select(Position))
    was = position.original
    imported(community, editor, read_row(quota=9), read_row(title="图书角管理员", row=4))
    assert position.quota == 9

    undo(on, editor)

    [position] = session.scalars(select(Position))
    assert (position.quota, position.shifts[0].quota, position.state) == (3, 3, State.draft)
    assert position.original == was
