"""Keeping the tree of areas. Nothing that hangs on an area is ever lost: areas retire, they never go."""

from sqlalchemy import func, select, update

from board import audit, clock
from board.areas.models import Area, Level
from board.db import begin_writing, session
from board.errors import RuleBroken

BELOW = {
    Level.district: (Level.street, Level.town),
    Level.street: (Level.community, Level.village),
    Level.town: (Level.community, Level.village),
}


class CodeTaken(RuleBroken):
    sentence = "这个代码已经有了，请核对一下。"


class WrongPlace(RuleBroken):
    sentence = "这一级不能放在那里：社区和村放在街道或镇下面，街道和镇放在区下面。"


class HasParts(RuleBroken):
    sentence = "下面还有在用的社区或村，先把它们停用或移走，再停用这里。"


class ParentRetired(RuleBroken):
    sentence = "上一级停用了，请先恢复上一级。"


class NobodyAbove(RuleBroken):
    sentence = "区上面没有人了，区的清单只能由区里的审核员审。"


class DistrictStays(RuleBroken):
    sentence = "区本身不能移动或停用。"


def add_area(parent: Area, *, code: str, name: str, level: Level) -> Area:
    """A new area exists below this one. Refused when the code is in use or the level does not fit."""
    begin_writing()
    if level not in BELOW.get(Level(parent.level), ()):
        raise WrongPlace(field="level")
    if parent.retired_at is not None:
        raise ParentRetired
    if session.scalar(select(Area.id).where(Area.code == code)) is not None:
        raise CodeTaken(field="code")
    area = Area(code=code, name=name, level=level, parent_id=parent.id, path=f"{parent.path}{code}/")
    session.add(area)
    session.flush()
    audit.record("area.add", area, code=code, parent=parent.id)
    return area


def rename_area(area: Area, name: str) -> None:
    """The area has another name from now on."""
    begin_writing()
    area.name = name
    audit.record("area.rename", area)


def move_area(area: Area, to: Area) -> None:
    """The area, with everything below and everything that hangs on it, belongs to another one."""
    begin_writing()
    if area.parent_id is None:
        raise DistrictStays
    if area.level not in BELOW.get(Level(to.level), ()):
        raise WrongPlace(field="parent")
    if to.retired_at is not None:
        raise ParentRetired(field="parent")
    was, area.parent_id = area.parent_id, to.id
    _rewrite_paths(area.path, f"{to.path}{area.code}/")
    audit.record("area.move", area, was=was, now=to.id)


def _rewrite_paths(old: str, new: str) -> None:
    moved = update(Area).where(Area.path.startswith(old, autoescape=True))
    session.flush()
    session.execute(moved.values(path=new + func.substr(Area.path, len(old) + 1)), execution_options=_FETCH)


_FETCH = {"synchronize_session": "fetch"}


def retire_area(area: Area) -> None:
    """No chooser offers the area any more; lists, people and sign-ups of it stay as they are."""
    begin_writing()
    if area.parent_id is None:
        raise DistrictStays
    if session.scalar(select(Area.id).where(Area.parent_id == area.id, Area.retired_at.is_(None)).limit(1)):
        raise HasParts
    if area.retired_at is None:
        area.retired_at = clock.now()
        audit.record("area.retire", area)


def restore_area(area: Area) -> None:
    """Choosers offer the area again."""
    begin_writing()
    if area.parent is not None and area.parent.retired_at is not None:
        raise ParentRetired
    if area.retired_at is not None:
        area.retired_at = None
        audit.record("area.restore", area)


def review_above(area: Area) -> None:
    """From now on whoever is above reviews what the area writes, and everything below it."""
    begin_writing()
    if area.parent_id is None:
        raise NobodyAbove
    if not area.reviewed_above:
        area.reviewed_above = True
        audit.record("area.review_above", area)


def review_here(area: Area) -> None:
    """The area's own reviewers review again what it writes."""
    begin_writing()
    if area.reviewed_above:
        area.reviewed_above = False
        audit.record("area.review_here", area)
