"""What people are told when somebody at the desk acted for them: in the inbox, should they have one."""

from board.accounts.queries import account_of
from board.notices.services import News, tell
from board.positions import in_words
from board.signups.models import Signup

_NOT_YOU = "不是你要的，请打岗位上的联系电话。"


def signed_up(signup: Signup) -> None:
    _tell(signup, "signup.made_for_you", "社区工作人员替你报了名")


def withdrew(signup: Signup) -> None:
    _tell(signup, "signup.withdrawn_for_you", "社区工作人员按你说的撤下了报名")


def answered_offer(signup: Signup) -> None:
    _tell(signup, "signup.answered_for_you", "社区工作人员按你说的答复了这个名额")


def _tell(signup: Signup, kind: str, what: str) -> None:
    if account_of(signup.person) is None:
        return
    shift = signup.shift
    named = in_words.named(shift.position, shift.starts_at, shift.ends_at)
    link = f"/me/signups#signup-{signup.id}"
    news = News(kind=kind, sentence=f"{what}：{named}。{_NOT_YOU}", link=link, about=shift)
    tell(signup.person, news)
