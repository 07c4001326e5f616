"""How one sentence is written as a text message, and as a mail."""

from typing import Final

from board.accounts.codes import SITE
from board.notices.limits import current

SMS_LENGTH: Final = 500  # what the gateway takes: up to eight parts of a long message
_ENDS: Final = "。；，！？"
_SUBJECTS: Final = {
    "signup.place_won": "候补轮到你了",
    "signup.offered": "有名额了，请说一声来不来",
    "signup.called_off": "你报的一个班次取消了",
    "signup.moved": "你报的一个班次改时间了",
    "signup.place_changed": "你报的一个班次改地点了",
    "signup.contact_changed": "你报的一个班次换联系人了",
    "signup.removed": "你的一个名额有变动",
    "notices.prove_mail": "请确认这个邮箱",
}
_ANY_SUBJECT: Final = "有一条消息给你"


def sms(sentence: str, short_link: str) -> str:
    """Site, sentence, link: the link whole and last, the sentence shortened if it must be."""
    link = f" {current().origin}{short_link}" if short_link else ""
    return f"{SITE}{cut(sentence, SMS_LENGTH - len(SITE) - len(link))}{link}"


def cut(sentence: str, room: int) -> str:
    """The sentence, or as much of it as has room, ended where a part of it ends if one does near."""
    if len(sentence) <= room:
        return sentence
    kept = sentence[: room - 1]
    end = max(kept.rfind(sign) for sign in _ENDS)
    return f"{kept[: end + 1] if end > room * 2 // 3 else kept}…"


def subject(kind: str) -> str:
    """What a mail is about, without a word of who or where: mail programs show and log subjects."""
    return f"温江公益岗位：{_SUBJECTS.get(kind, _ANY_SUBJECT)}"


def mail(sentence: str, link: str, stop_link: str) -> str:
    """The sentence, where it leads, and how to get no more of them; links whole."""
    return (
        f"{sentence}\n\n去看看：{current().origin}{link}\n\n-- \n"
        "这封信由温江公益岗位自动发出，不用回复。\n"
        f"不想再收邮件，点这里：{stop_link}\n"
    )


def proof(link: str) -> str:
    """The mail that asks whether an address is the person's."""
    return (
        "有人在温江公益岗位填了这个邮箱，想用它收消息。是你，就点开下面的链接确认，24 小时内有效：\n\n"
        f"{link}\n\n不是你，不用理会；也可以在同一页点“不再收邮件”。\n\n-- \n"
        "这封信由温江公益岗位自动发出，不用回复。\n"
    )
