"""The calendar of workdays, a year a page."""

from datetime import date

from flask import redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts.models import Role
from board.areas import calendar_days
from board.areas import queries as trees
from board.areas.forms import CalendarForm
from board.areas.workdays import calendar_for
from board.db import session
from board.desk import queries
from board.desk.views import blueprint
from board.errors import NotFound
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page

YEARS = range(2020, 2100)


@blueprint.get("/desk/calendar")
@requires(Role.manager)
def this_year() -> Response:
    return redirect(f"/desk/calendar/{clock.today().year}", 303)


@blueprint.route("/desk/calendar/<int:year>", methods=["GET", "POST"])
@act
@requires(Role.manager)
def calendar(year: int) -> tuple[str, int] | Response:
    queries.refuse_all_but_the_districts_manager(current_user.person)
    if year not in YEARS:
        raise NotFound
    form = CalendarForm()
    if form.validate_on_submit():
        count = calendar_days.enter(calendar_days.read(form.days.data, year))
        session.commit()
        return done(f"录入了 {count} 天。", f"/desk/calendar/{year}")
    return page(
        "desk/calendar.html",
        form=form,
        year=year,
        days=trees.days_of(year),
        is_known=calendar_for([date(year, 1, 1)]).knows(year),
        others=[year - 1, year + 1],
    )


@blueprint.post("/desk/calendar/<int:year>/remove")
@act
@requires(Role.manager)
def remove_day(year: int) -> Response:
    queries.refuse_all_but_the_districts_manager(current_user.person)
    try:
        day = date.fromisoformat(request.form.get("day", ""))
    except ValueError:
        raise NotFound from None
    calendar_days.remove(day)
    session.commit()
    return done(f"{day.month}月{day.day}日按平常的星期算了。", f"/desk/calendar/{year}")
