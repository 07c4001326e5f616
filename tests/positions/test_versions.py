"""A version is kept when somebody decides; whoever had a hand in it has one in what comes of it."""

import pytest
from sqlalchemy import select

from board.db import session
from board.notices.models import Notice
from board.positions import bulk, queries, reviewing, services, versions
from board.positions.history import BulkAct, PositionVersion
from board.positions.models import Position
from board.positions.words import State
from tests import factories
from tests.positions.under_review import draft, drafts, returned, seen, submitted
from tests.queries import counted


def versions_of(position):
    kept = select(PositionVersion).where(PositionVersion.position_id == position.id)
    return [(v.version, v.decision) for v in session.scalars(kept.order_by(PositionVersion.version))]


@pytest.fixture
def position(community, editor):
    made = draft(community, editor)
    reviewing.submit(made)
    session.commit()
    return made


def again(position):
    reviewing.submit(position)
    session.commit()


def publish(position, reviewer):
    reviewing.approve(position, saw=reviewing.seen(position), by=reviewer)
    session.commit()


def test_every_decision_keeps_what_it_was_about(position, editor, reviewer):
    returned(position, reviewer, "写清楚")
    again(position)
    returned(position, reviewer, "还是不清楚")
    services.write_position(position, {"content": "给老人送午饭，陪着说话。"}, by=editor)
    session.commit()
    again(position)
    publish(position, reviewer)

    assert versions_of(position) == [(1, "returned"), (2, "returned"), (3, "published")]
    last = select(PositionVersion).where(PositionVersion.version == 3)
    assert session.scalars(last).one().values["content"] == "给老人送午饭，陪着说话。"


def test_the_reason_is_kept_with_the_version(position, reviewer):
    returned(position, reviewer, "写清楚")
    again(position)

    assert versions.reason_of(versions.last_returned([position])[position.id]) == "写清楚"


def test_never_returned_has_nothing_to_compare_with(position):
    assert versions.last_returned([position]) == {}


def test_an_undone_publication_does_not_hide_what_was_returned_before(position, reviewer):
    returned(position, reviewer, "写清楚")
    again(position)
    publish(position, reviewer)

    assert versions.reason_of(versions.last_returned([position])[position.id]) == "写清楚"


def test_nobody_gets_rid_of_their_hand_by_a_return(position, editor, reviewer):
    returned(position, reviewer)
    again(position)

    assert queries.hands_on(position) == {editor.id}
    with pytest.raises(reviewing.OwnWork):
        reviewing.approve(position, saw=reviewing.seen(position), by=editor)


def test_undeciding_gives_everybody_their_hand_back(position, editor, reviewer):
    publish(position, reviewer)
    assert queries.hands_on(position) == set()

    with factories.committed():
        versions.reopen([position])
        versions.reopen([position])

    assert queries.hands_on(position) == {editor.id}


def test_many_published_at_once_are_told_once_to_each_writer(community, editor, reviewer):
    on = submitted(drafts(community, editor, 3), editor)
    other = factories.make_person(area=community)
    services_by_other = on.positions[0]
    reviewing.take_back(services_by_other)
    session.commit()
    services.write_position(services_by_other, {"remarks": "雨天取消"}, by=other)
    session.commit()
    again(services_by_other)

    reviewing.approve_list(on, seen(on), by=reviewer)
    session.commit()

    told = {row.person_id: (row.sentence, row.link) for row in session.scalars(select(Notice))}
    assert told == {
        editor.id: (f"清单“{on.title}”的 3 个岗位审核通过，已经公布。", f"/desk/lists/{on.number}"),
        other.id: ("“看书岗1”审核通过，已经公布。", f"/desk/positions/{services_by_other.number}"),
    }


def test_handing_in_and_publishing_a_list_can_be_taken_back(community, editor, reviewer):
    on = submitted(drafts(community, editor, 2), editor)
    reviewing.approve_list(on, seen(on), by=reviewer)
    session.commit()

    acts = session.scalars(select(BulkAct).order_by(BulkAct.id)).all()
    assert [(act.kind, act.by, act.count) for act in acts] == [
        ("submit", editor.id, 2), ("publish", reviewer.id, 2),
    ]  # fmt: skip
    assert bulk.latest_undoable(on, reviewer, acts[1].at) is not None


def test_two_hundred_cost_hardly_more_statements_than_two(engine, community, editor, reviewer):
    def cost(count):
        on = drafts(community, editor, count)
        with counted(engine) as handing_in:
            submitted(on, editor)
        saw = seen(on)
        with counted(engine) as publishing:
            assert reviewing.approve_list(on, saw, by=reviewer) == count
            session.commit()
        states = session.scalars(select(Position.state).where(Position.list_id == on.id).distinct()).all()
        assert states == [State.published]
        return len(handing_in), len(publishing)

    few, many = cost(2), cost(200)

    assert max(many) <= 60
    assert all(more - less <= 12 for less, more in zip(few, many, strict=True)), (few, many)
