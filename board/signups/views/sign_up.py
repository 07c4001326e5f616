"""From the position to a place: check once more, agree, done."""

from flask import abort, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts import privacy
from board.accounts.models import Person
from board.db import session
from board.positions import in_words
from board.positions import queries as positions
from board.positions.models import Position, Shift
from board.signups import queries, rules, services
from board.signups.forms import SignUpForm
from board.signups.services import Outcome
from board.signups.views import blueprint, showing
from board.web.access import signed_in
from board.web.act import act
from board.web.filters import masked_mobile
from board.web.forms import page
from board.web.paging import row_numbers

MOST_AT_ONCE = 40


@blueprint.route("/positions/<number>/sign-up", methods=["GET", "POST"])
@act
@signed_in
def sign_up(number: str) -> tuple[str, int] | Response:
    position, chosen = positions.fetch_public_with(number, chosen_ids())
    if not chosen:
        return redirect(f"/positions/{number}", 303)
    form = SignUpForm()
    if form.validate_on_submit():
        outcomes = services.sign_up(
            current_user.person, [shift.id for shift in chosen], consent_version=privacy.VERSION
        )
        done = _done_address(number, outcomes)
        session.commit()
        return redirect(done, 303)
    outcomes = expected(current_user.person, chosen)
    waiting = queries.waiting_counts(shift.id for shift in chosen)
    return page(
        "signups/sign_up.html",
        form=form,
        position=position,
        tickets=[showing.before_agreeing(outcome, waiting) for outcome in outcomes],
        rows=_facts(position),
        seen_by=_seen_by(current_user.account.mobile, position.area.name),
        privacy_version=privacy.VERSION_WORDS,
        group_path=f"/positions/{number}/sign-up/group?{chosen_in_address(chosen)}",
    )


def _facts(position: Position) -> list[dict[str, object]]:
    until, afterwards = in_words.withdrawing(position)
    return [
        {"icon": "list", "label": "做什么", "value": position.content},
        {
            "icon": "hours",
            "label": "服务时长",
            "value": in_words.hours_rule(position),
            "more": in_words.rounding_rule(position),
        },
        {"icon": "shield", "label": "保障", "value": in_words.guarantees(position)},
        {"icon": "phone", "label": "联系", "value": in_words.contact(position, has_place=False)},
        {"icon": "undo", "label": "不能去了", "value": until, "more": afterwards},
    ]


def _seen_by(mobile: str, area: str) -> list[tuple[str, str]]:
    return [
        (
            "eye",
            f"{area}岗位发布员和审核员：姓名、所在社区、报名记录；手机号平时显示 {masked_mobile(mobile)}",
        ),
        ("user", "这一班的负责人：姓和志愿者编号；前后一天有事找你时，能查手机号，每次都有记录"),
        ("no", "网页和海报上不出现你的姓名和电话"),
    ]


@blueprint.get("/positions/<number>/signed-up")
@signed_in
def signed_up(number: str) -> tuple[str, int]:
    position, chosen = positions.fetch_public_with(number, chosen_ids())
    signups = queries.live_of(current_user.person, [shift.id for shift in chosen])
    if not signups:
        abort(404)
    outcomes = [o for o in expected(current_user.person, chosen) if o.signup or o.refusal]
    places = queries.places_in_line(signups.values())
    return page("signups/signed_up.html", position=position, **showing.done(outcomes, places, clock.now()))


def expected(person: Person, shifts: list[Shift]) -> list[Outcome]:
    """What would happen now, shown before the person agrees; nothing is kept for them yet."""
    now = clock.now()
    there = queries.live_of(person, [shift.id for shift in shifts])
    clashes = queries.clashes(person, shifts)
    outcomes = []
    for shift in shifts:
        signup = there.get(shift.id)
        refusal = None if signup else rules.why_not(person, shift, now, clashes.get(shift.id))
        outcomes.append(Outcome(shift, signup, refusal))
    return outcomes


def chosen_ids() -> list[int]:
    return row_numbers(request.args.getlist("shift")[:MOST_AT_ONCE])


def _done_address(number: str, outcomes: list[Outcome]) -> str:
    return f"/positions/{number}/signed-up?{chosen_in_address([outcome.shift for outcome in outcomes])}"


def chosen_in_address(shifts: list[Shift]) -> str:
    return "&".join(f"shift={shift.id}" for shift in shifts)
