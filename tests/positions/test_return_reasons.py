"""Why positions are returned: said once, offered again; two who say the same at once both count."""

import pytest
from sqlalchemy import select

from board.accounts.models import Person, Role
from board.db import session
from board.notices.models import Notice
from board.positions import reasons, reviewing
from board.positions.history import ReturnReason
from board.positions.models import Position
from board.positions.words import State
from tests import factories
from tests.positions.under_review import drafts, returned, submitted
from tests.signups.racing import race


@pytest.fixture
def on(community, editor):
    return submitted(drafts(community, editor, 4), editor)


def return_page(position):
    return f"/desk/positions/{position.number}/return"


def kept():
    return {row.reason: row.times_used for row in session.scalars(select(ReturnReason))}


def test_a_new_reason_is_kept_and_offered_for_the_next_one(browser, reviewer, on):
    first, second = on.positions[:2]
    browser.as_(reviewer).submit(return_page(first), "退回", reason="写清楚集合的地方")

    chosen = str(session.scalars(select(ReturnReason.id)).one())
    page = browser.submit(return_page(second), "退回", usual=chosen)

    assert page.has("退回了，编辑会看到原因")
    assert second.state_reason == "写清楚集合的地方"
    assert kept() == {"写清楚集合的地方": 2}


def test_a_chosen_reason_takes_a_word_more_for_this_position_alone(browser, editor, reviewer, on):
    returned(on.positions[0], reviewer, "夜间岗位要写保险")
    chosen = str(session.scalars(select(ReturnReason.id)).one())

    browser.as_(reviewer).submit(return_page(on.positions[1]), "退回", usual=chosen, reason="保额 50 万以上")

    assert on.positions[1].state_reason == "夜间岗位要写保险；保额 50 万以上"
    assert kept() == {"夜间岗位要写保险": 2}
    newest = select(Notice.sentence).where(Notice.person_id == editor.id).order_by(Notice.id.desc())
    assert session.scalars(newest).first() == "“看书岗2”退回来了：夜间岗位要写保险；保额 50 万以上"


def test_neither_chosen_nor_written_is_asked_for(browser, reviewer, on):
    returned(on.positions[0], reviewer)

    page = browser.as_(reviewer).submit(return_page(on.positions[1]), "退回", status=422)

    assert page.has("请写一句为什么退回")
    assert on.positions[1].state == State.in_review


def test_too_long_together_says_so(browser, reviewer, on):
    returned(on.positions[0], reviewer, "长" * 200)
    chosen = str(session.scalars(select(ReturnReason.id)).one())

    page = browser.as_(reviewer).submit(
        return_page(on.positions[1]), "退回", status=422, usual=chosen, reason="短" * 120
    )

    assert page.has("加起来最多 300 个字")


def test_a_reason_of_elsewhere_is_no_reason_here(browser, reviewer, outsider, on):
    with factories.committed():
        foreign = ReturnReason(
            area_id=outsider.area_id, reason="别处的原因", times_used=9, used_at=on.created_at
        )
        session.add(foreign)

    page = browser.as_(reviewer).post(return_page(on.positions[0]), {"usual": str(foreign.id)}, status=422)

    assert page.has("请写一句为什么退回")


def test_the_most_used_comes_first_and_six_are_enough(reviewer, community, on):
    with factories.committed():
        for number in range(8):
            reasons.keep(community, f"原因{number}", by=reviewer)
        reasons.keep(community, "原因3", by=reviewer)

    offered = [row.reason for row in reasons.offered(community)]

    assert (offered[0], len(offered)) == ("原因3", 6)


def test_a_street_offers_its_reasons_for_each_of_its_communities(street, community, resident, on):
    factories.appoint(resident, Role.reviewer, street)
    other = factories.make_area(name="新村", parent=street)
    with factories.committed():
        reasons.keep(community, "写清楚要什么条件", by=resident)

    assert [row.reason for row in reasons.offered(other)] == ["写清楚要什么条件"]


def test_what_the_street_keeps_is_counted_there_and_not_kept_twice(street, community, resident, reviewer, on):
    factories.appoint(resident, Role.reviewer, street)
    with factories.committed():
        reasons.keep(community, "写清楚要什么条件", by=resident)
        reasons.keep(community, "写清楚要什么条件", by=reviewer)

    assert kept() == {"写清楚要什么条件": 2}


def test_two_who_return_for_the_same_new_reason_at_once_are_counted_twice(community, editor, reviewer, on):
    other = factories.make_person(area=community)
    factories.appoint(other, Role.reviewer, community)
    told = [(on.positions[0].id, reviewer.id), (on.positions[1].id, other.id)]
    saw = {position.id: reviewing.seen(position) for position in on.positions}
    session.rollback()

    def returning(number, person):
        def act():
            reviewing.send_back(
                session.get_one(Position, number), saw=saw[number], reason="一样的原因",
                by=session.get_one(Person, person),
            )  # fmt: skip

        return act

    ended = race(*(returning(number, person) for number, person in told))

    assert ended == [None, None]
    assert kept() == {"一样的原因": 2}
