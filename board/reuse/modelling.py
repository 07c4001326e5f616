"""Models: a position kept to begin others from, by the community itself or for everybody below an area."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import select

from board import audit, clock
from board.accounts.models import Person
from board.areas.models import Area
from board.db import begin_writing, session
from board.positions import bulk, drafting, snapshot, standing
from board.positions.drafting import Draft
from board.positions.models import OpportunityList, Position
from board.positions.words import Audience
from board.reuse.models import ModelPosition

# When it was, and what was guessed, belong to the one position; where and whom to ask to its community.
_OF_ONE_TIME: Final = ("opens_at",)
OF_A_PLACE: Final = ("address", "contact_name", "contact_phone", "phone_public")


def keep_as_model(position: Position, title: str, area: Area, *, by: Person) -> ModelPosition:
    """Others can begin from this position. One for several communities names no place and no contact."""
    position_id, area_id, is_community = position.id, area.id, area.is_community
    begin_writing()
    source = session.get_one(Position, position_id)
    left_out = _OF_ONE_TIME if is_community else (*_OF_ONE_TIME, *OF_A_PLACE)
    values = {
        n: v for n, v in snapshot.fields_of(source).items() if n in snapshot.FIELDS and n not in left_out
    }
    model = _add(area_id, title, values, by)
    audit.record("model.keep", model, position=position_id)
    return model


def add_models(area: Area, values: Iterable[Mapping[str, Any]], *, by: Person) -> int:
    """The area's library has these models; those whose title it has already are left as they are."""
    begin_writing()
    its = select(ModelPosition.title).where(ModelPosition.area_id == area.id)
    known = set(session.scalars(its))
    new = [said for said in values if said["title"] not in known]
    made = [_add(area.id, said["title"], snapshot.packed_values(said), by) for said in new]
    audit.record_each("model.keep", made)
    return len(made)


def _add(area_id: int, title: str, values: dict[str, Any], by: Person) -> ModelPosition:
    model = ModelPosition(
        area_id=area_id, title=title, values=values, created_by=by.id, created_at=clock.now(), times_taken=0
    )  # fmt: skip
    session.add(model)
    session.flush()
    return model


def take(model: ModelPosition, to: OpportunityList, *, by: Person) -> Position:
    """The list has a draft that says what the model says; place and contact are the community's own."""
    model_id, list_id = model.id, to.id
    begin_writing()
    taken = session.get_one(ModelPosition, model_id, with_for_update=True)
    on = session.get_one(OpportunityList, list_id)
    [made] = drafting.add_drafts(on, [Draft(values=values_for(taken, on.area_id))], by=by)
    taken.times_taken += 1
    audit.record("model.take", taken, position=made.id)
    bulk.note(on, "copy", {made.id: None}, by=by)
    return made


def values_for(model: ModelPosition, area_id: int) -> dict[str, Any]:
    """What a draft of this community says that begins from the model."""
    values = snapshot.values_of(model.values)
    if model.area_id == area_id:
        return values
    said = {name for name, value in values.items() if value not in (None, "", ())}
    # The risk of dangerous work, and who insures it, is asked about each time.
    asked = {"risk_note", "insurance"} if values.get("hazard") else set()
    own = standing.answers_for(area_id).items()
    return values | {n: v for n, v in own if n in OF_A_PLACE or n not in said | asked}


def as_position(model: ModelPosition) -> Position:
    """What it says, to be shown; not a position of anything."""
    nothing: dict[str, Any] = {name: () for name in ("categories", "targets", "guarantees")}
    usual = nothing | {"audience": Audience.both, "guarantee_note": "", "risk_note": ""}
    return Position(**usual | snapshot.values_of(model.values))


def rename(model: ModelPosition, title: str) -> None:
    """The model is called this from now on."""
    model_id = model.id
    begin_writing()
    renamed = session.get_one(ModelPosition, model_id, with_for_update=True)
    renamed.title = title
    renamed.values = renamed.values | {"title": title}
    audit.record("model.rename", renamed)


def retire(model: ModelPosition) -> None:
    """Nobody takes the model any more; what was made from it stays."""
    model_id = model.id
    begin_writing()
    retired = session.get_one(ModelPosition, model_id, with_for_update=True)
    if retired.retired_at is None:
        retired.retired_at = clock.now()
        audit.record("model.retire", retired)
