"""Models: keeping a position as one, looking for one, taking it, renaming and retiring it."""

from typing import Any

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts import scope
from board.accounts.models import Role
from board.areas import queries as areas
from board.areas.models import Area
from board.db import session
from board.positions import in_words
from board.positions import queries as positions
from board.positions.models import Position
from board.positions.words import CATEGORY_WORDS, TARGET_WORDS
from board.reuse import modelling, queries
from board.reuse.forms import ModelForm, RenameForm, SearchForm, ToListForm
from board.reuse.views import blueprint
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import Form, choices, page
from board.web.paging import key_before


@blueprint.get("/desk/models")
@requires(Role.editor)
def desk_models() -> tuple[str, int]:
    person = current_user.person
    search = SearchForm(request.args)
    words = (search.q.data or "").split()[:5] if search.validate() else []
    shown = queries.models_for(person, words, key_before())
    return page(
        "reuse/desk_models.html",
        models=shown.rows,
        next_key=shown.next_key,
        search=search,
        words=words,
        onto=request.args.get("list", ""),
        own={model.id for model in shown.rows if scope.may(person, Role.editor, model.area)},
    )


@blueprint.route("/desk/models/<int:model_id>", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_take_model(model_id: int) -> tuple[str, int] | Response:
    person = current_user.person
    model = queries.fetch_model(person, model_id)
    onto = {row.number: row for row in queries.open_lists(person, clock.today())}
    form = ToListForm(data={"to": request.args.get("list")})
    form.to.choices = choices((row.number, f"{row.area.name} {row.title}") for row in onto.values())
    if form.validate_on_submit():
        made = modelling.take(model, onto[form.to.data], by=person)
        session.commit()
        return done("草稿有了。接着排班次。", f"/desk/positions/{made.number}/shifts/new")
    shown = _in_words(modelling.as_position(model))
    return page("reuse/desk_take_model.html", form=form, model=model, lists=onto, **shown)


def _in_words(says: Position) -> dict[str, Any]:
    return {
        "says": says,
        "who": in_words.who_may_come(says.audience, says.min_age),
        "guarantees": in_words.guarantees(says),
        "categories": "、".join(CATEGORY_WORDS[code] for code in says.categories),
        "targets": "、".join(TARGET_WORDS[code] for code in says.targets),
    }


@blueprint.route("/desk/positions/<number>/keep", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_keep_model(number: str) -> tuple[str, int] | Response:
    position = positions.fetch_managed(current_user.person, number, Role.editor)
    places = {area.code: area for area in _places_for(position)}
    form = ModelForm(data={"title": position.title, "area": position.area.code})
    form.area.choices = choices((code, _for_whom(area)) for code, area in places.items())
    if form.validate_on_submit():
        modelling.keep_as_model(position, form.title.data, places[form.area.data], by=current_user.person)
        session.commit()
        return done("存成样板了。加岗位的时候可以拿来用。", "/desk/models")
    return page("reuse/desk_keep_model.html", form=form, position=position)


def _places_for(position: Position) -> list[Area]:
    """The community itself, and the areas above it whose editor the person is."""
    above = areas.above(position.area)
    return [area for area in above if scope.may(current_user.person, Role.editor, area)]


def _for_whom(area: Area) -> str:
    return f"{area.name}自己用" if area.is_community else f"{area.name}的社区（村）都能用"


@blueprint.route("/desk/models/<int:model_id>/rename", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_rename_model(model_id: int) -> tuple[str, int] | Response:
    model = queries.fetch_own_model(current_user.person, model_id)
    form = RenameForm(obj=model)
    if form.validate_on_submit():
        modelling.rename(model, form.title.data)
        session.commit()
        return done("样板改名了。", "/desk/models")
    return page("reuse/desk_rename_model.html", form=form, model=model)


@blueprint.route("/desk/models/<int:model_id>/retire", methods=["GET", "POST"])
@act
@requires(Role.editor)
def desk_retire_model(model_id: int) -> tuple[str, int] | Response:
    model = queries.fetch_own_model(current_user.person, model_id)
    form = Form()
    if form.validate_on_submit():
        modelling.retire(model)
        session.commit()
        return done(f"“{model.title}”收起来了，以后找不到它。", "/desk/models")
    return page("reuse/desk_retire_model.html", form=form, model=model)
