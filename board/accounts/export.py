"""Everything the board keeps about one person, for that person.

A feature that keeps more adds a section: `export.sections["报名"] = …` in create_app().
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from sqlalchemy import select

from board import clock
from board.accounts import queries, scope
from board.accounts.models import ROLE_WORDS, Account, Appointment, Consent, Person, SignIn
from board.audit.models import AuditRow
from board.db import session
from board.outbox.models import Message

_OPENINGS: Final = (
    "accounts.open_person", "accounts.look_up", "attendance.reveal_phone", "identity.reveal", "identity.export",
)  # fmt: skip
Section = Callable[[Person], object]
sections: dict[str, Section] = {}


def everything_about(account: Account) -> dict[str, object]:
    """Sections by their Chinese name; times as people in Wenjiang read them."""
    person = account.person
    own: dict[str, object] = {
        "导出时间": moment(clock.now()),
        "我": _person(person),
        "账号": _account(account),
        "登录过的设备": [_sign_in(row) for row in _sign_ins(account)],
        "同意过的文本": [_consent(row) for row in _consents(person)],
        "任命": [_role(row) for row in scope.appointments_of(person)],
        "发给我的短信": [_message(row) for row in _messages(account)],
        "工作人员查看我的资料": [moment(at) for at in _openings(person)],
    }
    return own | {name: section(person) for name, section in sections.items()}


def moment(at: datetime | None) -> str | None:
    return clock.local(at).strftime("%Y-%m-%d %H:%M") if at else None


def _person(person: Person) -> dict[str, object]:
    return {
        "志愿者编号": person.volunteer_no,
        "姓名": person.name,
        "身份": "机关干部" if person.kind == "official" else "居民",
        "社区": person.area.name,
        "单位": person.unit.name if person.unit else None,
        "出生年月": person.birth_month.strftime("%Y-%m") if person.birth_month else None,
        "联系手机": person.contact_mobile,
    }


def _account(account: Account) -> dict[str, object]:
    return {
        "手机号": account.mobile,
        "注册时间": moment(account.created_at),
        "同意信息使用说明": {"版本": account.privacy_version, "时间": moment(account.consented_at)},
    }


def _sign_ins(account: Account) -> list[SignIn]:
    return list(session.scalars(select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.id)))


def _sign_in(row: SignIn) -> dict[str, object]:
    return {"设备": row.browser, "网络地址": row.address, "登录": moment(row.created_at),
            "最后使用": moment(row.last_seen_at), "退出": moment(row.ended_at)}  # fmt: skip


def _consents(person: Person) -> list[Consent]:
    return list(session.scalars(select(Consent).where(Consent.person_id == person.id).order_by(Consent.id)))


def _consent(row: Consent) -> dict[str, object]:
    return {"文本": row.text, "版本": row.version, "时间": moment(row.at)}


def _role(row: Appointment) -> dict[str, object]:
    place = row.area or row.unit
    return {"职责": ROLE_WORDS[row.role], "在哪里": place.name if place else None, "从": moment(row.given_at)}


def _messages(account: Account) -> list[Message]:
    mobile = queries.mobile_of(account.person)
    return list(session.scalars(select(Message).where(Message.address == mobile).order_by(Message.id)))


def _message(row: Message) -> dict[str, object]:
    return {"时间": moment(row.created_at), "内容": row.text, "发出": moment(row.sent_at)}


def _openings(person: Person) -> list[datetime]:
    opened = AuditRow.action.in_(_OPENINGS)
    about = AuditRow.object_kind == "people", AuditRow.object_id == person.id
    return list(session.scalars(select(AuditRow.at).where(*about, opened).order_by(AuditRow.id)))
