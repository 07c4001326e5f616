"""One community: what is open there, its lists, whom to ask."""

from board import clock, dates
from board.errors import NotFound
from board.front import looking, queries, tickets
from board.front.views import blueprint
from board.positions import board_queries
from board.positions.board_queries import Filters
from board.web.access import open_to_all
from board.web.forms import page
from board.web.visitors import cached_for_visitors

MOST_POSITIONS = 30
MOST_LISTS = 12


@blueprint.get("/c/<code>")
@open_to_all
@cached_for_visitors
def community(code: str) -> tuple[str, int]:
    area, now = queries.fetch_area(code), clock.now()
    if area is None:
        raise NotFound
    open_now = board_queries.open_in(Filters(areas=(area.id,)), now, MOST_POSITIONS)
    lists = queries.public_lists(area, MOST_LISTS)
    return page(
        "front/community.html",
        area=area,
        street=queries.above(area),
        weeks=tickets.by_week(tickets.cards(open_now, looking.person(), now), clock.today()),
        all_url=f"/?area={code}" if len(open_now) == MOST_POSITIONS else None,
        lists=[(issued, dates.day_range(issued.period_start, issued.period_end)) for issued in lists],
        contact=queries.contact_of(area),
    )
