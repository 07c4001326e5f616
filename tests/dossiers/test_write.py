"""Trainings, commendations and evaluations: written by the community, checked where they come from above,
taken back with a reason, answered once by the volunteer."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.accounts.models import Role
from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.dossiers import services
from board.dossiers.models import Entry, Kind, State
from board.dossiers.services import (
    AlreadyEvaluated,
    AlreadyReplied,
    NobodyLeft,
    NotOnesOwn,
    NotServedHere,
    NotYet,
    OverAlready,
    ProofNeeded,
    SecondPersonNeeded,
)
from board.errors import NotAllowed, NotFound
from tests import factories
from tests.dossiers.writing import commend, commend_from_above, does, evaluate, states, told, train
from tests.factories import appoint, make_account, make_person


def person_page(person):
    return f"/desk/people/{person.volunteer_no}/record"


def test_a_training_stands_at_once_and_the_person_is_told(browser, editor, served):
    browser.as_(editor)
    page = browser.get(person_page(served))

    page = browser.get(page.links["记一次培训"])
    page = browser.submit(
        None, "记一次培训", name="急救知识", content="心肺复苏、包扎", hours="１．５", organiser="区红十字会"
    )

    assert page.has(
        "培训记下了，已经告诉本人", "急救知识", "区红十字会，1 小时 30 分。心肺复苏、包扎", "已记入"
    )
    entry = session.scalars(select(Entry)).one()
    assert (entry.minutes, entry.area_id, entry.written_by) == (90, served.area_id, editor.id)
    assert told(served)[-1] == "清泉社区在你的记录里写了培训“急救知识”。不对就打社区的电话说一声。"
    assert (
        session.scalar(select(AuditRow.object_id).where(AuditRow.action == "dossier.add_training"))
        == entry.id
    )


@pytest.mark.parametrize("hours", ["", "0", "1.2", "-1", "一", "1001", "1e3", "²", "1.55", "."])
def test_a_length_that_is_none_is_asked_for_again(browser, editor, served, hours):
    browser.as_(editor)
    said = {"name": "急救知识", "content": "包扎", "organiser": "区红十字会", "hours": hours}

    page = browser.submit(f"/desk/people/{served.volunteer_no}/trainings/new", "记一次培训", 422, **said)

    assert page.has("学习时长")
    assert states() == []


def test_ones_own_commendation_stands_at_once(served, editor):
    commend(served, editor)

    assert states() == ["standing"]
    assert "表彰“优秀志愿者”" in told(served)[-1]


def test_one_of_a_higher_body_needs_a_second_person(browser, served, editor, reviewer):
    commend_from_above(served, editor)
    assert told(served) == []
    assert "区级优秀志愿者" not in browser.as_(served).get("/me/record").text

    browser.as_(reviewer)
    desk = browser.get("/desk")
    page = browser.get(desk.links["去核对"])
    page = browser.press("核对过，记入")

    assert desk.has("表彰等你核对：区级优秀志愿者")
    assert page.has("核对过了，记入本人的记录", "温社工〔2026〕3 号")
    assert states() == ["standing"]
    assert "表彰“区级优秀志愿者”" in told(served)[-1]
    assert browser.as_(served).get("/me/record").has("区级优秀志愿者", "区委社会工作部 授予")


def test_without_a_proof_it_is_not_even_written(browser, editor, served):
    browser.as_(editor)
    said = {"name": "区级优秀志愿者", "organiser": "区委社会工作部", "from_above": True}

    page = browser.submit(f"/desk/people/{served.volunteer_no}/commendations/new", "记一次表彰", 422, **said)

    assert page.has("看了什么证明")
    assert states() == []
    with pytest.raises(ProofNeeded):
        commend_from_above(served, editor, proof="")


def test_the_second_person_says_why_not_and_the_writer_is_told(browser, served, editor, reviewer):
    entry = commend_from_above(served, editor)

    browser.as_(reviewer).submit(f"/desk/entries/{entry.id}/refuse", "不记入", reason="文件里没有这个名字")

    assert states() == ["refused"]
    assert told(served) == []
    assert told(editor) == ["你给 林* 写的表彰“区级优秀志愿者”没有通过核对：文件里没有这个名字。"]
    with pytest.raises(OverAlready):
        does(services.approve, entry, by=reviewer)


def test_nobody_checks_what_they_wrote_or_what_is_about_them(browser, served, community, editor, reviewer):
    appoint(editor, Role.reviewer, community)
    about_reviewer = make_account(person=make_person(area=community)).person
    appoint(about_reviewer, Role.reviewer, community)
    mine = commend_from_above(about_reviewer, editor)
    written = commend_from_above(served, editor)

    with pytest.raises(SecondPersonNeeded):
        does(services.approve, written, by=editor)
    with pytest.raises(SecondPersonNeeded):
        does(services.approve, mine, by=about_reviewer)
    assert "核对过，记入" not in browser.as_(editor).get(person_page(served)).buttons
    browser.post(f"/desk/entries/{written.id}/approve")
    assert states() == ["waiting", "waiting"]


def test_the_schema_alone_refuses_a_commendation_from_above_that_nobody_checked(served, editor):
    entry = commend_from_above(served, editor)

    for broken in (
        {"state": State.standing},
        {"decided_by": editor.id, "decided_at": clock.now(), "state": State.standing},
    ):
        with pytest.raises(Exception, match=r"(?i)check"), factories.committed():
            for name, value in broken.items():
                setattr(session.get_one(Entry, entry.id), name, value)
            session.flush()
        session.rollback()


def test_an_evaluation_is_for_those_who_served_here(served, editor, community):
    stranger = make_account(person=make_person(area=community)).person

    evaluate(served, editor)

    assert told(served)[-1] == "清泉社区在你的记录里写了评价“良”。你可以在“我的记录”里回一句。"
    with pytest.raises(NotServedHere):
        evaluate(stranger, editor)
    with pytest.raises(AlreadyEvaluated):
        evaluate(served, editor)


def test_the_volunteer_replies_once_and_the_writer_is_told(browser, served, editor):
    evaluate(served, editor)
    browser.as_(served)

    page = browser.get(browser.get("/me/record").links["回一句"])
    page = browser.submit(None, "回复", reply="谢谢，我会继续来")

    assert page.has("回复记下了", "你的回复：谢谢，我会继续来")
    assert "回一句" not in page.links
    assert told(editor)[-1].startswith("林* 回复了你 11月23日 周一 写的评价")
    entry = session.scalars(select(Entry)).one()
    with pytest.raises(AlreadyReplied):
        does(services.reply, entry, "再说一句")
    assert browser.as_(editor).get(person_page(served)).has("本人回复：谢谢，我会继续来")


def test_only_the_volunteer_replies_and_only_to_evaluations(browser, served, official, editor):
    evaluation, training = evaluate(served, editor), train(served, editor)

    browser.as_(official).get(f"/me/record/{evaluation.id}/reply", 404)
    browser.as_(served).get(f"/me/record/{training.id}/reply", 404)


def test_it_is_taken_back_with_a_reason_and_stays_readable(browser, served, editor):
    entry = train(served, editor)
    browser.as_(editor)

    page = browser.submit(f"/desk/entries/{entry.id}/withdraw", "撤回", reason="写错了人")

    assert page.has("撤回了", "原因：写错了人")
    assert states() == ["withdrawn"]
    assert told(served)[-1] == "清泉社区撤回了你记录里的培训“急救知识”：写错了人。"
    assert browser.as_(served).get("/me/record").has("急救知识", "已撤回：写错了人")
    with pytest.raises(OverAlready):
        does(services.withdraw, entry, reason="再撤一次", by=editor)


def test_a_withdrawn_evaluation_takes_no_reply_and_makes_room_for_another(served, editor):
    entry = evaluate(served, editor)
    does(services.withdraw, entry, reason="重写", by=editor)

    with pytest.raises(OverAlready):
        does(services.reply, entry, "晚了")
    evaluate(served, editor)
    assert states() == ["withdrawn", "standing"]


@pytest.mark.parametrize("write", [train, commend, evaluate])
def test_nobody_writes_their_own_or_of_tomorrow(editor, served, write):
    with pytest.raises(NotOnesOwn):
        write(editor, editor)
    with pytest.raises(NotYet):
        write(served, editor, day=clock.today() + timedelta(days=1))
    assert states() == []


def test_nobody_writes_about_whoever_has_gone(served, editor):
    with factories.committed():
        served.closed_at = clock.now()

    with pytest.raises(NobodyLeft):
        train(served, editor)


def test_it_goes_with_the_account(browser, served, editor):
    train(served, editor)
    evaluate(served, editor)

    browser.as_(served).submit("/me/close", "注销账号", password=factories.PASSWORD)

    assert states() == []


def test_what_was_written_before_there_was_an_account_is_claimed_with_it(community, editor, resident):
    record = make_person(area=community, name="林小满", added_by=editor.id)
    train(record, editor)

    begin_writing()
    services.hand_over(session.get_one(type(record), record.id), resident)
    session.commit()

    assert session.scalars(select(Entry.person_id)).one() == resident.id


# Who may


def test_a_community_sees_what_it_wrote_and_nothing_of_others(browser, served, editor, outsider):
    train(served, editor, name="急救知识")
    elsewhere = session.scalars(select(factories.Area).where(factories.Area.name == "高山村")).one()
    with factories.committed():
        session.add(Entry(
            kind=Kind.training, person_id=served.id, area_id=elsewhere.id, state=State.standing, day=clock.today(),
            name="种花", organiser="高山村", content="修剪", minutes=60, written_by=outsider.id, written_at=clock.now(),
        ))  # fmt: skip

    here = browser.as_(editor).get(person_page(served))
    there = browser.as_(outsider).get(person_page(served))
    own = browser.as_(served).get("/me/record")

    assert (here.has("急救知识"), here.has("种花")) == (True, False)
    assert (there.has("急救知识"), there.has("种花")) == (False, True)
    assert there.has("0 小时") or there.has("0 分")
    assert own.has("急救知识", "种花")


def test_strangers_and_wrong_roles(browser, served, editor, outsider, manager, auditor, reviewer):
    entry = train(served, editor)
    new = f"/desk/people/{served.volunteer_no}/trainings/new"
    for who, status in ((outsider, 404), (manager, 403), (auditor, 403), (served, 404)):
        browser.as_(who)
        browser.get(person_page(served), status)
        browser.get(new, status)
        browser.get(f"/desk/entries/{entry.id}/withdraw", status)
    browser.as_(reviewer).get(new, 403)
    browser.get(f"/desk/entries/{entry.id}/withdraw", 403)
    browser.as_(editor).post(f"/desk/entries/{entry.id}/approve", status=403)
    browser.get("/desk/entries/987654/withdraw", 404)
    browser.get(f"/desk/entries/{entry.id}/approve", 405)
    with pytest.raises((NotFound, NotAllowed)):
        train(served, outsider)
