"""Who decides on what an area writes: its reviewers, unless it is reviewed above; then whoever is above."""

from sqlalchemy import Select, select

from board.accounts import scope
from board.accounts.models import Appointment, Person, Role
from board.areas import queries as areas
from board.areas.models import Area
from board.db import session
from board.errors import RuleBroken


class ReviewedAbove(RuleBroken):
    """The area has handed its reviews to whoever is above."""

    def __init__(self, area: Area, above: Area | None) -> None:
        whose = f"{above.name}的审核员" if above else "上一级的审核员"
        super().__init__(f"{area.name}的岗位现在由{whose}审核，你这里只能看。要改回来，请找管理员。")


def areas_decided_by(person: Person) -> Select[int]:
    """The ids of the areas whose positions this person approves or returns, as the settings are now."""
    return select(Area.id).where(scope.within(_places_of(person)))


def decides_for(person: Person, area: Area) -> bool:
    """May this reviewer approve and return what the area writes?"""
    return any(area.lies_in(place) for place in _places_of(person))


def _places_of(person: Person) -> list[Area]:
    """Where the person reviews, but for places that handed over, or lie in one that did."""
    places = scope.areas_of(person, Role.reviewer)
    codes = {code for place in places for code in place.path.split("/") if code}
    handed_over = session.scalars(select(Area.path).where(Area.code.in_(codes), Area.reviewed_above)).all()
    return [place for place in places if not place.path.startswith(tuple(handed_over))]


def reviewing_area(area: Area, hands: set[int]) -> Area | None:
    """The nearest area, upwards, that decides for this one with a reviewer who has not had a hand in it."""
    for place in places_that_decide(area):
        others = select(Appointment.id).where(
            Appointment.role == Role.reviewer, Appointment.ended_at.is_(None),
            Appointment.area_id == place.id, Appointment.person_id.not_in(hands),
        )  # fmt: skip
        if session.scalar(select(others.exists())):
            return place
    return None


def places_that_decide(area: Area) -> list[Area]:
    """Where reviewers of this area's positions may be appointed, nearest first."""
    chain = list(areas.above(area))
    handed_over = [n for n, place in enumerate(chain) if place.reviewed_above]
    return chain[handed_over[-1] + 1 :] if handed_over else chain


def refuse_all_but_deciders(person: Person, area: Area) -> None:
    """Inside the act's transaction: the setting counts as it is at the moment of deciding."""
    if not decides_for(person, area):
        raise ReviewedAbove(area, reviewing_area(area, {person.id}))
