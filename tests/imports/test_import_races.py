"""Two clerks, two taps, two readers at the same moment: one list, one upload, one reading."""

import time
from contextlib import contextmanager

import pytest
from sqlalchemy import func, select

from board import db
from board.accounts.models import Person, Role
from board.areas.models import Area
from board.db import session
from board.imports import contents, matching, queries, receiving, saving, worker
from board.imports.models import Progress, Upload, UploadRow
from board.positions.models import OpportunityList, Position
from tests import factories
from tests.imports import files
from tests.imports.seeding import make_upload, read_row
from tests.signups.racing import race

ROUNDS = 4


@pytest.fixture
def clerks(community, editor):
    other = factories.make_person(area=community)
    factories.appoint(other, Role.editor, community)
    return editor.id, other.id


def saving_it(upload_id, person_id):
    return lambda: saving.save(session.get_one(Upload, upload_id), by=session.get_one(Person, person_id))


def counts(*kinds):
    found = tuple(session.scalar(select(func.count()).select_from(kind)) for kind in kinds)
    session.rollback()
    return found


def two_sheets_of_one_name(community, clerks, name):
    """One sheet, and the same after somebody mended a word."""
    made = []
    for clerk, version in zip(clerks, ("first", "second"), strict=True):
        told = {"file_name": name, "digest": f"{version} {name}"}
        made.append(make_upload(community, session.get_one(Person, clerk), read_row(), **told).id)
    session.rollback()
    return made


def test_two_clerks_who_save_the_same_sheet_make_one_list(community, clerks):
    for number in range(ROUNDS):
        uploads = two_sheets_of_one_name(community, clerks, f"清单{number}.xlsx")

        ended = race(*(saving_it(upload, clerk) for upload, clerk in zip(uploads, clerks, strict=True)))

        assert ended == [None, None]
        assert counts(OpportunityList, Position) == (number + 1, number + 1)


def test_two_taps_on_save_make_one_list(community, clerks):
    for number in range(ROUNDS):
        upload, _ = two_sheets_of_one_name(community, clerks, f"清单{number}.xlsx")

        ended = race(saving_it(upload, clerks[0]), saving_it(upload, clerks[1]))

        assert ended == [None, None]
        assert counts(OpportunityList, Position) == (number + 1, number + 1)


def receiving_it(area_id, person_id, sent):
    return lambda: receiving.receive(
        session.get_one(Area, area_id), sent, by=session.get_one(Person, person_id)
    )


def test_the_same_sheet_sent_twice_at_once_is_one_upload(community, clerks):
    area = community.id
    session.rollback()
    for number in range(ROUNDS):
        sent = contents.named("清单.csv", files.csv(f"放映员{number}"))

        ended = race(*(receiving_it(area, clerk, sent) for clerk in clerks))

        assert ended == [None, None]
        assert counts(Upload, UploadRow) == (number + 1, number + 1)


def unread(community, editor, number):
    content = files.csv(f"放映员{number}")
    told = {"content": content, "file_name": "清单.csv", "state": Progress.waiting}
    made = make_upload(community, editor, **told).id
    session.rollback()
    return made


def reading_into(taken):
    def act():
        hold = worker._take()
        if hold is not None:
            taken.append(hold.upload_id)
            worker._read(hold)

    return act


def test_two_readers_never_take_the_same_sheet(community, editor):
    for number in range(ROUNDS):
        upload, taken = unread(community, editor, number), []

        ended = race(reading_into(taken), reading_into(taken))

        assert ended == [None, None]
        assert taken == [upload]
        assert counts(UploadRow) == (number + 1,)


@contextmanager
def without_guards(monkeypatch, module, name):
    """Writing begins without a lock, and whoever has looked for what is there waits for the other to look."""
    looked = getattr(module, name)

    def looking(*asked):
        found = looked(*asked)
        time.sleep(0.1)
        return found

    def begin_unlocked():
        session().rollback()
        session().info["writing"] = True
        session().connection(execution_options={"writing": False})
        if db.is_sqlite():
            session().connection().exec_driver_sql("PRAGMA query_only=OFF")

    with monkeypatch.context() as off:
        off.setattr(module, name, looking)
        off.setattr(saving, "begin_writing", begin_unlocked)
        off.setattr(receiving, "begin_writing", begin_unlocked)
        off.setattr(worker, "begin_writing", begin_unlocked)
        off.setattr(type(select(Area.id)), "with_for_update", lambda query, **_: query)
        yield


@pytest.mark.on("postgresql")
def test_twin_without_the_lock_two_saves_make_two_lists(community, clerks, monkeypatch):
    uploads = two_sheets_of_one_name(community, clerks, "清单.xlsx")

    with without_guards(monkeypatch, matching, "made_before"):
        race(*(saving_it(upload, clerk) for upload, clerk in zip(uploads, clerks, strict=True)))

    assert counts(OpportunityList) == (2,)


@pytest.mark.on("postgresql")
def test_twin_without_the_lock_the_same_sheet_is_kept_twice(community, clerks, monkeypatch):
    area = community.id
    session.rollback()
    sent = contents.named("清单.csv", files.csv())

    with without_guards(monkeypatch, queries, "same_unsaved"):
        race(*(receiving_it(area, clerk, sent) for clerk in clerks))

    assert counts(Upload) == (2,)


@pytest.mark.on("postgresql")
def test_twin_without_the_lock_two_readers_take_the_same_sheet(community, editor, monkeypatch):
    upload, taken = unread(community, editor, 1), []
    begin = worker._begin

    def slowly(found):
        time.sleep(0.1)
        return begin(found)

    with without_guards(monkeypatch, queries, "unread"), monkeypatch.context() as slow:
        slow.setattr(worker, "_begin", slowly)
        race(reading_into(taken), reading_into(taken))

    assert taken == [upload, upload]
