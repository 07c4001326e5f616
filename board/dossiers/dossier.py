"""One volunteer's record in the five groups of Order 67 (art. 6 to 10): basic, service, training, commendation, evaluation."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

from board import dates, rounding
from board.accounts import queries as accounts
from board.accounts.models import Kind as PersonKind
from board.accounts.models import Person
from board.dossiers import queries, stars
from board.dossiers.models import Entry, Kind
from board.dossiers.words import MARK_WORDS
from board.identity import number
from board.identity import queries as identity
from board.identity import services as numbers
from board.identity.models import Use
from board.positions.words import CATEGORY_WORDS, Category
from board.records import ledger
from board.records.ledger import Line, Total
from board.records.models import Source
from board.records.words import SOURCE_WORDS, STATE_WORDS
from board.web.filters import masked_mobile

MOST: Final = 5000  # lines of one file
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Dossier:
    """Everything that a record holds; `basic` and the totals in words."""

    person: Person
    basic: Pairs
    total: Total
    services: Sequence[Line]
    entries: Sequence[Entry]

    @property
    def star(self) -> str | None:
        return stars.reached(self.total.minutes)

    def of(self, kind: Kind) -> list[Entry]:
        return [entry for entry in self.entries if entry.kind == kind]


def of(person: Person, *, most: int = MOST, confirmed_only: bool = False) -> Dossier:
    """The record of this person for a file: services newest first, and what stands beside them."""
    services = queries.services(person, most=most, confirmed_only=confirmed_only)
    entries = queries.standing(person, most=most)
    return Dossier(person, basic(person), ledger.of_person(person), services, entries)


def basic(person: Person) -> Pairs:
    """The first group, as far as the board knows it; the ID number masked, as everywhere."""
    mobile = accounts.mobile_of(person)
    kind = "机关干部" if person.kind == PersonKind.official else "居民"
    told = [
        ("姓名", person.name),
        ("志愿者编号", person.volunteer_no),
        *_of_the_number(person),
        ("居住区域", person.area.name),
        ("联系方式", masked_mobile(mobile)),
        ("身份", f"{kind}，{person.unit.name}" if person.unit else kind),
        ("服务类别", categories(queries.categories(person))),
    ]
    return [(label, value) for label, value in told if value]


def _of_the_number(person: Person) -> Pairs:
    """Sex and day of birth are asked of nobody: they stand in the number, for whoever agreed to that use."""
    found = numbers.number_of(person, Use.national)
    born = dates.long_month(person.birth_month) if person.birth_month else ""
    if found is None:
        masked = identity.masked_of([person.id])
        return [("出生年月", born), ("身份证号", masked.get(person.id, ""))]
    return [
        ("性别", sex(found)),
        ("出生日期", dates.long_date(number.born_on(found))),
        ("身份证号", number.masked(found)),
    ]


def sex(found: str) -> str:
    return "男" if number.is_male(found) else "女"


def categories(served: Collection[Category]) -> str:
    """关爱特殊群体、文化艺术."""
    return "、".join(CATEGORY_WORDS[code] for code in Category if code in served)


def service(line: Line) -> dict[str, Any]:
    """One record of service in the words of Order 67, art. 7."""
    record, position = line.record, line.record.position
    return {
        "名称": position.title,
        "日期": dates.iso_day(line.starts_at),
        "时间": dates.time_range(line.starts_at, line.ends_at),
        "地点": position.address,
        "内容": position.content,
        "服务时间": rounding.words(line.minutes, record.rule) if record.counts else "只记参加，不算时长",
        "分钟": line.counted_minutes,
        "组织单位": position.area.name,
        "负责人": position.contact_name,
        "怎么记的": SOURCE_WORDS[Source(record.source)],
        "状态": STATE_WORDS[line.state],
    }


def entry(row: Entry) -> dict[str, Any]:
    """A training, commendation or evaluation, by the names of its own group."""
    day = {"日期": row.day.isoformat()}
    if row.kind == Kind.training:
        length = rounding.exact(row.minutes or 0)
        return {"名称": row.name} | day | {"内容": row.content, "学习时长": length, "组织单位": row.organiser}
    if row.kind == Kind.commendation:
        return {"名称": row.name} | day | {"授予单位": row.organiser}
    return day | {"评价": MARK_WORDS[row.mark] if row.mark else "", "说明": row.content,
                  "评价单位": row.area.name, "本人回复": row.reply}  # fmt: skip
