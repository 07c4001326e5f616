"""The outermost mark of every view that changes something: retries, refusals, their audit."""

import random
import time
from collections.abc import Callable
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

from flask import abort, flash, g, redirect, request
from flask_login import current_user
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from werkzeug.exceptions import ServiceUnavailable
from werkzeug.wrappers import Response

from board import audit, clock
from board.db import begin_writing, session
from board.errors import NotAllowed, NotFound, RuleBroken
from board.web import once
from board.web.addresses import back_or

P = ParamSpec("P")
R = TypeVar("R")

TRIES: Final = 5
SECONDS: Final = 3.0
# Serialization failure, deadlock, lock timeout, too many connections, the server going away.
_PASSING_STATES: Final = {
    "40001",
    "40P01",
    "55P03",
    "53300",
    "57P01",
    "57P02",
    "57P03",
    "08000",
    "08003",
    "08006",
}
# Two that race for one natural key: the second run finds what the first one wrote.
_RACED_KEYS: Final = (
    "uq_signups_live", "signups.shift_id, signups.person_id",
    "pk_once_tokens", "once_tokens.token",
    "uq_accounts_mobile", "accounts.mobile",
    "uq_appointments_running",
    "uq_stand_ins_asked", "stand_ins.signup_id",
    "uq_known_browsers", "known_browsers.account_id",
    "uq_attendance_standing", "uq_attendance_came", "attendance.shift_id, attendance.person_id",
    "uq_record_steps_record_id_step", "record_steps.record_id, record_steps.step",
    "uq_service_records_shift_id_person_id", "service_records.shift_id, service_records.person_id",
    "uq_objections_live_notice", "objections.record_id", "uq_objections_live_own", "objections.shift_id, objections.person_id",
    "uq_shift_leaders_shift_id_person_id", "shift_leaders.shift_id, shift_leaders.person_id",
)  # fmt: skip


def act(view: Callable[P, R]) -> Callable[P, R | Response]:
    """Run an unsafe view as a whole, again if the database asks for it, and answer refusals.

    A refused form is shown again with the sentence on it (422); a refused button flashes and
    leads back. Refusals and forbidden attempts are written to the audit log by themselves.
    """

    @wraps(view)
    def outermost(*args: P.args, **kwargs: P.kwargs) -> R | Response:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return view(*args, **kwargs)
        try:
            return _repeated(view, args, kwargs)
        except (NotFound, NotAllowed) as problem:
            _write_down(type(problem).__name__)
            raise
        except RuleBroken as refusal:
            _write_down(type(refusal).__name__, *(refusal.about or ()))
            if "GET" not in _methods_here():
                flash(str(refusal), "refusal")
                return redirect(refusal.way_on[0] if refusal.way_on else back_or("/"), 303)
            g.refusal = refusal
            return view(*args, **kwargs)

    outermost.is_act = True  # type: ignore[attr-defined]  # the architecture test asks
    return outermost


def _repeated(view: Callable[P, R], args: tuple[object, ...], kwargs: dict[str, object]) -> R | Response:
    deadline = clock.seconds() + SECONDS
    for attempt in range(1, TRIES + 1):
        try:
            return _once(view, args, kwargs)
        except DBAPIError as problem:
            session.rollback()
            if not is_passing(problem):
                raise
            if attempt == TRIES or clock.seconds() > deadline:
                raise ServiceUnavailable(retry_after=2) from problem
            _forget_this_try()
            time.sleep(random.uniform(0, 0.02 * 2**attempt))  # noqa: S311 - spreads retries, no secret
    raise AssertionError("unreachable")


def _once(view: Callable[P, R], args: tuple[object, ...], kwargs: dict[str, object]) -> R | Response:
    """Run the view, and keep where it led together with what it wrote. The same form sent again, by a
    second tap or after going back, is answered as the first time and changes nothing."""
    form = once.name_of_this_form()
    if form is None:
        return view(*args, **kwargs)  # type: ignore[arg-type]
    if led_to := once.answer_to(form):
        return redirect(led_to, 303)
    # Loading the user may commit that they were seen: not within the act's own commit.
    bool(current_user.is_authenticated)
    try:
        with once.one_commit():
            answer = view(*args, **kwargs)  # type: ignore[arg-type]
            if isinstance(answer, Response) and session().writing and _says_it_all(answer):
                once.keep(form, answer.location or "")
    except (NotFound, NotAllowed, RuleBroken):
        session.rollback()  # it waited while the first tap was carried out, and found everything done
        if led_to := once.answer_to(form):
            return redirect(led_to, 303)
        raise
    return answer


def _says_it_all(answer: Response) -> bool:
    """An answer that also signs somebody in or out is more than where it leads."""
    leads = answer.status_code == 303 and len(answer.location or "") <= once.LONGEST_ADDRESS
    return leads and "Set-Cookie" not in answer.headers


def is_passing(problem: DBAPIError) -> bool:
    """Would the same act, run again from its beginning, have a fair chance?"""
    if isinstance(problem, IntegrityError):
        return any(key in str(problem.orig) for key in _RACED_KEYS)
    if problem.connection_invalidated or getattr(problem.orig, "sqlstate", None) in _PASSING_STATES:
        return True
    return isinstance(problem, OperationalError) and "locked" in str(problem.orig)


def _forget_this_try() -> None:
    g.pop("appointments", None)
    g.pop("_login_user", None)  # loaded anew: the person may have lost a role meanwhile
    for upload in request.files.values():
        upload.stream.seek(0)


def _methods_here() -> set[str]:
    rule = request.url_rule
    if rule is None:
        abort(404)
    return rule.methods or set()


def _write_down(rule: str, *about: Any) -> None:
    session.rollback()
    begin_writing()
    audit.record_refusal(request.endpoint or "unknown", *about, rule=rule)
    session.commit()


def done(sentence: str, to: str) -> Response:
    """Tell what became true, and go on."""
    flash(sentence, "notice")
    return redirect(to, 303)
