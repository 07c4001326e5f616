"""A week after it came, nothing of an upload is kept; what was made of it stays."""

from datetime import timedelta

from sqlalchemy import select

from board.db import session
from board.imports import saving, upkeep
from board.imports.models import Upload, UploadRow
from board.positions.models import Position
from tests import factories
from tests.imports.seeding import make_upload, read_row


def test_after_a_week_uploads_are_gone_saved_or_not_and_positions_keep_their_row(
    browser, community, editor, clock_at
):
    saved = make_upload(community, editor, read_row())
    make_upload(community, editor, read_row(), read_row(), file_name="别的.xlsx", digest="1" * 64)
    saving.save(saved, by=editor)
    session.commit()
    number = saved.id

    clock_at.move(days=7)
    upkeep.forget_old()

    assert [factories.count_rows(kind) for kind in (Upload, UploadRow)] == [0, 0]
    (position,) = session.scalars(select(Position))
    assert position.original["row"] == 3
    browser.as_(editor).get(f"/desk/imports/{number}", status=404)


def test_what_is_younger_stays(community, editor, clock_at):
    make_upload(community, editor, read_row())
    clock_at.move(days=6, hours=23)
    make_upload(community, editor, read_row(), digest="1" * 64)

    upkeep.forget_old()
    assert factories.count_rows(Upload) == 2

    clock_at.move(hours=2)
    upkeep.forget_old()
    assert factories.count_rows(Upload) == 1


def test_many_go_in_small_steps(community, editor, clock_at, monkeypatch):
    monkeypatch.setattr(upkeep, "_AT_ONCE", 2)
    for number in range(5):
        make_upload(community, editor, read_row(), digest=f"{number}" * 64)
    clock_at.move_to(clock_at.instant + timedelta(days=8))

    upkeep.forget_old()

    assert factories.count_rows(Upload) == 0
