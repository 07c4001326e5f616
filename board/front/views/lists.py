"""A community's list, on the screen and on paper."""

from board import clock, dates
from board.errors import NotFound
from board.front import looking, queries, tickets
from board.front.views import blueprint
from board.positions import board_queries
from board.positions.board_queries import Filters
from board.positions.models import OpportunityList, Position
from board.positions.words import LIST_KIND_WORDS, ListKind, State
from board.web.access import open_to_all
from board.web.forms import page
from board.web.visitors import cached_for_visitors

MOST = 100


def fetch(number: str) -> OpportunityList:
    found = queries.fetch_list(number)
    if found is None:
        raise NotFound
    return found


@blueprint.get("/lists/<number>")
@open_to_all
@cached_for_visitors
def opportunity_list(number: str) -> tuple[str, int]:
    found, now = fetch(number), clock.now()
    open_now = board_queries.open_in(Filters(list_id=found.id), now, MOST)
    return page(
        "front/list.html",
        issued=found,
        period=dates.day_range(found.period_start, found.period_end),
        kind=LIST_KIND_WORDS[ListKind(found.kind)],
        tickets=tickets.cards(open_now, looking.person(), now),
        others=_others(found, {ticket.position_id for ticket in open_now}),
    )


def _others(found: OpportunityList, shown: set[int]) -> list[tuple[str, Position, str]]:
    """What was on the list and cannot be taken any more, with its word."""
    rest = [position for position in queries.positions_on(found) if position.id not in shown]
    return [
        ("cancelled", p, "已取消") if p.state == State.cancelled else ("closed", p, "已截止") for p in rest
    ]
