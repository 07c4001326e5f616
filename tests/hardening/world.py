"""Two communities, own and foreign, with rows of every kind; what is private in them is a canary.

A kind of row is a function here that makes a fresh one on a side and returns what stands for it in
an address. To test a route with a parameter of a new kind, write one more.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from board import clock
from board.accounts import signing
from board.accounts.models import Role
from board.accounts.queries import account_of
from board.areas.models import CalendarDay, Level
from board.db import begin_writing, session
from board.imports.models import UploadRow
from board.notices.models import Notice
from board.positions import bulk, snapshot
from board.positions.history import ProposedChange
from board.positions.words import Guarantee, Target
from board.reading.lists import Asked
from board.reuse import modelling
from board.signups import feeds, links
from tests import factories
from tests.hardening.expectations import CAST, ROUTES
from tests.imports import seeding

SIDES = ("own", "foreign")
MISSING = "missing"


@dataclass(frozen=True)
class Kind:
    """How rows of a kind are made, and what stands in an address for one that does not exist."""

    make: Callable
    missing: str


KINDS: dict[str, Kind] = {}


def kind(missing):
    """Registers the function below it as the maker of a kind of row, by its name."""

    def register(make):
        KINDS[make.__name__] = Kind(make, missing)
        return make

    return register


@dataclass
class World:
    """The cast, and rows on both sides as they are asked for."""

    people: dict
    areas: dict
    canaries: dict = field(default_factory=lambda: defaultdict(set))
    queries: dict = field(default_factory=dict)  # value -> query string that belongs to it
    _kept: dict = field(default_factory=dict)

    def value(self, name, which):
        """What stands in an address for a row of this kind; always the same one."""
        if which == MISSING:
            return KINDS[name].missing
        if (name, which) not in self._kept:
            self._kept[name, which] = self.fresh(name, which)
        return self._kept[name, which]

    def fresh(self, name, which):
        """The same for a row that nothing has been done to yet."""
        if which == MISSING:
            return KINDS[name].missing
        session.rollback()
        return str(KINDS[name].make(self, which))

    def text(self, side, group="papers"):
        """Words that stand in one private row, and nowhere else."""
        number = sum(map(len, self.canaries.values()))
        return self.secret(f"密语{number:04d}{'甲' if side == 'own' else '乙'}", side, group)

    def secret(self, words, side, group="papers"):
        """Whoever is not of this side's `group` of readers must never be sent these words."""
        self.canaries[side, group].add(words)
        return words

    def somebody(self, side):
        """A person of this community, with an account; name, mobile and number are private."""
        with factories.committed():
            person = factories.make_person(area=self.areas[side], name=self.text(side, "people"))
            account = factories.make_account(person=person)
        self.secret(account.mobile, side, "people")
        self.secret(person.volunteer_no, side, "people")
        return person


class _Cast(dict):
    """Its members are made when somebody asks for them."""

    def __init__(self, request):
        super().__init__()
        self.request = request

    def __missing__(self, who):
        self[who] = self.request.getfixturevalue(who)
        return self[who]


def make_world(request):
    """A world that is filled as rows are asked for."""
    people = _Cast(request)
    return World(people, {"own": people["resident"].area, "foreign": people["outsider"].area})


def make_full_world(request):
    """A world with the whole cast and every row that the table names, on both sides."""
    world = make_world(request)
    for who in CAST:
        if who != "nobody":
            world.people[who]
    for name in sorted({row.kind for row in ROUTES.values()} - {""}):
        for side in SIDES:
            world.value(name, side)
    return world


# Rows of every kind


def _position(world, side, phone_for="papers", days=9, **values):
    told = {
        "title": world.text(side), "content": world.text(side), "state": "draft",
        "targets": (Target.elders,), "guarantees": (Guarantee.water,),
    } | values  # fmt: skip
    with factories.committed():
        if "opportunity_list" not in told:
            told["opportunity_list"] = factories.make_list(area=world.areas[side], title=world.text(side))
        position = factories.make_position(
            contact_phone=world.text(side, phone_for), written_by=world.somebody(side), **told
        )
        factories.make_shift(position=position, quota=3, starts_in=timedelta(days=days))
    if told["state"] != "published":
        world.secret(position.number, side)
        world.secret(position.opportunity_list.number, side)
    return position


def make_public(world, side, **values):
    number = len(world.canaries[side, "papers"])
    told = {"title": f"看书{side}{number}", "content": "陪老人看书。", "state": "published"}
    with factories.committed():
        issued = factories.make_list(area=world.areas[side], title=f"公开清单{number}")
        return _position(world, side, opportunity_list=issued, **told, **values)


@kind("2611-0000")
def draft(world, side):
    return _position(world, side).number


@kind("2611-0000")
def in_review(world, side):
    return _position(world, side, state="in_review", submitted_at=clock.now()).number


@kind("2611-0000")
def published(world, side):
    return make_public(world, side).number


@kind("2611-0000")
def proposed(world, side):
    position = make_public(world, side)
    with factories.committed():
        change = {"title": world.text(side)}
        session.add(ProposedChange(
            position_id=position.id, values=change, proposed_by=world.somebody(side).id,
            proposed_at=clock.now(), decision="waiting",
        ))  # fmt: skip
    return position.number


@kind("510115-2011-01")
def draft_list(world, side):
    return _position(world, side).opportunity_list.number


@kind("510115-2011-01")
def list_just_changed(world, side):
    """The editor (or the outsider) changed its one draft a moment ago."""
    position = _position(world, side)
    by = world.people["editor" if side == "own" else "outsider"]
    begin_writing()
    bulk.note(position.opportunity_list, "change", {position.id: snapshot.fields_of(position)}, by=by)
    session.commit()
    return position.opportunity_list.number


@kind("510115000000")
def community(world, side):
    return world.areas[side].code


@kind("987654321")
def model(world, side):
    position = _position(world, side)
    by = world.people["editor" if side == "own" else "outsider"]
    kept = modelling.keep_as_model(position, world.text(side), position.area, by=by)
    session.commit()
    return kept.id


@kind("510115-2011-01")
def list_in_review(world, side):
    return _position(world, side, state="in_review", submitted_at=clock.now()).opportunity_list.number


@kind("510115-2011-01")
def public_list(world, side):
    return make_public(world, side).opportunity_list.number


@kind("987654321")
def upload(world, side):
    says = {"title": world.text(side), "content": world.text(side), "contact_phone": world.text(side)}
    asked = seeding.read_row(**says, quota=None, asked=(Asked("quota", "G3", "若干", "没有写几个人。"),))
    guessed = seeding.read_row(title=world.text(side), guessed=("categories", "address", "shifts"))
    return seeding.make_upload(world.areas[side], world.somebody(side), asked, guessed).id


@kind("987654321")
def upload_row(world, side):
    return session.scalar(select(UploadRow.id).where(UploadRow.upload_id == int(upload(world, side))))


@kind("987654321")
def shift(world, side):
    return make_public(world, side).shifts[0].id


@kind("987654321")
def draft_shift(world, side):
    return _position(world, side).shifts[0].id


@kind("2611-0000")
def open_to_sign_up(world, side):
    """A position in an address that also names one of its shifts."""
    position = make_public(world, side)
    world.queries[position.number] = f"?shift={position.shifts[0].id}"
    return position.number


@kind("987654321")
def signup(world, side):
    """The resident's on the own side, a neighbour's on the other."""
    return _signup(world, side, make_public(world, side, phone_for="phone")).id


def _signup(world, side, position):
    whose = world.people["resident"] if side == "own" else world.somebody(side)
    an_hour_ago = clock.now() - timedelta(hours=1)
    return factories.make_signup(shift=position.shifts[0], person=whose, created_at=an_hour_ago)


@kind("2611-0000")
def signed_up(world, side):
    """A position in an address that also names the shift somebody has a place on."""
    position = make_public(world, side, phone_for="phone")
    _signup(world, side, position)
    world.queries[position.number] = f"?shift={position.shifts[0].id}"
    return position.number


@kind("987654321")
def stay(world, side):
    """A shift that somebody came to: the resident, or somebody foreign."""
    signup = _signup(world, side, make_public(world, side, phone_for="phone"))
    factories.make_attendance("arrived", shift=signup.shift, person=signup.person)
    return signup.shift_id


@kind("987654321")
def sign_in(world, side):
    """Another browser of the resident's, or one of somebody foreign."""
    whose = world.people["resident"] if side == "own" else world.somebody(side)
    with factories.committed():
        token = signing.sign_in(account_of(whose), browser="test")
    return signing.load(token).id


@kind("WJ000000")
def person(world, side):
    return world.somebody(side).volunteer_no


@kind("987654321")
def appointment(world, side):
    return factories.appoint(world.somebody(side), Role.editor, world.areas[side]).id


@kind("510115000000")
def area(world, side):
    made = factories.make_area(name=f"新村{side}", parent=world.areas[side].parent)
    if side == "foreign":
        factories.appoint(world.people["outsider"], Role.manager, made)
    return made.code


@kind("510115000000")
def reviewed_above(world, side):
    made = factories.make_area(name=f"小村{side}", parent=world.areas[side].parent, reviewed_above=True)
    if side == "foreign":
        factories.appoint(world.people["outsider"], Role.manager, made)
    return made.code


@kind("987654321")
def unit(world, side):
    return factories.make_unit(name=f"单位{side}").id


@kind("2019")
def year(world, side):
    return "2026" if side == "own" else "2027"


@kind("css/none.css")
def filename(world, side):
    return "css/base.css"


@kind("987654321")
def notice(world, side):
    whose = world.people["resident"] if side == "own" else world.somebody(side)
    with factories.committed():
        told = Notice(
            person_id=whose.id,
            kind="x",
            sentence=world.text(side, "resident"),
            link="/",
            created_at=clock.now(),
        )
        session.add(told)
    return told.id


@kind("1-00000000000000000000")
def coming_link(world, side):
    """Behind the link of a reminder: whoever has it is shown whom to phone."""
    return links.coming(_signup(world, side, make_crowded(world, side)).id).removeprefix("/r/")


@kind("1-0000000000000000000000000000000000000000")
def feed(world, side):
    """The address of somebody's calendar."""
    owner = world.somebody(side)
    feeds.start(owner)
    session.commit()
    return feeds.path(feeds.of(owner)).removeprefix("/feeds/").removesuffix(".ics")


# The same in another state, for acts that need it


def make_crowded(world, side):
    """With somebody on its shift, and a phone that everybody may read."""
    position = make_public(world, side)
    factories.make_signup(shift=position.shifts[0], person=world.somebody(side))
    with factories.committed():
        position.contact_phone, position.phone_public = "028-82720001", True
    return position


@kind("987654321")
def crowded_shift(world, side):
    return make_crowded(world, side).shifts[0].id


@kind("2611-0000")
def crowded_position(world, side):
    return make_crowded(world, side).number


@kind("987654321")
def short_shift(world, side):
    """Nobody comes yet; somebody served there before."""
    position = make_public(world, side)
    before = factories.make_shift(position=position, starts_in=timedelta(days=-9))
    factories.make_signup(shift=before, person=world.somebody(side))
    return next(shift.id for shift in position.shifts if shift.id != before.id)


@kind("987654321")
def late_signup(world, side):
    """So near the start that giving up asks for a reason."""
    return _signup(world, side, make_public(world, side, phone_for="phone", days=0.5)).id


@kind("510115000000")
def street(world, side):
    return factories.make_area(
        Level.street, name=f"新街道{side}", parent=world.areas[side].parent.parent
    ).code


@kind("510115000000")
def retired_area(world, side):
    return factories.make_area(name="撤并村", parent=world.areas[side].parent, retired_at=clock.now()).code


@kind("987654321")
def retired_unit(world, side):
    retired = factories.make_unit(name="撤并局")
    with factories.committed():
        retired.retired_at = clock.now()
    return retired.id


@kind("WJ000000")
def disabled_person(world, side):
    person = world.somebody(side)
    account = account_of(person)
    with factories.committed():
        account.disabled_at = clock.now()
    return person.volunteer_no


@kind("2019")
def year_with_a_holiday(world, side):
    with factories.committed():
        session.add(CalendarDay(day=date(2026, 12, 25), kind="holiday", name="校庆"))
    return "2026"
