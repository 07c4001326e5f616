"""The home page: what is open, soonest first."""

from dataclasses import replace
from datetime import datetime

from flask import current_app, request

from board import clock
from board.accounts.models import Person
from board.front import looking, mine_only, queries, tickets
from board.front.looking_for import WHO, LookingFor
from board.front.side_cache import SideCache
from board.front.views import blueprint
from board.positions import board_queries
from board.positions.board_queries import Filters
from board.positions.words import AUDIENCE_WORDS, CATEGORY_WORDS, DAY_PART_WORDS, DayPart
from board.web.access import open_to_all
from board.web.forms import page
from board.web.visitors import cached_for_visitors

Choice = tuple[str, str, int | None, bool]


@blueprint.get("/")
@open_to_all
@cached_for_visitors
def board() -> tuple[str, int]:
    now, wish = clock.now(), LookingFor.read(request.args)
    person = looking.person()
    wish = wish if person else replace(wish, mine=False)
    found = board_queries.tickets(_filters(wish, person, now), wish.after, now)
    cards = tickets.cards(found.rows, person, now)
    side = _side_cache().side(now)
    return page(
        "front/board.html",
        wish=wish,
        weeks=tickets.by_week(cards, clock.today()),
        next_url=wish.address(after=found.next_key) if found.next_key else None,
        totals=None if wish.is_narrowed else side.totals,
        streets=side.streets,
        community=_named_community(wish, side),
        choices=_choices(wish, side.totals),
        quick=_quick(wish),
        can_ask_for_mine=person is not None,
    )


def _named_community(wish: LookingFor, side: queries.Side) -> str | None:
    """The name of a community that the address asks for by its code, for the list of streets."""
    if not wish.area or any(code == wish.area for code, _ in side.streets):
        return None
    area = queries.fetch_area(wish.area)
    return area.name if area else None


def _filters(wish: LookingFor, person: Person | None, now: datetime) -> Filters:
    filters = wish.filters(queries.communities_in(wish.area, wish.community))
    if person is None or not wish.mine:
        return filters
    return replace(
        filters,
        positions=mine_only.positions_for(person, now),
        shifts=mine_only.shifts_for(person, now),
    )


def _side_cache() -> SideCache:
    kept: SideCache = current_app.extensions["board_side"]
    return kept


def _choices(wish: LookingFor, totals: queries.Totals) -> dict[str, tuple[Choice, ...]]:
    """The boxes of each filter; counts are of the whole board, so a narrowed one shows none."""
    counted = totals.are_complete and not wish.is_narrowed

    def choice(code: str, word: str, chosen: tuple[str, ...]) -> Choice:
        return code, word, totals.beside.get(code, 0) if counted else None, code in chosen

    categories = [choice(code, word, wish.category) for code, word in CATEGORY_WORDS.items()]
    return {
        "when": tuple(choice(code, word, wish.when) for code, word in DAY_PART_WORDS.items()),
        "audience": tuple(choice(code, AUDIENCE_WORDS[code], wish.audience) for code in WHO),
        "category": tuple(sorted(categories, key=lambda c: (not c[3], -(c[2] or 0)))),
        "places": (("1", "还有名额的", None, wish.places),),
    }


def _quick(wish: LookingFor) -> list[tuple[str, str, bool]]:
    """The three chips of a phone: words, address, whether it is on."""
    parts = [(DAY_PART_WORDS[part], wish.with_or_without("when", part), part in wish.when)
             for part in (DayPart.weekend, DayPart.evening)]  # fmt: skip
    return [*parts, ("有名额", wish.address(places=not wish.places), wish.places)]
