"""The start page of staff: what waits for me today."""

from flask_login import current_user

from board import clock, dates
from board.accounts import scope
from board.accounts.models import Role
from board.desk import waiting
from board.desk.menu import Counts
from board.desk.views import blueprint
from board.positions import queries as positions
from board.positions.models import Shift
from board.web.access import requires
from board.web.forms import page


@blueprint.get("/desk")
@requires(*Role)
def today() -> tuple[str, int]:
    person = current_user.person
    counts = Counts()
    shifts = waiting.shifts_of_two_days(person)
    can_write = Role.editor in scope.roles_of(person)
    return page(
        "desk/today.html",
        desk_counts=counts,
        jobs=counts.jobs,
        days=_by_day(shifts),
        short=waiting.short_of_people(person),
        day=clock.today(),
        has_positions=can_write or bool(positions.communities_for(person, *positions.READERS)),
        can_write=can_write,
    )


def _by_day(shifts: list[Shift]) -> list[tuple[str, list[Shift]]]:
    days: dict[str, list[Shift]] = {}
    for shift in shifts:
        days.setdefault(dates.near_day(shift.starts_at), []).append(shift)
    return list(days.items())
