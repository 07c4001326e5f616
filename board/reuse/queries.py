"""Models and lists that somebody may take or fill, in their scope and a page at a time."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import joinedload

from board.accounts import scope
from board.accounts.models import Person, Role
from board.areas import queries as areas
from board.areas.models import Area
from board.db import session
from board.errors import NotAllowed, NotFound
from board.positions.models import OpportunityList
from board.reuse.models import ModelPosition
from board.web.paging import Page, cut

PAGE_SIZE = 20
MOST_LISTS = 30


def fetch_area(person: Person, code: str) -> Area:
    """The community, if the person writes its lists (404 or 403 otherwise)."""
    area = areas.area_with(code)
    roles = scope.roles_in(person, area)
    if not roles or not area.is_community:
        raise NotFound
    if Role.editor not in roles:
        raise NotAllowed
    return area


def _in_reach(person: Person) -> ColumnElement[bool]:
    """Models of the person's areas, of those below them, and of those they lie in."""
    mine = scope.areas_of(person, Role.editor)
    above = {code for area in mine for code in area.path.split("/") if code}
    return or_(scope.within(mine), Area.code.in_(above))


def models_for(person: Person, words: Sequence[str], before: int | None) -> Page[ModelPosition]:
    """Models in use that the person may take, newest first; only those with all of these words."""
    query = (
        select(ModelPosition)
        .join(ModelPosition.area)
        .where(_in_reach(person), ModelPosition.retired_at.is_(None))
    )
    for word in words:
        content = ModelPosition.values["content"].as_string()
        query = query.where(
            or_(ModelPosition.title.contains(word, autoescape=True), content.contains(word, autoescape=True))
        )
    if before is not None:
        query = query.where(ModelPosition.id < before)
    newest = query.order_by(ModelPosition.id.desc()).limit(PAGE_SIZE + 1)
    rows = session.scalars(newest.options(joinedload(ModelPosition.area))).all()
    return cut(rows, PAGE_SIZE, str(rows[PAGE_SIZE - 1].id) if len(rows) > PAGE_SIZE else None)


def fetch_model(person: Person, model_id: int) -> ModelPosition:
    """The model, if the person may take it."""
    query = (
        select(ModelPosition).join(ModelPosition.area).where(_in_reach(person), ModelPosition.id == model_id)
    )
    found = session.scalar(query.where(ModelPosition.retired_at.is_(None)))
    if found is None:
        raise NotFound
    return found


def fetch_own_model(person: Person, model_id: int) -> ModelPosition:
    """The model, if the person may rename and retire it: it is of an area whose editor they are."""
    query = select(ModelPosition).where(ModelPosition.id == model_id, ModelPosition.retired_at.is_(None))
    return scope.fetch(query, ModelPosition.area_id, person, Role.editor)


def open_lists(person: Person, today: date) -> Sequence[OpportunityList]:
    """Lists the person writes that are not over yet, newest first."""
    mine = scope.in_scope(select(OpportunityList), OpportunityList.area_id, person, Role.editor)
    newest = (
        mine.where(OpportunityList.period_end >= today).order_by(OpportunityList.id.desc()).limit(MOST_LISTS)
    )
    return session.scalars(newest.options(joinedload(OpportunityList.area))).all()


def open_lists_of(area_id: int, today: date) -> Sequence[OpportunityList]:
    """Lists of this community that are not over yet, newest first."""
    its = select(OpportunityList).where(
        OpportunityList.area_id == area_id, OpportunityList.period_end >= today
    )
    return session.scalars(its.order_by(OpportunityList.id.desc()).limit(MOST_LISTS)).all()


def lists_within(area_id: int, first: date, last: date) -> Sequence[OpportunityList]:
    """What the community has already for these days."""
    there = select(OpportunityList).where(
        OpportunityList.area_id == area_id,
        OpportunityList.period_start <= last, OpportunityList.period_end >= first,
    )  # fmt: skip
    return session.scalars(there.order_by(OpportunityList.id).limit(3)).all()
