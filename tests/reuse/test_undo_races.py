"""Taking back at the same moment as somebody else decides: one of the two counts, never half of each."""

import threading

import pytest
from sqlalchemy import func, select

from board.accounts.models import Person
from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.positions import bulk, reviewing
from board.positions.history import PositionVersion
from board.positions.models import OpportunityList, Position
from board.positions.words import State
from board.reuse import changing, undoing
from board.signups import services as signups
from board.signups.models import Signup
from tests import factories
from tests.signups.racing import race

PATIENCE = 0.5


@pytest.fixture
def guards_off(monkeypatch):
    """The same acts, nothing locked."""

    def read_without_locking(_ids):
        begin_writing()
        return {}

    monkeypatch.setattr(changing, "lock_shifts", read_without_locking)
    monkeypatch.setattr(bulk, "lock_positions", bulk.positions_of)
    monkeypatch.setattr(undoing, "_lock", session.refresh)


class Meeting:
    """An undo that has looked, and not written yet, waits here for what the others do meanwhile."""

    def __init__(self, monkeypatch):
        self.looked, self.done = threading.Event(), threading.Event()
        look = undoing._still_ours

        def looking(*about):
            found = look(*about)
            self.looked.set()
            self.done.wait(PATIENCE)
            return found

        monkeypatch.setattr(undoing, "_still_ours", looking)

    def meanwhile(self, act):
        def acting():
            self.looked.wait(PATIENCE * 4)
            act()
            session.commit()
            self.done.set()

        return acting


def undoing_by(on, person):
    number, who = on.id, person.id

    def act():
        undoing.undo(session.get_one(OpportunityList, number), by=session.get_one(Person, who))

    return act


def handed_in(community, editor):
    on = factories.make_list(area=community)
    position = factories.make_position(
        opportunity_list=on, state="draft", targets=("11",), guarantees=("05",), written_by=editor
    )
    factories.make_shift(position=position)
    reviewing.submit_list(on, by=editor)
    session.commit()
    return on, position


def published(community, editor, reviewer):
    on, position = handed_in(community, editor)
    reviewing.approve_list(on, {position.id: reviewing.seen(position)}, by=reviewer)
    session.commit()
    return on, position


def undo_against_a_sign_up(community, editor, reviewer, resident, monkeypatch):
    on, position = published(community, editor, reviewer)
    undo, shift_id, person = undoing_by(on, reviewer), position.shifts[0].id, resident.id
    session.rollback()
    meeting = Meeting(monkeypatch)

    def signing_up():
        signups.sign_up(session.get_one(Person, person), [shift_id], consent_version="1")

    assert race(undo, meeting.meanwhile(signing_up)) == [None, None]
    return session.get_one(Position, position.id).state, factories.count_rows(Signup)


def test_nobody_gets_a_place_on_what_is_taken_off_the_board(
    community, editor, reviewer, resident, monkeypatch
):
    assert undo_against_a_sign_up(community, editor, reviewer, resident, monkeypatch) == (State.in_review, 0)


@pytest.mark.on("postgresql")
def test_without_the_locks_somebody_has_a_place_on_what_is_not_public(
    guards_off, community, editor, reviewer, resident, monkeypatch
):
    assert undo_against_a_sign_up(community, editor, reviewer, resident, monkeypatch) == (State.in_review, 1)


def undo_against_an_approval(community, editor, reviewer, monkeypatch):
    on, position = handed_in(community, editor)
    undo, number, saw, who = undoing_by(on, editor), position.id, reviewing.seen(position), reviewer.id
    session.rollback()
    meeting = Meeting(monkeypatch)

    def approving():
        reviewing.approve(session.get_one(Position, number), saw=saw, by=session.get_one(Person, who))

    assert race(undo, meeting.meanwhile(approving)) == [None, None]
    return session.get_one(Position, number).state, factories.count_rows(PositionVersion)


def test_what_is_taken_back_is_not_published_meanwhile(community, editor, reviewer, monkeypatch):
    assert undo_against_an_approval(community, editor, reviewer, monkeypatch) == (State.draft, 0)


@pytest.mark.on("postgresql")
def test_without_the_locks_a_decision_is_written_over(guards_off, community, editor, reviewer, monkeypatch):
    assert undo_against_an_approval(community, editor, reviewer, monkeypatch) == (State.draft, 1)


def undo_against_itself(community, editor, monkeypatch):
    on, _ = handed_in(community, editor)
    undo = undoing_by(on, editor)
    session.rollback()
    barrier, look = threading.Barrier(2), undoing._still_ours

    def looking(*about):
        found = look(*about)
        try:
            barrier.wait(PATIENCE)
        except threading.BrokenBarrierError:
            return found  # the other one waits for our lock
        return found

    monkeypatch.setattr(undoing, "_still_ours", looking)
    assert race(undo, undo) == [None, None]
    undone = select(func.count()).where(AuditRow.action == "bulk.undo_submit", AuditRow.outcome == "done")
    return session.scalar(undone)


def test_two_taps_on_undo_take_back_once(community, editor, monkeypatch):
    assert undo_against_itself(community, editor, monkeypatch) == 1


@pytest.mark.on("postgresql")
def test_without_the_locks_two_taps_take_back_twice(guards_off, community, editor, monkeypatch):
    assert undo_against_itself(community, editor, monkeypatch) == 2
