"""What a manager does to an area that positions must hear of: they are found by its name."""

from sqlalchemy import select

from board.accounts import scope
from board.areas import services as areas
from board.areas.models import Area
from board.db import session
from board.positions import search
from board.positions.models import Position
from board.positions.words import State


def rename_area(area: Area, name: str) -> None:
    """The area has another name, and what is public in it is found by that."""
    areas.rename_area(area, name)
    _reindex_in(area)


def move_area(area: Area, to: Area) -> None:
    """The area belongs to another one, and what is public in it is found by that one's name."""
    areas.move_area(area, to)
    _reindex_in(area)


def _reindex_in(area: Area) -> None:
    session.flush()
    inside = select(Area.id).where(scope.within([area]))
    public = select(Position).where(Position.area_id.in_(inside), Position.state == State.published)
    for position in session.scalars(public.order_by(Position.id)).all():
        search.reindex(position)
