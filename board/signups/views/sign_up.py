"""From the position to a place: check once more, agree, done."""

from flask import abort, redirect, request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock
from board.accounts import privacy
from board.accounts.models import Person
from board.db import session
from board.positions import queries as positions
from board.positions.models import Shift
from board.signups import queries, rules, services
from board.signups.forms import SignUpForm
from board.signups.services import Outcome
from board.signups.views import blueprint
from board.web.access import signed_in
from board.web.act import act
from board.web.forms import page

MOST_AT_ONCE = 40


@blueprint.route("/positions/<number>/sign-up", methods=["GET", "POST"])
@act
@signed_in
def sign_up(number: str) -> tuple[str, int] | Response:
    position = positions.fetch_public(number)
    chosen = positions.shifts_of(position, _chosen_ids())
    if not chosen:
        return redirect(f"/positions/{number}", 303)
    form = SignUpForm()
    if form.validate_on_submit():
        outcomes = services.sign_up(
            current_user.person, [shift.id for shift in chosen], consent_version=privacy.VERSION
        )
        session.commit()
        return redirect(_done_address(number, outcomes), 303)
    return page(
        "signups/sign_up.html",
        form=form,
        position=position,
        rows=expected(current_user.person, chosen),
        query=request.query_string.decode(),
        privacy_version=privacy.VERSION_WORDS,
    )


@blueprint.get("/positions/<number>/signed-up")
@signed_in
def signed_up(number: str) -> tuple[str, int]:
    position = positions.fetch_public(number)
    chosen = positions.shifts_of(position, _chosen_ids())
    signups = queries.live_of(current_user.person, [shift.id for shift in chosen])
    if not signups:
        abort(404)
    now = clock.now()
    refusals = {o.shift.id: o.refusal for o in expected(current_user.person, chosen) if o.refusal}
    return page(
        "signups/signed_up.html",
        position=position,
        rows=[(shift, signups.get(shift.id), refusals.get(shift.id)) for shift in chosen],
        places=queries.places_in_line(signups.values()),
        undoable={signup.id for signup in signups.values() if signup.can_undo_at(now)},
    )


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


def _chosen_ids() -> list[int]:
    typed = request.args.getlist("shift")[:MOST_AT_ONCE]
    return [int(text) for text in typed if text.isascii() and text.isdigit() and len(text) < 16]


def _done_address(number: str, outcomes: list[Outcome]) -> str:
    chosen = "&".join(f"shift={outcome.shift.id}" for outcome in outcomes)
    return f"/positions/{number}/signed-up?{chosen}"
