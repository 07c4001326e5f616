"""Anybody may object to hours in their notice, signed in or not: they are held until somebody answers."""

import re
from datetime import time, timedelta

import pytest
from sqlalchemy import select

from board.accounts.models import Role
from board.audit.models import AuditRow
from board.db import session
from board.errors import NotFound
from board.objections import limits
from board.objections.models import Kind, Objection, State
from board.outbox.models import Message
from board.records import ledger
from board.records import services as records
from board.records.models import State as RecordState
from tests.factories import (
    appoint,
    committed,
    count_rows,
    make_account,
    make_list,
    make_person,
    make_position,
    make_shift,
)
from tests.objections.said import answer, found, line, object_to, state_of, tick, told
from tests.records.served import confirm, recorded, steps

pytestmark = pytest.mark.dealt  # test_races and the generated tests run on both databases

MOBILE = "13700001234"


def address(record):
    return f"/hours/{record.id}/object"


def one():
    session.rollback()
    return session.scalars(select(Objection)).one()


def test_somebody_signed_out_objects_and_the_hours_count_no_more(browser, record, resident, community):
    page = browser.get(f"/c/{community.code}/hours")
    page = browser.get(address(record))
    assert page.has("林*", "助老送餐", "2 小时", "清泉社区没有经手的人来核对")
    page = browser.submit(button="提异议", reason="那天我在，没有看见这个人")

    assert page.has(
        "提好了。答复以前，这一条先不算时长。", "等清泉社区答复", "11月30日 周一 前答复", "记下这一页的网址"
    )
    assert page.path.startswith("/objections/")
    assert (state_of(record), steps(resident)) == (RecordState.held, ["confirmed", "held"])
    assert ledger.of_person(resident) == ledger.Total(0, 0)
    assert not line(record).is_noticed_at(line(record).noticed_until)
    assert (one().kind, one().state, one().made_by) == (Kind.notice, State.open, None)


def test_whose_hours_they_are_is_told_and_not_by_whom(browser, record, resident, outsider):
    browser.as_(outsider).submit(address(record), "提异议", reason="那天没有看见他")

    assert "在公示里有人提了异议，核对期间先不算。清泉社区在 11月30日 周一 前答复" in told(resident)[0]
    page = browser.as_(resident).get(f"/me/hours/{record.id}")
    assert page.has("有异议，暂不算", "那天没有看见他", "公示期有人提异议")
    assert outsider.name not in page.text
    assert outsider.volunteer_no not in page.body.decode()


def test_a_clerk_does_not_learn_who_objected(browser, record, resident, official, editor, reviewer):
    number = object_to(record, person=official)

    for staff in (editor, reviewer):
        pages = [browser.as_(staff).get(path) for path in (
            f"/desk/objections/{number}", "/desk/objections", f"/desk/records/{record.id}", "/desk",
        )]  # fmt: skip
        for page in pages:
            assert official.name not in page.text
            assert official.volunteer_no not in page.body.decode()


def test_a_certificate_may_not_name_it_even_when_the_notice_is_over(record, clock_at):
    number = object_to(record)

    clock_at.move(days=8)
    assert not line(record).is_noticed_at(clock_at())
    tick()  # the street has it by now
    session.rollback()

    assert found(number).state == State.with_street
    assert not line(record).is_noticed_at(clock_at())


# Once is enough


def test_one_who_comes_second_is_told_that_it_is_looked_into(browser, record):
    browser.get(address(record))
    object_to(record, address="203.0.113.9")

    page = browser.submit(button="提异议", reason="我也没看见", status=422)

    assert page.has("有人已经对这一条提了异议，正在核对")
    assert browser.get(address(record)).has("有人已经提了异议", "打 028-82720001（李老师）")
    assert count_rows(Objection) == 1


def test_a_double_click_is_one_objection_and_one_answer(browser, record):
    page = browser.get(address(record))
    sent = {name: page.value_of(name) for name in ("csrf_token", "once")} | {"reason": "没有来"}

    first = browser.post(address(record), sent, follow=False, status=303)
    second = browser.post(address(record), sent, follow=False, status=303)

    assert first.headers["Location"] == second.headers["Location"]
    assert count_rows(Objection) == 1


def test_the_same_hours_are_not_objected_to_for_ever(record, editor, others):
    for number in range(limits.ABOUT_ONE):
        answer_it = object_to(record, address=f"203.0.113.{number}")
        answer(answer_it, _another_editor(editor))

    with pytest.raises(limits.AskedOften, match="打 028-82720001"):
        object_to(record, address="203.0.113.77")
    assert state_of(record) == RecordState.confirmed


def _another_editor(editor):
    """Whoever answered once had a hand in it: each time somebody else does."""
    person = make_account(person=make_person(area=editor.area)).person
    appoint(person, Role.editor, editor.area)
    return person


# Nobody holds a whole community's hours


def test_one_address_holds_five_until_they_are_answered(browser, others):
    made = others(limits.FROM_AN_ADDRESS + 1)
    for record in made[:-1]:
        object_to(record, address="2001:db8:1:2:aaaa::1")

    with pytest.raises(limits.TooManyFromHere, match="登录以后再提，或者打 028-82720001"):
        object_to(made[-1], address="2001:db8:1:2:bbbb::9")  # another device of the same house

    assert state_of(made[-1]) == RecordState.confirmed
    object_to(made[-1], address="203.0.113.50")


def test_the_sentence_stands_on_the_form(browser, others):
    made = others(limits.FROM_AN_ADDRESS + 1)
    for record in made[:-1]:
        object_to(record, address="127.0.0.1")

    page = browser.submit(address(made[-1]), "提异议", reason="都是假的", status=422)

    assert page.has("从这个网络提的异议，今天的加上没答复的已经有 5 条", "打 028-82720001（李老师）")


def test_answered_ones_of_earlier_days_no_longer_count(others, editor, clock_at):
    made = others(limits.FROM_AN_ADDRESS + 1)
    for record in made[:-1]:
        answer(object_to(record), editor)
    with pytest.raises(limits.TooManyFromHere):
        object_to(made[-1])

    clock_at.move(days=1)

    object_to(made[-1])


def test_one_account_holds_ten(others, official):
    made = others(limits.OF_A_PERSON + 1)
    for record in made[:-1]:
        object_to(record, person=official)

    with pytest.raises(limits.TooManyFromHere):
        object_to(made[-1], person=official)


def test_strangers_from_everywhere_hold_twenty_of_a_community(others, official):
    made = others(limits.OF_STRANGERS_HERE + 1)
    for number, record in enumerate(made[:-1]):
        object_to(record, address=f"198.51.100.{number}")

    with pytest.raises(limits.TooManyHere):
        object_to(made[-1], address="198.51.100.200")
    object_to(made[-1], person=official)


def test_many_at_once_are_a_line_at_the_desk(browser, others, editor, manager, outsider):
    for number, record in enumerate(others(5)):
        object_to(record, address=f"198.51.100.{number}")

    for staff in (editor, manager):
        assert browser.as_(staff).get("/desk").has("一天里有 5 条公示时长被提异议：清泉社区")
        assert browser.get("/desk/objections").has("清泉社区的公示一天里有 5 条被提异议")
    assert "被提异议" not in browser.as_(outsider).get("/desk").text


# The contact


def test_who_leaves_a_number_is_texted_the_answer(browser, record, editor):
    browser.submit(address(record), "提异议", reason="没看见他", mobile="137 0000 1234", name="赵婆婆")

    answer(one().id, editor, words="问过负责人，他在")

    message = session.scalars(select(Message).where(Message.address == MOBILE)).one()
    assert "你对林*的时长提的异议，清泉社区答复：问过负责人，他在（不改）" in message.text
    assert "/objections/" in message.text


def test_a_name_alone_is_asked_about(browser, record):
    page = browser.submit(address(record), "提异议", reason="没看见他", name="赵婆婆", status=422)

    assert page.has("没有手机号，告诉不了你")
    assert page.value_of("name") == "赵婆婆"
    assert state_of(record) == RecordState.confirmed


def test_a_contact_is_gone_thirty_days_after_the_answer_with_what_was_sent_to_it(record, editor, clock_at):
    number = object_to(record, mobile=MOBILE, name="赵婆婆", may_be_phoned=True)
    clock_at.move(hours=1)
    answer(number, editor)
    assert len(session.scalars(select(Message).where(Message.address == MOBILE)).all()) == 1

    clock_at.move(days=30)
    assert tick()[-1] == 0
    assert found(number).contact_mobile == MOBILE
    clock_at.move(seconds=1)
    assert tick()[-1] == 1

    gone = found(number)
    assert (gone.contact_name, gone.contact_mobile, gone.may_be_phoned, gone.network) == ("", "", False, None)
    assert session.scalars(select(Message).where(Message.address == MOBILE)).all() == []
    assert tick()[-1] == 0


def test_the_receipt_ends_with_the_contact(browser, record, editor, clock_at):
    page = browser.submit(address(record), "提异议", reason="没看见他")
    receipt = page.path
    assert browser.get(receipt).has("没看见他", "等清泉社区答复")

    answer(one().id, editor, words="问过负责人，他在")

    assert browser.get(receipt).has("清泉社区答复", "不改", "问过负责人，他在")
    clock_at.move(days=30)
    browser.get(receipt, status=404)


def test_nothing_of_whoever_objected_is_in_the_audit_log(record, editor):
    number = object_to(record, mobile=MOBILE, name="赵婆婆", reason="是张三冒名顶替")
    answer(number, editor)

    rows = session.scalars(select(AuditRow).where(AuditRow.action.like("objections.%"))).all()
    kept = " ".join(f"{row.action} {row.detail}" for row in rows)
    assert [row.action for row in rows] == ["objections.open", "objections.answer"]
    assert not re.search(r"赵婆婆|张三|1370000", kept)


def test_nothing_of_whoever_objected_is_logged(browser, record, capfd):
    browser.submit(address(record), "提异议", reason="是张三冒名顶替", mobile=MOBILE, name="赵婆婆")

    logged = "".join(capfd.readouterr())
    assert "objections.object_to" in logged
    assert not re.search(r"赵婆婆|张三|1370000", logged)


# What is not in its notice is not there


def test_only_what_is_in_its_notice_can_be_objected_to(
    browser, shift, resident, record, editor, clock_at, others
):
    proposed = recorded(make_shift(position=shift.position, starts_in=timedelta(hours=-6)), resident)
    voided = others(1)[0]
    records.void(voided.id, reason="记错了", by=editor)
    session.commit()
    missing = browser.get("/hours/987654321/object", status=404)

    for one_of_them in (proposed, voided):
        page = browser.get(address(one_of_them), status=404)
        assert _but_for_its_number(page, one_of_them.id) == _but_for_its_number(missing, 987654321)
        browser.post(address(one_of_them), {"reason": "x"}, status=404)
        with pytest.raises(NotFound):
            object_to(one_of_them)
    clock_at.move(days=7)
    browser.get(address(record), status=404)


def _but_for_its_number(page, number):
    """The page without the address that was asked for, and without the number of the request."""
    return re.sub(
        r"\b[0-9a-f]{16}\b",
        "",
        page.body.decode().replace(f"hours%2F{number}%2F", "").replace(f"/hours/{number}/", ""),
    )


def test_ones_own_hours_are_not_held_by_oneself(browser, record, resident):
    page = browser.as_(resident).get(address(record))

    assert page.path == f"/me/hours/{record.id}/not-right"
    assert browser.post(address(record), {"reason": "x"}).path == f"/me/hours/{record.id}/not-right"
    assert count_rows(Objection) == 0


def test_a_form_without_a_token_is_refused(browser, record):
    browser.post(address(record), {"reason": "没看见他"}, token=False, status=400)

    assert state_of(record) == RecordState.confirmed


def test_the_form_is_nobodys_to_keep(browser, record):
    page = browser.get(address(record))

    assert "public" not in page.headers.get("Cache-Control", "")
    assert page.tree.css_first("meta[name=robots]").attributes["content"] == "noindex"


def test_a_forged_receipt_is_not_found(browser, record):
    number = object_to(record)

    for token in (f"{number}-00000000000000000000", f"{number}", "1-x", f"{number + 1}-00000000000000000000"):
        browser.get(f"/objections/{token}", status=404)
    browser.post(f"/objections/{number}-00000000000000000000", status=405)


# After the record changed by other hands


def test_what_was_corrected_and_confirmed_meanwhile_is_held_again(record, shift, editor, reviewer, resident):
    number = object_to(record)
    session.rollback()
    records.correct(record.id, time(7), time(8, 30), reason="走得早", by=editor)
    session.commit()
    confirm(shift, reviewer)
    assert ledger.of_person(resident).minutes == 90

    assert tick() == (0, 1, 0)

    assert (state_of(record), ledger.of_person(resident).minutes) == (RecordState.held, 0)
    assert tick() == (0, 0, 0)
    assert found(number).state == State.open


def test_a_retired_community_still_shows_and_takes_them(browser, record, community, clock_at):
    with committed():
        community.retired_at = clock_at()

    page = browser.get(f"/c/{community.code}/hours")
    assert page.has("林*")
    browser.submit(address(record), "提异议", reason="没看见他")

    assert one().state == State.open


def test_a_phone_that_is_not_public_is_not_shown(browser, community, resident, reviewer, editor):
    position = make_position(
        opportunity_list=make_list(area=community), written_by=editor, contact_phone="028-82729999"
    )
    over = make_shift(position=position, starts_in=timedelta(hours=-3))
    held = recorded(over, resident, confirmed_by=reviewer)
    object_to(held)

    page = browser.get(address(held))

    assert page.has("到社区服务站说，或者打社区的电话")
    assert "82729999" not in page.body.decode()
