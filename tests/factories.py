"""Rows for tests: the least that is valid. What a test depends on is written in the test.

Each commits by itself, unless a write transaction is running already: then that one does.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import count

from sqlalchemy import func, select

from board import clock
from board.accounts.models import Account, Appointment, Kind, Person, Role
from board.areas.models import Area, Level, Unit
from board.attendance.models import Attendance, How
from board.db import begin_writing, session
from board.positions.history import PositionHand
from board.positions.models import OpportunityList, Position, Shift
from board.positions.words import Category, ListKind
from board.positions.words import State as PositionState
from board.signups.models import HOLDING, Signup
from board.signups.models import State as SignupState

PASSWORD = "竹影清风-2026-慢慢走"
# argon2id, 19 MiB, t=2, p=1, of PASSWORD: hashing it for every account would cost 30 ms each.
PASSWORD_HASH = (
    "$argon2id$v=19$m=19456,t=2,p=1$SMo3ig9YIlVfUCLeHvSnUg$Cr//Ke14XEHfjfs2+I242E2Px5GvXSyjNvTXa99/gz0"
)

_numbers = count(1)


def restart_numbers() -> None:
    """Names and numbers begin anew with every test."""
    global _numbers
    _numbers = count(1)


@contextmanager
def committed() -> Iterator[None]:
    """Write, and commit at the end; inside a running write transaction, leave that to its owner."""
    if session().writing:
        yield
        session.flush()
        return
    begin_writing()
    yield
    session.commit()


def make_area(level=Level.community, *, parent=None, name=None, code=None, **values):
    """A community by default; the street and the district above it are found or made."""
    with committed():
        area = _new_area(level, parent, name=name, code=code, **values)
        session.add(area)
    return area


def _new_area(level, parent=None, *, name=None, code=None, **values):
    """Written at once with those above it that are new: nearly every test begins with three areas."""
    number = next(_numbers)
    if parent is None and level != Level.district:
        above = Level.district if level in {Level.street, Level.town} else Level.street
        parent = session.scalars(select(Area).where(Area.level == above).order_by(Area.id)).first()
        parent = parent or _new_area(above)
    code = code or f"510115{number:06d}"
    return Area(
        level=level, code=code, name=name or f"测试{_LEVEL_WORDS[level]}{number}", parent=parent,
        path=f"{parent.path if parent else ''}{code}/", **values,
    )  # fmt: skip


_LEVEL_WORDS = {
    Level.district: "区",
    Level.street: "街道",
    Level.town: "镇",
    Level.community: "社区",
    Level.village: "村",
}


def make_unit(name="测试局", *, parent=None):
    with committed():
        unit = Unit(name=name, parent=parent, path=f"new{next(_numbers)}/")
        session.add(unit)
        session.flush()
        unit.path = f"{parent.path if parent else ''}{unit.id}/"
    return unit


def make_person(*, area=None, name=None, kind=Kind.resident, **values):
    """Somebody of a community, without an account."""
    number = next(_numbers)
    with committed():
        person = Person(
            volunteer_no=f"WJ{900000 + number}", name=name or f"王小{number}", kind=kind,
            area=area or make_area(), created_at=clock.now(), **values,
        )  # fmt: skip
        session.add(person)
    return person


def make_account(*, person=None, mobile=None, password_hash=PASSWORD_HASH, **values):
    """An account; of a new resident, unless a person is given. Its password is PASSWORD."""
    number = next(_numbers)
    with committed():
        account = Account(
            person=person or make_person(), mobile=mobile or f"139{number:08d}", password_hash=password_hash,
            created_at=clock.now(), consented_at=clock.now(), **({"privacy_version": "1"} | values),
        )  # fmt: skip
        session.add(account)
    return account


def appoint(person, role, where):
    """The person holds this role in an area, or (a liaison) in a unit."""
    with committed():
        place = {"unit_id": where.id} if role == Role.liaison else {"area_id": where.id}
        appointment = Appointment(person_id=person.id, role=role, given_at=clock.now(), **place)
        session.add(appointment)
    return appointment


def make_list(*, area=None, kind=ListKind.opportunity, created_by=None, **values):
    number = next(_numbers)
    with committed():
        area = area or make_area()
        told = {
            "number": f"{area.code[-6:]}-2026-12-{number}", "title": "2026年12月慈善公益岗位机会清单",
            "period_start": date(2026, 12, 1), "period_end": date(2026, 12, 31), "created_at": clock.now(),
        }  # fmt: skip
        made_by = (created_by or make_person(area=area)).id
        row = OpportunityList(area=area, kind=kind, created_by=made_by, **(told | values))
        session.add(row)
    return row


# What a position needs to be public.
_COMPLETE = {
    "title": "助老送餐", "content": "给走不动的老人送午饭。", "categories": (Category.care,),
    "address": "清泉社区党群服务中心", "contact_name": "李老师", "contact_phone": "028-82720000",
    "risk_note": "无特殊风险", "quota": 10,
}  # fmt: skip


def make_position(*, opportunity_list=None, state=PositionState.published, written_by=None, **values):
    """Published and complete by default, on a list of a new community, without shifts."""
    number = next(_numbers)
    with committed():
        on = opportunity_list or make_list(area=values.pop("area", None))
        told = _COMPLETE | {"number": f"2611-{9000 + number}", "item": number, "created_at": clock.now()}
        if state == PositionState.published:
            told["published_at"] = clock.now()
        position = Position(opportunity_list=on, area_id=on.area_id, state=state, **(told | values))
        session.add(position)
        session.flush()
        if written_by is not None:
            hand = {"version": position.version, "person_id": written_by.id, "at": clock.now()}
            session.add(PositionHand(position_id=position.id, **hand))
    return position


def make_shift(*, position=None, starts_in=timedelta(days=7), length=timedelta(hours=2), quota=10, **values):
    """A shift whose sign-up is open when its position is public."""
    with committed():
        position = position or make_position()
        starts_at = values.pop("starts_at", None) or clock.now() + starts_in
        told = {
            "ends_at": starts_at + length, "closes_at": position.closing_of(starts_at),
            "withdraw_until": position.withdrawing_until(starts_at), "day_parts": (), "places": quota,
        }  # fmt: skip
        shift = Shift(position=position, starts_at=starts_at, quota=quota, **(told | values))
        session.add(shift)
        if shift.closes_at > clock.now() and (position.next_start or starts_at) >= starts_at:
            position.next_start = starts_at
    return shift


def make_signup(*, shift=None, person=None, state=SignupState.accepted, **values):
    """A sign-up with the next turn of its shift; holding the lowest free place if its state does."""
    with committed():
        shift, person = shift or make_shift(), person or make_person()
        shift.turn += 1
        told = {
            "turn": shift.turn,
            "consent_version": "1",
            "created_at": clock.now(),
            "changed_at": clock.now(),
        }
        if state in HOLDING:
            told |= {"place_no": _free_number(shift), "places": shift.places}
            shift.taken += 1
        if state == SignupState.offered:
            told["offered_until"] = clock.now() + timedelta(hours=2)
        whose = {"person": person, "made_by": person.id, "area_id": person.area_id, "unit_id": person.unit_id}
        signup = Signup(shift=shift, state=state, **(whose | told | values))
        session.add(signup)
    return signup


def make_attendance(kind, *, shift, person, at=None, **values):
    """Somebody arrived (when the shift began), left (when it ended), or did not come; tapped by themselves."""
    with committed():
        usual = shift.ends_at if kind == "left" else shift.starts_at
        told = {"how": How.tap, "noted_at": clock.now(), "noted_by": person.id}
        row = Attendance(shift_id=shift.id, person_id=person.id, kind=kind, at=at or usual, **(told | values))
        session.add(row)
    return row


def fill(shift, *, but=0):
    """Strangers hold every place of the shift (`but` this many)."""
    with committed():
        return [make_signup(shift=shift) for _ in range(shift.quota - shift.taken - but)]


def count_rows(model):
    return session.scalar(select(func.count()).select_from(model))


def _free_number(shift):
    session.flush()
    used = set(session.scalars(select(Signup.place_no).where(Signup.shift_id == shift.id)))
    return next(number for number in count(1) if number not in used)
