"""One line of a table, understood: what is certain, what was guessed and why, what has to be asked."""

import re
from collections.abc import Iterable
from typing import Any, Final

from board.phrases.ages import read_age
from board.phrases.people import People, read_people
from board.positions import hazards
from board.positions.forms import NO_RISK
from board.positions.words import Audience, ListKind
from board.reading import contacts, guessing
from board.reading.audience import hear, says_only_who
from board.reading.cells import line_of, words_of
from board.reading.guessing import NO_DANGER
from board.reading.lines import Line
from board.reading.results import Asked, ReadRow
from board.reading.tables import Table, heading_of, text_in
from board.reading.times import Said
from board.reading.vocabulary import Field
from board.sheets.opening import NoValue

LONGEST_TITLE: Final = 50
_YES: Final = frozenset({"是", "有", "有危险", "√", "对", "1", "yes", "y"})
_NOTHING: Final = re.compile(r"^(?:无|没有|暂无|无要求|没有要求|无特殊要求|—+|-+|/|\\)[。.]?$")
_SOME_PEOPLE: Final = re.compile(r"(?<!\d)(\d{1,5})\s*[名人位](?!以)")
_FORMULA: Final = "这一格是公式，没有算出结果。请直接写上去。"
_NO_TITLE: Final = "这一行没有岗位名称。写 2 到 50 个字。"
_LONG_TITLE: Final = "岗位名称最多 50 个字，这里有 {length} 个，请写短一点。"
_NO_PEOPLE: Final = "这一行没写要几个人。写一个数，如 8。"
_SEVERAL_NUMBERS: Final = "这一行有几栏人数，各不相同。写每一班一共要几个人。"
_DENIED: Final = "表里写没有风险，可是这一行说到{words}。写清楚有什么风险。"
_AGE: Final = "最小年龄写 14 到 100 之间的整数；没有要求就空着。"


class Understanding:
    """Reads one line, field by field."""

    def __init__(self, table: Table, line: Line, said: Said, kind: ListKind) -> None:
        self.table, self.line, self.said, self.kind = table, line, said, kind
        self.asked: list[Asked] = []
        self.because: dict[str, str] = {}

    def row(self) -> ReadRow:
        """Everything the line says."""
        values: dict[str, Any] = {"title": self._title(), "shifts": self._shifts()}
        values |= self._people() | self._kinds() | self._who() | self._dangers() | self._contact()
        for name in ("content", "remarks", "safety_note", "insurance", "guarantee_note"):
            values[name] = self._words(Field(name))
        values["place"] = self._place()
        return ReadRow(
            sheet=self.table.sheet, row=self.line.number, kind=self.kind, **values, guessed=tuple(self.because),
            because=tuple((name, why) for name, why in self.because.items() if why), asked=tuple(self.asked),
            cells=self._cells(),
        )  # fmt: skip

    # What stands in the cells

    def _words(self, field: Field) -> str:
        """The words of all the field's columns, in lines if there are several."""
        said = (text for column in self.table.fields.get(field, ()) if (text := self._text(column)))
        return "\n".join(dict.fromkeys(said))

    def _line(self, field: Field) -> str:
        return line_of(self._words(field).replace("\n", "；"))

    def _text(self, column: int) -> str:
        return "" if isinstance(self.line.cells.get(column), NoValue) else text_in(self.line, column)

    def _formula(self, field: Field) -> bool:
        return any(
            isinstance(self.line.cells.get(column), NoValue) for column in self.table.fields.get(field, ())
        )

    def _cell(self, field: Field) -> str:
        found = self.table.fields.get(field, ())
        filled = [column for column in found if text_in(self.line, column)]
        return self.table.name_of(self.line, (filled or list(found))[0]) if found else ""

    def _cells(self) -> tuple[tuple[str, str], ...]:
        """The row word for word."""
        section = (("（小标题）", self.line.section),) if self.line.section else ()
        said = (
            (heading_of(self.table, column), words_of(value)) for column, value in self.line.cells.items()
        )
        return (*section, *said)

    def _ask(self, field: str, about: Field, said: str, why: str) -> None:
        shown = said or "".join(text_in(self.line, column) for column in self.table.fields.get(about, ()))
        self.asked.append(Asked(field, self._cell(about), shown, why))

    # What they mean

    def _title(self) -> str | None:
        field = Field.what if self.table.has(Field.what) else Field.content
        title = self._line(field)
        why = _why_no_title(title) if not self._formula(field) else _FORMULA
        if why:
            self._ask("title", field, title, why)
        elif field == Field.content:
            self.because["title"] = "表里没有岗位名称，用的是做什么的字。"
        return None if why else title

    def _shifts(self) -> tuple[tuple[Any, Any], ...] | None:
        times = self.said.times
        if times.problem:
            self.asked.append(Asked("shifts", self.said.cell, self.said.phrase, times.problem))
            return None
        if times.guessed:
            self.because["shifts"] = times.guessed
        return times.spans

    def _people(self) -> dict[str, int | None]:
        asked_for = self._quota()
        least = self._words(Field.minimum)
        minimum = asked_for.minimum
        if least and not _NOTHING.match(least):
            read = read_people(least)
            minimum = read.minimum or read.quota
            if read.problem:
                self._ask("minimum", Field.minimum, least, read.problem)
        return {"quota": asked_for.quota, "minimum": minimum}

    def _quota(self) -> People:
        said = list(dict.fromkeys(filter(None, map(self._text, self.table.fields.get(Field.quota, ())))))
        problem = _FORMULA if self._formula(Field.quota) else _NO_PEOPLE if not said else ""
        if not self.table.has(Field.quota) and (read := self._people_among_conditions()):
            return read
        read = People(problem=problem) if problem else read_people(said[0])
        if len(said) > 1:
            read = People(problem=_SEVERAL_NUMBERS)
        if read.problem:
            self._ask("quota", Field.quota, "、".join(said), read.problem)
        elif read.guessed:
            self.because["quota"] = f"表里写的是 {said[0]}。"
        return read

    def _people_among_conditions(self) -> People | None:
        """Without a column for it, `党员5名` among the conditions says how many."""
        said = f"{self._line(Field.conditions)} {self._line(Field.audience)}"
        found = _SOME_PEOPLE.findall(said)
        if len(found) != 1 or not 0 < int(found[0]) <= 10_000:
            return None
        self.because["quota"] = f"没有人数这一栏，按“{said.strip()}”读的。"
        return People(quota=int(found[0]))

    def _kinds(self) -> dict[str, Any]:
        about = f"{self._words(Field.what)}", f"{self._words(Field.content)}"
        section = re.sub(r"^\W*[一二三四五六七八九十]+[、.．)）]", "", self.line.section)
        kinds = guessing.categories(self._line(Field.category) or section, *about)
        helped = guessing.targets(self._line(Field.targets), *about)
        for name, guess in (("categories", kinds), ("targets", helped)):
            if not guess.certain:
                self.because[name] = ""
        if section and not self._line(Field.category):
            self.because["categories"] = f"按小标题“{section}”。"
        return {"categories": kinds.codes, "targets": helped.codes}

    def _who(self) -> dict[str, Any]:
        who, conditions = self._line(Field.audience), self._line(Field.conditions)
        audience = self._audience(who, conditions)
        kept = [
            text for text in (conditions, who) if text and not _NOTHING.match(text) and not hear(text).is_all
        ]
        return {
            "audience": audience,
            "conditions": "；".join(dict.fromkeys(kept)),
            "min_age": self._min_age(kept),
        }

    def _audience(self, who: str, conditions: str) -> Audience:
        heard = hear(who) if who else hear(conditions)
        if heard.audience is None or not heard.certain or not (who or says_only_who(conditions)):
            self.because["audience"] = ""
        return heard.audience or Audience.both

    def _min_age(self, texts: Iterable[str]) -> int | None:
        if not self.table.has(Field.min_age):
            ages = [age for text in texts if (age := read_age(text)) is not None]
            return next((age for age in ages if 14 <= age <= 100), None)
        said = self._line(Field.min_age)
        age = int(said) if said.isdecimal() else read_age(said) or read_age(f"{said}岁")
        if said and not _NOTHING.match(said) and said != "不限" and (age is None or not 14 <= age <= 100):
            self._ask("min_age", Field.min_age, said, _AGE)
            return None
        return age

    def _dangers(self) -> dict[str, Any]:
        risk = self._words(Field.risk)
        texts = [self._words(field) for field in (Field.what, Field.content, Field.conditions, Field.remarks)]
        words = guessing.hazard_words(*texts, *() if NO_DANGER.match(risk) else (risk,))
        if hazards.at_night(self.said.times.spans) and hazards.NIGHT not in words:
            words = (hazards.NIGHT, *words)
        hazard = self._hazard([*texts, risk])
        if NO_DANGER.match(risk):
            risk = "" if hazard else NO_RISK
        if hazard and self.table.has(Field.risk) and not risk and self._words(Field.risk):
            self._ask("risk_note", Field.risk, "", _DENIED.format(words="、".join(words)))
        return {"hazard": hazard, "hazards": words, "risk_note": risk}

    def _hazard(self, texts: Iterable[str]) -> bool:
        if said := self._line(Field.hazard):
            return said.lower() in _YES
        hazard = guessing.is_dangerous(*texts)
        if hazard:
            self.because["hazard"] = ""
        return hazard

    def _contact(self) -> dict[str, str]:
        """Whom to ask, from the row; where no column says it, a line above or below the table may."""
        if self.table.has(Field.contact) or self.table.has(Field.phone):
            name, phone = contacts.in_cells(self._line(Field.contact), self._line(Field.phone))
            return {"contact_name": name, "contact_phone": phone}
        name, phone = contacts.in_lines((*self.table.above, *self.table.notes))
        for field, said in (("contact_name", name), ("contact_phone", phone)):
            if said:
                self.because[field] = "按表格上下的说明读的。"
        return {"contact_name": name, "contact_phone": phone}

    def _place(self) -> str | None:
        return self._line(Field.place) or self.said.place or None


def _why_no_title(title: str) -> str:
    if not title:
        return _NO_TITLE
    return _LONG_TITLE.format(length=len(title)) if len(title) > LONGEST_TITLE else ""
