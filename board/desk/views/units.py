"""The tree of units (机关单位): add, rename, move, retire, restore."""

from flask_login import current_user
from werkzeug.wrappers import Response

from board.accounts.models import Role
from board.areas import queries as trees
from board.areas import units
from board.areas.forms import MoveForm, UnitNameForm
from board.areas.models import Unit
from board.db import session
from board.desk import queries
from board.desk.views import blueprint
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import choices, page

TOP = "top"


def _unit(unit_id: int) -> Unit:
    queries.refuse_all_but_the_districts_manager(current_user.person)
    return trees.unit_with(unit_id)


@blueprint.get("/desk/units")
@requires(Role.manager)
def unit_tree() -> tuple[str, int]:
    queries.refuse_all_but_the_districts_manager(current_user.person)
    return page("desk/units.html", units=trees.units())


@blueprint.route("/desk/units/add", methods=["GET", "POST"])
@blueprint.route("/desk/units/<int:unit_id>/add", methods=["GET", "POST"])
@act
@requires(Role.manager)
def add_unit(unit_id: int | None = None) -> tuple[str, int] | Response:
    queries.refuse_all_but_the_districts_manager(current_user.person)
    parent = trees.unit_with(unit_id) if unit_id is not None else None
    form = UnitNameForm()
    if form.validate_on_submit():
        added = units.add_unit(parent, form.name.data)
        session.commit()
        return done(f"{added.name}加好了。", "/desk/units")
    return page("desk/add_unit.html", form=form, unit=parent)


@blueprint.get("/desk/units/<int:unit_id>")
@requires(Role.manager)
def one_unit(unit_id: int) -> tuple[str, int]:
    return page("desk/unit.html", unit=_unit(unit_id))


@blueprint.route("/desk/units/<int:unit_id>/rename", methods=["GET", "POST"])
@act
@requires(Role.manager)
def rename_unit(unit_id: int) -> tuple[str, int] | Response:
    unit = _unit(unit_id)
    form = UnitNameForm(obj=unit)
    if form.validate_on_submit():
        units.rename_unit(unit, form.name.data)
        session.commit()
        return done(f"改名为{unit.name}了。", f"/desk/units/{unit_id}")
    return page("desk/rename_unit.html", form=form, unit=unit)


@blueprint.route("/desk/units/<int:unit_id>/move", methods=["GET", "POST"])
@act
@requires(Role.manager)
def move_unit(unit_id: int) -> tuple[str, int] | Response:
    unit = _unit(unit_id)
    places = {str(place.id): place for place in trees.units_in_use() if not place.path.startswith(unit.path)}
    form = MoveForm(data={"parent": str(unit.parent_id or TOP)})
    form.parent.choices = choices(
        [(TOP, "最上面一级"), *((key, place.name) for key, place in places.items())]
    )
    if form.validate_on_submit():
        units.move_unit(unit, places.get(form.parent.data))
        session.commit()
        return done(f"{unit.name}移好了。", f"/desk/units/{unit_id}")
    return page("desk/move_unit.html", form=form, unit=unit)


@blueprint.post("/desk/units/<int:unit_id>/retire")
@act
@requires(Role.manager)
def retire_unit(unit_id: int) -> Response:
    unit = _unit(unit_id)
    units.retire_unit(unit)
    session.commit()
    return done(f"{unit.name}停用了，里面的人都还在。", f"/desk/units/{unit_id}")


@blueprint.post("/desk/units/<int:unit_id>/restore")
@act
@requires(Role.manager)
def restore_unit(unit_id: int) -> Response:
    unit = _unit(unit_id)
    units.restore_unit(unit)
    session.commit()
    return done(f"{unit.name}恢复了。", f"/desk/units/{unit_id}")
