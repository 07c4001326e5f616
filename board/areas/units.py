"""Keeping the tree of officials' units (机关单位)."""

from sqlalchemy import func, select, update

from board import audit, clock
from board.areas.models import Unit
from board.db import begin_writing, session
from board.errors import RuleBroken

DEEPEST = 6


class NameTaken(RuleBroken):
    sentence = "同一级里已经有叫这个名字的单位了。"

    def __init__(self) -> None:
        super().__init__(field="name")


class UnderItself(RuleBroken):
    sentence = "一个单位不能放到它自己下面。请选别的上级。"


class TooDeep(RuleBroken):
    sentence = f"单位最多 {DEEPEST} 级，请放高一级。"


class HasUnits(RuleBroken):
    sentence = "下面还有在用的单位，先把它们停用或移走。"


class ParentRetired(RuleBroken):
    sentence = "上级单位停用了，请先恢复上级单位。"


def add_unit(parent: Unit | None, name: str) -> Unit:
    """A new unit exists, at the top or below another one."""
    begin_writing()
    return insert_unit(parent, name)


def insert_unit(parent: Unit | None, name: str) -> Unit:
    """Runs inside a write transaction: `add_unit`, and the demo set."""
    _refuse_parent(parent, levels=1)
    _refuse_taken(parent, name, but=None)
    unit = Unit(name=name, parent_id=parent.id if parent else None, path="")
    session.add(unit)
    session.flush()
    unit.path = f"{parent.path if parent else ''}{unit.id}/"
    audit.record("unit.add", unit)
    return unit


def rename_unit(unit: Unit, name: str) -> None:
    """The unit has another name from now on."""
    begin_writing()
    _refuse_taken(unit.parent, name, but=unit)
    unit.name = name
    audit.record("unit.rename", unit)


def move_unit(unit: Unit, to: Unit | None) -> None:
    """The unit and those below it belong to another one, or stand at the top."""
    begin_writing()
    if to is not None and to.path.startswith(unit.path):
        raise UnderItself(field="parent")
    _refuse_parent(to, levels=_levels(unit))
    _refuse_taken(to, unit.name, but=unit)
    old, new = unit.path, f"{to.path if to else ''}{unit.id}/"
    unit.parent_id = to.id if to else None
    session.flush()
    moved = update(Unit).where(Unit.path.startswith(old, autoescape=True))
    session.execute(
        moved.values(path=new + func.substr(Unit.path, len(old) + 1)),
        execution_options={"synchronize_session": "fetch"},
    )
    audit.record("unit.move", unit, now=to.id if to else None)


def retire_unit(unit: Unit) -> None:
    """No chooser offers the unit any more; the officials in it stay."""
    begin_writing()
    if session.scalar(select(Unit.id).where(Unit.parent_id == unit.id, Unit.retired_at.is_(None)).limit(1)):
        raise HasUnits
    if unit.retired_at is None:
        unit.retired_at = clock.now()
        audit.record("unit.retire", unit)


def restore_unit(unit: Unit) -> None:
    """Choosers offer the unit again."""
    begin_writing()
    if unit.parent is not None and unit.parent.retired_at is not None:
        raise ParentRetired
    if unit.retired_at is not None:
        unit.retired_at = None
        audit.record("unit.restore", unit)


def _refuse_parent(parent: Unit | None, *, levels: int) -> None:
    if parent is None:
        return
    if parent.retired_at is not None:
        raise ParentRetired(field="parent")
    if parent.path.count("/") + levels > DEEPEST:
        raise TooDeep(field="parent")


def _levels(unit: Unit) -> int:
    paths = session.scalars(select(Unit.path).where(Unit.path.startswith(unit.path, autoescape=True)))
    return max(path.count("/") for path in paths) - unit.path.count("/") + 1


def _refuse_taken(parent: Unit | None, name: str, *, but: Unit | None) -> None:
    same = select(Unit).where(Unit.name == name, Unit.parent_id == (parent.id if parent else None))
    found = session.scalar(same.limit(1))
    if found is not None and found is not but:
        raise NameTaken
