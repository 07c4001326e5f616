"""What the choosers of these pages offer, and the way back to where somebody came from."""

from urllib.parse import urlencode

from board.accounts.forms import Choices
from board.areas import queries as areas
from board.areas.models import Area
from board.web.addresses import next_or


def communities() -> Choices:
    """The communities and villages in use, by street or town."""
    in_use = areas.in_use()
    streets = {area.id: area.name for area in in_use if not area.is_community}
    offered: Choices = {name: [] for name in streets.values()}
    for area in in_use:
        if area.is_community and area.parent_id in streets:
            offered[streets[area.parent_id]].append((str(area.id), area.name))
    return {street: members for street, members in offered.items() if members}


def units() -> list[tuple[str, str]]:
    return [(str(unit.id), unit.name) for unit in areas.units_in_use()]


def places(managed: list[Area], *, with_units: bool) -> Choices:
    """Where a manager of these areas may appoint: every area below them by street, and the units."""
    inside = [area for area in areas.in_use() if any(area.lies_in(top) for top in managed)]
    offered: Choices = {}
    heading = "全区"
    for area in inside:
        heading = heading if area.is_community else area.name
        offered.setdefault(heading, []).append((f"area-{area.id}", area.name))
    if with_units and units():
        offered["机关单位"] = [(f"unit-{number}", name) for number, name in units()]
    return offered


def onward(address: str) -> str:
    """The next page of a flow, which still knows where it is to end."""
    target = next_or("")
    return f"{address}?{urlencode({'next': target})}" if target else address


def is_for_signing_up() -> bool:
    """Did somebody come here from a position they want to sign up for?"""
    return next_or("").startswith("/positions/")
