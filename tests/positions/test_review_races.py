"""Decisions at the same moment: one counts, and nobody publishes what they have not seen."""

import pytest
from sqlalchemy import func, select

from board.accounts.models import Person, Role
from board.audit.models import AuditRow
from board.db import session
from board.positions import reviewing, services
from board.positions.models import Position
from board.positions.words import State
from tests import factories
from tests.signups.racing import race

ROUNDS = 8


@pytest.fixture
def reviewers(community, reviewer):
    other = factories.make_person(area=community)
    factories.appoint(other, Role.reviewer, community)
    return reviewer.id, other.id


def in_review(community, editor):
    position = factories.make_position(
        area=community, state="draft", targets=("11",), guarantees=("05",), written_by=editor
    )
    factories.make_shift(position=position)
    reviewing.submit(position)
    session.commit()
    seen = position.id, reviewing.seen(position)
    session.rollback()  # let go of what was read, or it hides what the racers write
    return seen


def approving(number, saw, person):
    def act():
        reviewing.approve(session.get_one(Position, number), saw=saw, by=session.get_one(Person, person))

    return act


def test_two_reviewers_at_once_publish_it_once(community, editor, reviewers):
    for _ in range(ROUNDS):
        number, saw = in_review(community, editor)

        ended = race(*(approving(number, saw, person) for person in reviewers))

        assert ended == [None, None]
        assert session.get_one(Position, number).version == 2
        approvals = select(func.count()).where(
            AuditRow.action == "position.approve", AuditRow.object_id == number
        )
        assert session.scalar(approvals) == 1
        session.rollback()


def test_an_editor_who_takes_it_back_and_writes_is_never_published_unseen(community, editor, reviewers):
    def rewriting(number):
        def act():
            position = session.get_one(Position, number)
            reviewing.take_back(position)
            session.commit()
            services.write_position(
                position, {"content": "没人看过的内容"}, by=session.get_one(Person, editor_id)
            )

        return act

    editor_id = editor.id
    for _ in range(ROUNDS):
        number, saw = in_review(community, editor)

        ended = race(approving(number, saw, reviewers[0]), rewriting(number))

        position = session.get_one(Position, number)
        assert ended == [None, None]
        assert (position.state == State.published) == (position.content != "没人看过的内容")
        session.rollback()
