"""The tree of areas: add, rename, move, retire, restore."""

from collections.abc import Sequence

from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts.models import Role
from board.areas import services as areas
from board.areas.forms import LEVEL_WORDS, AreaNameForm, MoveForm, NewAreaForm
from board.areas.models import Area, Level
from board.db import session
from board.desk import queries, services
from board.desk.views import blueprint
from board.positions import deciders
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import choices, page


@blueprint.get("/desk/areas")
@requires(Role.manager)
def area_tree() -> tuple[str, int]:
    person = current_user.person
    managed = queries.managed_areas(person)
    return page(
        "desk/areas.html",
        count=len(managed),
        branches=_branches(managed),
        manages_district=queries.manages_district(person),
    )


def _branches(managed: Sequence[Area]) -> list[tuple[Area, list[Area]]]:
    """Streets and towns with their communities; whatever has nothing under it here stands alone."""
    shown = {area.id for area in managed}
    alone = [area for area in managed if not area.is_community or area.parent_id not in shown]
    return [(area, [a for a in managed if a.is_community and a.parent_id == area.id]) for area in alone]


@blueprint.get("/desk/areas/<code>")
@requires(Role.manager)
def one_area(code: str) -> tuple[str, int]:
    area = queries.fetch_area(current_user.person, code)
    return page(
        "desk/area.html",
        area=area,
        words=LEVEL_WORDS,
        has_below=bool(_levels_below(area)),
        reviewed_by=deciders.reviewing_area(area, set()),
        chooses_reviewers=queries.manages_above(current_user.person, area),
    )


def _levels_below(area: Area) -> tuple[Level, ...]:
    return areas.BELOW.get(Level(area.level), ())


@blueprint.route("/desk/areas/<code>/add", methods=["GET", "POST"])
@act
@requires(Role.manager)
def add_area(code: str) -> tuple[str, int] | Response:
    parent = queries.fetch_area(current_user.person, code)
    form = NewAreaForm()
    form.level.choices = choices((str(level), LEVEL_WORDS[level]) for level in _levels_below(parent))
    if form.validate_on_submit():
        added = areas.add_area(parent, code=form.code.data, name=form.name.data, level=Level(form.level.data))
        session.commit()
        return done(f"{added.name}加好了。", "/desk/areas")
    return page("desk/add_area.html", form=form, area=parent)


@blueprint.route("/desk/areas/<code>/rename", methods=["GET", "POST"])
@act
@requires(Role.manager)
def rename_area(code: str) -> tuple[str, int] | Response:
    area = queries.fetch_area(current_user.person, code)
    form = AreaNameForm(obj=area)
    if form.validate_on_submit():
        services.rename_area(area, form.name.data)
        session.commit()
        return done(f"改名为{area.name}了。", f"/desk/areas/{code}")
    return page("desk/rename_area.html", form=form, area=area)


@blueprint.route("/desk/areas/<code>/move", methods=["GET", "POST"])
@act
@requires(Role.manager)
def move_area(code: str) -> tuple[str, int] | Response:
    area = queries.fetch_area(current_user.person, code)
    places = {place.code: place for place in _places_for(area)}
    form = MoveForm(data={"parent": area.parent.code if area.parent else ""})
    form.parent.choices = choices((place.code, place.name) for place in places.values())
    if form.validate_on_submit():
        services.move_area(area, places[form.parent.data])
        session.commit()
        return done(f"{area.name}移好了，它的清单、岗位和人都跟着过去。", f"/desk/areas/{code}")
    return page("desk/move_area.html", form=form, area=area)


def _places_for(area: Area) -> list[Area]:
    """Where a manager may put it: places in their own reach that take its level."""
    return [
        place
        for place in queries.managed_areas(current_user.person)
        if place.retired_at is None and area.level in areas.BELOW.get(Level(place.level), ())
    ]


@blueprint.post("/desk/areas/<code>/retire")
@act
@requires(Role.manager)
def retire_area(code: str) -> Response:
    area = queries.fetch_area(current_user.person, code)
    areas.retire_area(area)
    session.commit()
    return done(f"{area.name}停用了。它的清单、岗位和人都还在。", f"/desk/areas/{code}")


@blueprint.post("/desk/areas/<code>/restore")
@act
@requires(Role.manager)
def restore_area(code: str) -> Response:
    area = queries.fetch_area(current_user.person, code)
    areas.restore_area(area)
    session.commit()
    return done(f"{area.name}恢复了。", f"/desk/areas/{code}")


@blueprint.post("/desk/areas/<code>/review-above")
@act
@requires(Role.manager)
def review_above(code: str) -> Response:
    area = queries.fetch_area_below(current_user.person, code)
    areas.review_above(area)
    session.commit()
    return done(f"{area.name}的岗位从现在起由上一级审核，正在等的也是。", f"/desk/areas/{code}")


@blueprint.post("/desk/areas/<code>/review-here")
@act
@requires(Role.manager)
def review_here(code: str) -> Response:
    area = queries.fetch_area_below(current_user.person, code)
    areas.review_here(area)
    session.commit()
    return done(f"{area.name}的岗位又由自己的审核员审核了。", f"/desk/areas/{code}")
