"""Six-digit codes: that a mobile is in somebody's hands is proven, then used once."""

import secrets
from datetime import datetime, timedelta
from math import ceil
from typing import Final, NoReturn

import structlog
from sqlalchemy import Select, delete, func, select, update

import config
from board import audit, clock
from board.accounts import queries, throttle
from board.accounts.keyed import keyed
from board.accounts.models import Account, Code, Purpose
from board.db import apart, begin_writing, session
from board.errors import RuleBroken
from board.outbox import services as outbox

log = structlog.get_logger()

LIFE: Final = timedelta(minutes=10)
PROVEN_LIFE: Final = timedelta(minutes=30)  # to fill in the form the code leads to
TRIES: Final = 5
AGAIN_AFTER: Final = timedelta(seconds=60)
A_MOMENT: Final = timedelta(seconds=60)  # the same form sent twice arrives within it
SITE: Final = "【温江公益岗位】"
_LAST: Final = "10 分钟内有效，不要告诉别人。"
_TEXTS: Final = {
    Purpose.register: "{site}验证码 {code}，用来注册。" + _LAST,
    Purpose.reset: "{site}验证码 {code}。这个手机号已有账号，用它设一个新密码就能登录。" + _LAST,
    Purpose.change_mobile: "{site}验证码 {code}，用来把账号改到这个手机号。" + _LAST,
}
_TAKEN: Final = "{site}有人想把账号改到这个手机号，但它已有自己的账号，没有改动。不是你操作的，不用理会。"


class TooSoon(RuleBroken):
    """A code went to this number a moment ago."""


class BudgetSpent(RuleBroken):
    """No more codes today: to this number, for this network, or at all."""


class WrongCode(RuleBroken):
    """The digits are not those that were sent; how many tries are left is in the sentence."""


class CodeGone(RuleBroken):
    sentence = "这个验证码过期或用过了，再发一条新的。"


def ask(mobile: str, browser: str, limits: config.Settings) -> None:
    """A code is on its way to this mobile, for this browser. The same whether it has an account.

    Whose mobile has an account is sent to a new password by it, anybody else to registering.
    """
    begin_writing()
    if _may_send(mobile, browser, limits):
        known = queries.account_with(mobile)
        purpose = Purpose.reset if known else Purpose.register
        _send(purpose, mobile, browser, text=_TEXTS[purpose])


def ask_for_change(account: Account, mobile: str, browser: str, limits: config.Settings) -> None:
    """A code is on its way to the new mobile; if that has an account, a sentence goes instead."""
    begin_writing()
    if _may_send(mobile, browser, limits):
        taken = queries.account_with(mobile) is not None
        text = _TAKEN if taken else _TEXTS[Purpose.change_mobile]
        _send(Purpose.change_mobile, mobile, browser, text=text, account_id=account.id)


def _may_send(mobile: str, browser: str, limits: config.Settings) -> bool:
    """False when this browser has just been sent one: the same form, sent twice."""
    throttle.one_at_a_time("codes")
    now = clock.now()
    newest = session.scalar(select(Code).where(Code.mobile == mobile).order_by(Code.id.desc()).limit(1))
    if newest and newest.browser_hash and now - newest.created_at < AGAIN_AFTER:
        if newest.browser_hash == _of(browser) and newest.used_at is None:
            return False
        wait = ceil((newest.created_at + AGAIN_AFTER - now).total_seconds())
        raise TooSoon(f"刚给这个号码发过验证码。没收到的话，{wait} 秒后再发一次。", field="mobile")
    _refuse_over_budget(mobile, now, limits)
    return True


def _refuse_over_budget(mobile: str, now: datetime, limits: config.Settings) -> None:
    midnight = clock.midnight()
    sent = select(func.count()).where(Code.created_at >= midnight, Code.browser_hash.is_not(None))
    from_here = throttle.network(audit.trail().address)
    if (session.scalar(sent.where(Code.mobile == mobile)) or 0) >= limits.sms_per_mobile:
        raise BudgetSpent("这个号码今天的验证码用完了，明天再来，或请社区工作人员帮忙。", field="mobile")
    if (session.scalar(sent.where(Code.asked_from == from_here)) or 0) >= limits.sms_per_address:
        raise BudgetSpent(
            "这个网络今天的验证码用完了。换手机流量再试，或请社区工作人员帮忙。", field="mobile"
        )
    if (session.scalar(sent) or 0) >= limits.sms_per_day:
        log.error("alarm", alarm="sms_day_budget_spent", budget=limits.sms_per_day)
        raise BudgetSpent("今天全区的验证码发完了，明天再来，或请社区工作人员帮忙。", field="mobile")


def _send(purpose: Purpose, mobile: str, browser: str, *, text: str, account_id: int | None = None) -> None:
    typed = _digits()
    code = _new(purpose, mobile, keyed(_of(browser), typed), account_id)
    code.browser_hash = _of(browser)
    code.asked_from = throttle.network(audit.trail().address)
    session.flush()
    outbox.queue_sms(mobile, text.format(site=SITE, code=typed), purpose=outbox.CODE_PURPOSE)
    audit.record("accounts.send_code", code)


def hand_out(account: Account, mobile: str, *, reason: str, once: str) -> tuple[str, bool]:
    """The digits of a code that leads this account to a new password, for the desk to read out.

    They follow from the form's once-token: the same form sent again shows them again (False).
    """
    typed = f"{int(keyed('hand out', once, str(account.id))[:15], 16) % 10**6:06d}"
    code_hash = keyed(mobile, typed)
    if session.scalar(select(Code.id).where(Code.mobile == mobile, Code.code_hash == code_hash).limit(1)):
        return typed, False
    code = _new(Purpose.reset, mobile, code_hash, account.id)
    session.flush()
    audit.record("accounts.hand_out_code", code, account=account.id, reason=reason)
    return typed, True


def _digits() -> str:
    return f"{secrets.randbelow(10**6):06d}"


def _new(purpose: Purpose, mobile: str, code_hash: str, account_id: int | None) -> Code:
    now = clock.now()
    code = Code(purpose=purpose, mobile=mobile, code_hash=code_hash, account_id=account_id,
                created_at=now, expires_at=now + LIFE)  # fmt: skip
    session.add(code)
    return code


def current(browser: str) -> Code | None:
    """The newest code this browser asked for, whatever became of it."""
    return session.scalar(_newest(browser))


def _newest(browser: str) -> Select[Code]:
    # By time of use: one from the desk comes into a browser's hands later than it was made.
    mine = select(Code).where(Code.browser_hash == _of(browser))
    return mine.order_by(Code.used_at.is_not(None), Code.id.desc()).limit(1)


def proven(browser: str, purpose: Purpose) -> Code | None:
    """The code this browser typed in rightly and may still act on."""
    code = current(browser)
    return code if code is not None and _may_act_on(code, purpose) else None


def _may_act_on(code: Code, purpose: Purpose) -> bool:
    if code.purpose != purpose or code.used_at or code.proven_at is None:
        return False
    return clock.now() < code.proven_at + PROVEN_LIFE


def take(browser: str, purpose: Purpose) -> tuple[Code, bool]:
    """The proven code, locked, to be used up now; True when the same form did so a moment ago.

    Runs inside a write transaction. Refuses when there is none, or its time is over.
    """
    code = session.scalar(_newest(browser).with_for_update())
    if code is not None and _may_act_on(code, purpose):
        code.used_at = clock.now()
        return code, False
    if code is not None and _was_just_used(code, purpose):
        return code, True
    raise CodeGone


def _was_just_used(code: Code, purpose: Purpose) -> bool:
    if code.purpose != purpose or code.proven_at is None or code.used_at is None:
        return False
    return clock.now() < code.used_at + A_MOMENT


def prove(browser: str, typed: str, *, purposes: tuple[Purpose, ...]) -> Purpose:
    """The mobile is in this person's hands; what the code is for tells where it leads."""
    with apart():
        code = current(browser)
        if code is not None and code.purpose not in purposes:
            code = None
        right = _try(code, keyed(_of(browser), typed))
        answer = (code.purpose, code.tries) if code else None
    return _told(right, answer)


def prove_handed_out(mobile: str, typed: str, browser: str) -> None:
    """As `prove`, for a code handed out at the desk: from now on it belongs to this browser."""
    if _was_just_handed_over(mobile, typed, browser):
        return
    throttle.count_desk_guess(mobile, audit.trail().address)
    with apart():
        throttle.one_at_a_time("codes")
        handed = select(Code).where(Code.mobile == mobile, Code.browser_hash.is_(None))
        handed = handed.where(Code.used_at.is_(None)).order_by(Code.id.desc()).limit(1)
        code = session.scalar(handed.with_for_update())
        right = _try(code, keyed(mobile, typed))
        if right and code is not None:
            _make_newest(code, browser)
    if not right:
        raise WrongCode("验证码不对，或者过了 10 分钟。再看看，或请工作人员重新给一个。", field="code")


def _was_just_handed_over(mobile: str, typed: str, browser: str) -> bool:
    """Did the same form make this code this browser's already?"""
    code = proven(browser, Purpose.reset)
    return code is not None and secrets.compare_digest(code.code_hash, keyed(mobile, typed))


def _make_newest(code: Code, browser: str) -> None:
    # The browser may have asked for a code by SMS later than the desk made this one.
    others = update(Code).where(Code.browser_hash == _of(browser), Code.used_at.is_(None))
    session.execute(others.values(used_at=clock.now()))
    code.browser_hash = _of(browser)


def _try(code: Code | None, typed_hash: str) -> bool:
    """Counts the try; right proves the code. The same form sent again is right again."""
    if code is None:
        return False
    session.refresh(code, with_for_update=True)
    now = clock.now()
    right = secrets.compare_digest(code.code_hash, typed_hash) and not code.used_at and now < code.expires_at
    if right and code.proven_at:
        return True
    code.tries += 1
    if not right or code.tries > TRIES:
        return False
    code.proven_at = now
    audit.record("accounts.prove_code", code)
    return True


def _told(right: bool, answer: tuple[Purpose, int] | None) -> Purpose:
    if right and answer:
        return answer[0]
    _refuse(answer[1] if answer else TRIES)


def _refuse(tries: int) -> NoReturn:
    left = TRIES - tries
    if left <= 0:
        raise CodeGone(field="code")
    raise WrongCode(f"验证码不对，或者过了 10 分钟。看看最新那条短信，还可以试 {left} 次。", field="code")


def void(mobile: str) -> None:
    """No code sent to this mobile before now works any more. Runs inside a write transaction."""
    session.execute(
        update(Code).where(Code.mobile == mobile, Code.used_at.is_(None)).values(used_at=clock.now())
        .execution_options(synchronize_session="fetch")
    )  # fmt: skip


def forget(mobile: str) -> None:
    """No trace of this mobile among the codes. Runs inside a write transaction."""
    session.execute(delete(Code).where(Code.mobile == mobile))


def _of(browser: str) -> str:
    return keyed("browser", browser)
