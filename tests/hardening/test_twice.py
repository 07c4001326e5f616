"""Double submit and Back for every route that accepts a POST: one effect, equal answers."""

from urllib.parse import urlsplit

import pytest

from board import create_app
from tests.engines import ORIGIN, settings
from tests.hardening.rewinding import differences, done_only, rows_now
from tests.hardening.sending import send, twin
from tests.hardening.submissions import WAYS, fill_in

# What a second sending may add, and why.
_SIGNED_IN_ANEW = {"sign_ins", "audit_rows"}  # whoever did not get the first answer's cookie gets another one
MORE_EACH_TIME = dict.fromkeys(("/sign-in", "/register/details", "/forgot/password"), _SIGNED_IN_ANEW)

# What it does is looking, which is written down.
LOOKING = {
    "/verify",
    "/desk/people",
    "/desk/shifts/<int:shift_id>/roster/reveal",
    "/desk/calls/<int:call_id>/phone",
    "/desk/objections/<int:objection_id>/phone",
    "/desk/people/<volunteer_no>/identity",
    "/desk/hours/export",
}
# A change of rights ends the form session: a page from before it is stale, and says so (security-baseline 36).
STALE = (400, None)
BACK = dict.fromkeys(
    ("/sign-in", "/register/details", "/forgot/password", "/me/password", "/sign-out"), STALE
)

# The second tap comes from a sign-in that the first one has ended.
SECOND = {"/me/password": (303, "/sign-in?next=%2Fme%2Fpassword")}


@pytest.mark.no_database
def test_every_route_that_accepts_a_post_has_a_valid_form_and_every_form_a_route():
    rules = create_app(settings("sqlite://")).url_map.iter_rules()

    posting = {rule.rule for rule in rules if "POST" in rule.methods}

    assert sorted(posting - set(WAYS)) == [], "write a line for these in submissions.py"
    assert sorted(set(WAYS) - posting) == [], "these routes are gone: remove their lines"


@pytest.mark.parametrize("rule", WAYS)
@pytest.mark.dealt
def test_the_same_form_twice_and_after_going_back_has_one_effect(app, world, rule):
    filling = fill_in(app, world, rule)
    before, same_cookies = rows_now(), twin(filling.browser)
    first = send(filling)
    once = rows_now()
    assert first[0] in {200, 303}, f"the form is not valid: {first}"
    assert rule in LOOKING or differences(done_only(before), done_only(once)), "the form does nothing"

    second = send(filling, same_cookies)
    twice = rows_now()
    if first[1]:
        filling.browser.client.get(
            urlsplit(first[1])._replace(scheme="", netloc="").geturl(), base_url=ORIGIN
        )
    back = send(filling)
    thrice = rows_now()

    assert (second, back) == (SECOND.get(rule, first), BACK.get(rule, first))
    more = MORE_EACH_TIME.get(rule, set())
    assert {k: v for k, v in differences(done_only(once), done_only(twice)).items() if k not in more} == {}
    assert {k: v for k, v in differences(done_only(once), done_only(thrice)).items() if k not in more} == {}
