"""A page that is only read may refuse too: it says why, as any refused form does."""

from board import audit
from board.accounts import people
from board.accounts.models import Role
from board.areas.models import Level
from tests.factories import appoint, committed, make_account, make_area, make_person


def test_the_fifty_first_look_at_a_stranger_is_refused_with_the_rules_sentence(browser, street):
    manager = make_account(person=make_person(area=street)).person
    appoint(manager, Role.manager, street)
    other_street = make_area(Level.street, parent=street.parent)
    stranger = make_person(area=make_area(parent=other_street))
    with committed(), audit.following(audit.Trail(actor_id=manager.id)):
        for _ in range(people.LOOKUPS_A_DAY - 1):
            audit.record("accounts.look_up")
    browser.as_(manager)

    browser.get(f"/desk/people/{stranger.volunteer_no}")
    refused = browser.get(f"/desk/people/{stranger.volunteer_no}", status=422)

    assert refused.has(people.TooManyLookups.sentence)
