"""Decisions at the same moment: one counts, and nobody publishes what they have not seen."""

import pytest
from sqlalchemy import func, select

from board.accounts.models import Person, Role
from board.audit.models import AuditRow
from board.db import session
from board.positions import reviewing, services, versions
from board.positions.history import PositionVersion
from board.positions.models import OpportunityList, Position
from board.positions.words import State
from board.signups import holding
from tests import factories
from tests.positions.under_review import drafts, seen, submitted
from tests.signups.racing import guards_off, race

ROUNDS = 8
FEW = 4


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


def waiting_list(community, editor, count=3):
    """A list under review: its number, its positions' numbers, and what a reviewer sees."""
    on = submitted(drafts(community, editor, count), editor)
    told = on.id, [position.id for position in on.positions], seen(on)
    session.rollback()
    return told


def approving_ticked(list_id, saw, person):
    def act():
        reviewing.approve_list(
            session.get_one(OpportunityList, list_id), saw, by=session.get_one(Person, person)
        )

    return act


def returning(number, saw, person):
    def act():
        position = session.get_one(Position, number)
        reviewing.send_back(position, saw=saw, reason="写清楚", by=session.get_one(Person, person))

    return act


def taking_back(number):
    return lambda: reviewing.take_back(session.get_one(Position, number))


def decisions_on(number):
    kept = select(PositionVersion.decision).where(PositionVersion.position_id == number)
    return list(session.scalars(kept))


def states_of(numbers):
    return [session.get_one(Position, number).state for number in numbers]


def test_two_who_approve_overlapping_ticks_at_once_publish_each_once(community, editor, reviewers):
    for _ in range(FEW):
        list_id, (a, b, c), saw = waiting_list(community, editor)

        ended = race(
            approving_ticked(list_id, {a: saw[a], b: saw[b]}, reviewers[0]),
            approving_ticked(list_id, {b: saw[b], c: saw[c]}, reviewers[1]),
        )

        assert ended == [None, None]
        published = [state == State.published for state in states_of([a, b, c])]
        assert published in ([True, True, False], [False, True, True])  # all or none of what each ticked
        assert decisions_on(b) == ["published"]
        session.rollback()


def test_what_is_taken_back_meanwhile_keeps_the_whole_tick_from_being_published(community, editor, reviewers):
    for _ in range(FEW):
        list_id, numbers, saw = waiting_list(community, editor, 2)

        ended = race(approving_ticked(list_id, saw, reviewers[0]), taking_back(numbers[0]))

        assert ended == [None, None]
        states = states_of(numbers)
        assert states in ([State.published] * 2, [State.draft, State.in_review])
        session.rollback()


def test_returned_and_approved_at_once_is_one_of_them(community, editor, reviewers):
    for _ in range(FEW):
        list_id, numbers, saw = waiting_list(community, editor, 2)

        ended = race(
            approving_ticked(list_id, saw, reviewers[0]), returning(numbers[1], saw[numbers[1]], reviewers[1])
        )

        assert ended == [None, None]
        assert states_of(numbers) in ([State.published] * 2, [State.in_review, State.returned])
        assert len(decisions_on(numbers[1])) == 1
        session.rollback()


def test_without_the_lock_it_would_be_both(throwaway, community, editor, reviewers, monkeypatch):
    """The twin: the races above can fail."""
    list_id, numbers, saw = waiting_list(community, editor, 2)

    with guards_off(2):
        monkeypatch.setattr(reviewing, "begin_writing", _begin_reading)
        monkeypatch.setattr(services, "lock", lambda position: None)
        monkeypatch.setattr(reviewing, "_locked", _read_without_locking)
        monkeypatch.setattr(reviewing, "_refuse_incomplete", lambda position: None)  # its shifts are gone
        # The schema alone would refuse the second decision on a version: it is kept once.
        monkeypatch.setattr(versions, "close", lambda positions, decision, by: None)
        ended = race(
            approving_ticked(list_id, saw, reviewers[0]), returning(numbers[1], saw[numbers[1]], reviewers[1])
        )

    decided = select(AuditRow.action).where(
        AuditRow.object_kind == "positions", AuditRow.object_id == numbers[1],
        AuditRow.action.in_(["position.approve", "position.return"]),
    )  # fmt: skip
    assert ended == [None, None]
    assert sorted(session.scalars(decided)) == ["position.approve", "position.return"]


def _begin_reading():
    holding.hold([])


def _read_without_locking(opportunity_list, states):
    wanted = select(Position).where(Position.list_id == opportunity_list.id, Position.state.in_(states))
    return list(session.scalars(wanted.order_by(Position.id)))
