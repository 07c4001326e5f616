"""A community may hand its reviews to its street, and a street to the district: then they decide, nobody below."""

import pytest

from board.accounts import scope
from board.accounts.models import Role
from board.areas import services as areas
from board.db import session
from board.positions import deciders, proposals, reviewing
from board.positions.words import State
from tests import factories
from tests.positions.under_review import drafts, seen, submitted


@pytest.fixture
def on(community, editor):
    return submitted(drafts(community, editor, 2), editor)


@pytest.fixture
def street_reviewer(street, community):
    person = factories.make_person(area=community, name="赵明")
    factories.make_account(person=person)
    factories.appoint(person, Role.reviewer, street)
    return person


def hand_over(area):
    areas.review_above(area)
    session.commit()


def test_its_own_reviewers_are_not_asked_any_more_and_the_streets_are(
    browser, reviewer, street_reviewer, community, on
):
    hand_over(community)

    assert not browser.as_(reviewer).get("/desk/review").has(on.title)
    assert not browser.get("/desk").has("等你审核")
    assert browser.as_(street_reviewer).get("/desk/review").has(on.title, "2 个岗位")


def test_its_own_reviewers_still_read_it_and_are_told_who_decides(
    browser, reviewer, street, street_reviewer, community, on
):
    hand_over(community)

    page = browser.as_(reviewer).get(f"/desk/review/{on.number}")
    one = browser.get(f"/desk/positions/{on.positions[0].number}")

    assert page.has(f"清泉社区的清单现在由{street.name}的审核员审核")
    assert one.has("这里的岗位由上一级审核", f"{street.name}的审核员会审")
    assert "审核通过，公布" not in one.buttons


def test_what_waited_already_follows_the_setting(browser, reviewer, street, street_reviewer, community, on):
    browser.as_(reviewer).get(f"/desk/review/{on.number}")
    hand_over(community)

    page = browser.press("全部通过，公布")

    assert page.has(f"现在由{street.name}的审核员审核，你这里只能看")
    assert {position.state for position in on.positions} == {State.in_review}


def test_returning_is_refused_as_well(browser, reviewer, street_reviewer, community, on):
    hand_over(community)

    page = browser.as_(reviewer).submit(
        f"/desk/positions/{on.positions[0].number}/return", "退回", status=422, reason="写清楚"
    )

    assert page.has("你这里只能看")


def test_the_street_decides(street_reviewer, community, on):
    hand_over(community)

    reviewing.approve_list(on, seen(on), by=street_reviewer)
    session.commit()

    assert {position.state for position in on.positions} == {State.published}


def test_a_street_that_hands_over_hands_over_its_communities(street, street_reviewer, manager, community, on):
    hand_over(street)
    factories.appoint(manager, Role.reviewer, street.parent)

    assert not deciders.decides_for(street_reviewer, community)
    assert deciders.decides_for(manager, community)
    assert deciders.reviewing_area(community, set()) == street.parent


def test_the_highest_that_hands_over_counts(street, street_reviewer, manager, community, on):
    hand_over(community)
    hand_over(street)
    factories.appoint(manager, Role.reviewer, street.parent)

    queue = session.scalars(deciders.areas_decided_by(street_reviewer)).all()

    assert queue == []
    assert community.id in session.scalars(deciders.areas_decided_by(manager)).all()


def test_a_neighbour_keeps_its_own_reviewers(outsider, community, on):
    hand_over(community)

    (elsewhere,) = scope.areas_of(outsider, Role.reviewer)
    assert deciders.decides_for(outsider, elsewhere)
    assert not deciders.decides_for(outsider, community)


def test_reviewers_of_both_decide_as_the_streets(street, street_reviewer, community, on):
    factories.appoint(street_reviewer, Role.reviewer, community)
    hand_over(community)

    assert deciders.decides_for(street_reviewer, community)


def test_handing_back_makes_its_own_reviewers_decide_again(browser, reviewer, manager, community, on):
    hand_over(community)

    page = browser.as_(manager).press("改回自己审核", f"/desk/areas/{community.code}")

    assert page.has("又由自己的审核员审核了")
    assert browser.as_(reviewer).get("/desk/review").has(on.title)


def test_a_manager_of_the_street_hands_it_over_with_one_button(browser, street, community, resident):
    factories.appoint(resident, Role.manager, street)

    page = browser.as_(resident).press("交给上一级审核", f"/desk/areas/{community.code}")

    assert page.has("清泉社区的岗位从现在起由上一级审核")
    assert community.reviewed_above


def test_a_manager_of_the_community_alone_does_not_choose(browser, community, resident):
    factories.appoint(resident, Role.manager, community)

    page = browser.as_(resident).get(f"/desk/areas/{community.code}")

    assert "交给上一级审核" not in page.buttons
    browser.post(f"/desk/areas/{community.code}/review-above", status=403)


def test_the_district_has_nobody_above(browser, street, manager):
    browser.as_(manager).post(f"/desk/areas/{street.parent.code}/review-above", status=403)

    with pytest.raises(areas.NobodyAbove):
        areas.review_above(street.parent)


def test_proposed_changes_follow_too(browser, reviewer, editor, street_reviewer, community):
    public = factories.make_position(area=community, written_by=editor, targets=("11",), guarantees=("05",))
    factories.make_shift(position=public)
    proposals.propose(public, {"content": "给老人送午饭，陪着说说话。"}, by=editor)
    session.commit()
    hand_over(community)

    browser.as_(reviewer)
    page = browser.post(f"/desk/positions/{public.number}/proposal/approve")

    assert page.has("你这里只能看")
    assert not browser.get("/desk/review").has(public.title)
    assert browser.as_(street_reviewer).get("/desk/review").has(public.title)


def test_who_may_not(browser, community, outsider, editor, manager):
    address = f"/desk/areas/{community.code}/review-above"

    browser.as_(outsider).post(address, status=404)
    browser.as_(editor).post(address, status=403)
    browser.as_(manager).post("/desk/areas/999999999999/review-above", status=404)
    browser.as_(manager).get(address, status=405)
