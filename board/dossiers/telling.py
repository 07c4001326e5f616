"""What people are told about entries of a record: one sentence, and where they see it."""

from typing import Final

from board import dates
from board.accounts.models import Person
from board.db import session
from board.dossiers.models import Entry, Kind
from board.dossiers.words import KIND_WORDS, MARK_WORDS
from board.notices import services as notices
from board.notices.services import News

_PAGE: Final = "/me/record"
_REPLY: Final = "你可以在“我的记录”里回一句。"
_OBJECT: Final = "不对就打社区的电话说一声。"


def named(entry: Entry) -> str:
    """培训“急救知识”; 评价“优”."""
    said = MARK_WORDS[entry.mark] if entry.mark else entry.name
    return f"{KIND_WORDS[Kind(entry.kind)]}“{said}”"


def written(entry: Entry) -> None:
    ending = _REPLY if entry.kind == Kind.evaluation else _OBJECT
    _tell_person(entry, "dossier.written", f"{entry.area.name}在你的记录里写了{named(entry)}。{ending}")


def withdrawn(entry: Entry) -> None:
    sentence = f"{entry.area.name}撤回了你记录里的{named(entry)}：{entry.reason}。"
    _tell_person(entry, "dossier.withdrawn", sentence)


def refused(entry: Entry) -> None:
    person = entry.person
    sentence = f"你给 {person.masked_name} 写的{named(entry)}没有通过核对：{entry.reason}。"
    _tell_writer(entry, "dossier.refused", sentence)


def replied(entry: Entry) -> None:
    sentence = f"{entry.person.masked_name} 回复了你 {dates.day(entry.written_at)} 写的评价。"
    _tell_writer(entry, "dossier.replied", sentence)


def _tell_person(entry: Entry, kind: str, sentence: str) -> None:
    notices.tell(
        entry.person, News(kind=kind, sentence=sentence, link=_PAGE, area_id=entry.area_id, about=entry)
    )


def _tell_writer(entry: Entry, kind: str, sentence: str) -> None:
    writer = session.get_one(Person, entry.written_by)
    link = f"/desk/people/{entry.person.volunteer_no}/record"
    notices.tell(writer, News(kind=kind, sentence=sentence, link=link, area_id=entry.area_id, about=entry))
