"""Lists with positions that wait for a review, for tests of reviewing."""

from board.db import session
from board.positions import reviewing
from tests import factories

WHOLE = {"targets": ("11",), "guarantees": ("05",), "state": "draft"}


def draft(community, editor, **values):
    """A draft by the editor that lacks nothing, with a shift."""
    area = {} if "opportunity_list" in values else {"area": community}
    position = factories.make_position(written_by=editor, **area, **(WHOLE | values))
    factories.make_shift(position=position)
    return position


def drafts(community, editor, count, **values):
    """A list with so many complete drafts by the editor."""
    on = factories.make_list(area=community, created_by=editor)
    with factories.committed():
        for number in range(1, count + 1):
            draft(community, editor, opportunity_list=on, item=number, title=f"看书岗{number}", **values)
    return on


def submitted(on, editor):
    """Every draft of the list waits."""
    reviewing.submit_list(on, by=editor)
    session.commit()
    return on


def seen(on):
    """What a reviewer of the whole list has in front of them."""
    return {position.id: reviewing.seen(position) for position in on.positions}


def returned(position, reviewer, reason="写清楚要什么条件"):
    """The position came back with this reason."""
    reviewing.send_back(position, saw=reviewing.seen(position), reason=reason, by=reviewer)
    session.commit()
    return position
