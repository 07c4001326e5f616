"""Two clerks who answer about the same row at the same moment: both answers are kept."""

import time

import pytest

from board.db import begin_writing, session
from board.imports import answering
from board.imports.answering import Said
from board.imports.models import Upload
from tests.imports.seeding import answers_of, make_upload, read_row
from tests.signups.racing import race


def answering_it(upload_id, **answers):
    def act():
        begin_writing()
        answering.keep(upload_id, Said(rows={1: answers}))

    return act


def both(upload):
    number = upload.id
    session.rollback()
    return race(answering_it(number, quota=8), answering_it(number, min_age=18))


def test_both_answers_are_kept(community, editor):
    upload = make_upload(community, editor, read_row())

    ended = both(upload)

    assert ended == [None, None]
    assert answers_of(upload) == {"quota": 8, "min_age": 18}


@pytest.mark.on("postgresql")
def test_twin_without_the_lock_one_answer_is_lost(community, editor, monkeypatch):
    upload = make_upload(community, editor, read_row())
    rows = answering._rows

    def slowly(*asked):
        found = rows(*asked)
        time.sleep(0.1)
        return found

    with monkeypatch.context() as off:
        off.setattr(answering, "_lock", lambda number: session.get_one(Upload, number))
        off.setattr(answering, "_rows", slowly)
        both(upload)

    assert len(answers_of(upload)) == 1
