"""Invented people, each with a role to try. Their numbers begin with 138000000."""

from dataclasses import dataclass
from typing import Final

from board import clock, counters
from board.accounts import passwords, privacy
from board.accounts.models import Account, Appointment, Consent, Kind, Person, Role
from board.areas import queries as areas
from board.areas import units
from board.areas.models import Area, Unit
from board.db import begin_writing, session

PASSWORD: Final = "demo-wenjiang-2026"  # noqa: S105 - demo mode only, printed on the screen
QINGQUAN: Final = "清泉社区"
GAOSHAN: Final = "高山村"
YONGQUAN: Final = "涌泉街道"
DISTRICT: Final = "温江区"


@dataclass(frozen=True)
class Part:
    """Somebody in the demo: who they are, and what they are appointed to."""

    mobile: str
    name: str
    lives_in: str
    words: str
    kind: Kind = Kind.resident
    role: Role | None = None
    where: str = ""


CAST: Final = (
    Part("13800000001", "林小满", QINGQUAN, "居民"),
    Part("13800000002", "何建国", QINGQUAN, "机关干部", Kind.official),
    Part("13800000003", "王小燕", QINGQUAN, "清泉社区 岗位发布员", role=Role.editor, where=QINGQUAN),
    Part("13800000004", "周志强", QINGQUAN, "清泉社区 审核员", role=Role.reviewer, where=QINGQUAN),
    Part("13800000005", "陈立", GAOSHAN, "高山村 岗位发布员", role=Role.editor, where=GAOSHAN),
    Part("13800000006", "罗秀英", GAOSHAN, "高山村 审核员", role=Role.reviewer, where=GAOSHAN),
    Part("13800000007", "杨帆", QINGQUAN, "涌泉街道 审核员", role=Role.reviewer, where=YONGQUAN),
    Part("13800000008", "唐敏", QINGQUAN, "温江区 管理员", role=Role.manager, where=DISTRICT),
    Part("13800000009", "邓海", GAOSHAN, "温江区 审计员", role=Role.auditor, where=DISTRICT),
    Part("13800000010", "曾文", QINGQUAN, "区教育局 单位联络员", Kind.official, Role.liaison, "区教育局"),
    # Staff of the district's other communities: they write and review what the rest of the board shows.
    Part("13800000011", "冯蕾", QINGQUAN, "温江区 岗位发布员", role=Role.editor, where=DISTRICT),
    Part("13800000012", "蒋平", QINGQUAN, "温江区 审核员", role=Role.reviewer, where=DISTRICT),
)  # fmt: skip
UNITS: Final = ("区教育局", "区民政局", "区城管局")
_FAMILY: Final = "李张刘杨赵黄吴徐孙马朱胡郭高梁宋郑谢韩唐"
_GIVEN: Final = ("明", "秀兰", "建华")


@dataclass(frozen=True)
class Cast:
    """The demo's people by mobile, and the sixty who fill its shifts."""

    by_mobile: dict[str, Person]
    neighbours: list[Person]

    def __getitem__(self, last: int) -> Person:
        """By the end of the number: `cast[3]` is 13800000003."""
        return self.by_mobile[f"138{last:08d}"]


def make() -> Cast:
    """Everybody exists: units, people, accounts, appointments."""
    password_hash = passwords.hash_of(PASSWORD)
    begin_writing()
    places = {area.name: area for area in areas.in_use()}
    offices = {name: units.insert_unit(None, name) for name in UNITS}
    by_mobile = {part.mobile: _make_one(part, places, offices, password_hash) for part in CAST}
    neighbours = [_neighbour(number, places) for number in range(60)]
    session.commit()
    return Cast(by_mobile, neighbours)


def _make_one(part: Part, places: dict[str, Area], offices: dict[str, Unit], password_hash: str) -> Person:
    unit = offices["区教育局"] if part.kind == Kind.official else None
    person = _person(part, places[part.lives_in], unit)
    account = Account(
        person=person, mobile=part.mobile, password_hash=password_hash, created_at=clock.now(),
        privacy_version=privacy.VERSION, consented_at=clock.now(),
    )  # fmt: skip
    session.add(account)
    if part.role is not None:
        where = (
            {"unit_id": offices[part.where].id}
            if part.role == Role.liaison
            else {"area_id": places[part.where].id}
        )
        session.add(Appointment(person_id=person.id, role=part.role, given_at=clock.now(), **where))
    session.flush()
    return person


def _neighbour(number: int, places: dict[str, Area]) -> Person:
    communities = [area for area in places.values() if area.is_community]
    name = _FAMILY[number % len(_FAMILY)] + _GIVEN[number // len(_FAMILY)]
    person = _person(Part("", name, "", ""), communities[(number * 7) % len(communities)], None)
    # Every eighth has no phone: the desk is asked to tell them.
    person.contact_mobile = None if number % 8 == 7 else f"138000001{number:02d}"
    return person


def _person(part: Part, area: Area, unit: Unit | None) -> Person:
    now = clock.now()
    person = Person(
        volunteer_no=f"WJ{counters.take('volunteer'):06d}", name=part.name, kind=part.kind, area_id=area.id,
        unit_id=unit.id if unit else None, created_at=now,
    )  # fmt: skip
    session.add(person)
    session.flush()
    session.add(Consent(person_id=person.id, text="privacy", version=privacy.VERSION, at=now))
    return person


def in_words() -> str:
    """What `make run` prints: everybody one can sign in as."""
    rows = "\n".join(f"    {part.mobile}  {part.words}" for part in CAST[:10])
    return f"  Demo accounts (演示账号), password (密码) {PASSWORD}\n{rows}"
