"""No phone and no mailbox is flooded from here: budgets a day, with an alarm."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.audit.models import AuditRow
from board.db import begin_writing, session
from board.notices import services
from board.notices.limits import BREAK_THE_BUDGET
from board.notices.models import Delivery, Wish, Withheld
from board.notices.services import News
from board.outbox import services as outbox
from board.outbox.models import Channel, Message
from tests import factories


def tell(person, kind="signup.place_won"):
    begin_writing()
    services.tell_urgently(person, News(kind=kind, sentence="轮到你了。", link="/"))
    session.commit()


def withheld(channel=Channel.sms):
    rows = session.scalars(select(Delivery).where(Delivery.channel == channel).order_by(Delivery.id))
    return [row.withheld for row in rows]


def test_a_phone_gets_no_more_than_its_budget_a_day(resident, told, capsys):
    told(sms_notices_per_mobile=2)

    for _ in range(4):
        tell(resident)

    assert withheld() == [None, None, Withheld.budget, Withheld.budget]
    assert "notices_address_budget_spent" in "".join(capsys.readouterr())
    rows = session.scalars(select(AuditRow).where(AuditRow.action == "notices.withhold")).all()
    assert [row.detail["why"] for row in rows] == ["notices_address_budget_spent"] * 2


def test_the_next_day_begins_anew_in_wenjiang(resident, told, clock_at):
    told(sms_notices_per_mobile=1)
    tell(resident)

    clock_at.set_wall(clock.today() + timedelta(days=1), 0, 1)
    tell(resident)

    assert withheld() == [None, None]


@pytest.mark.parametrize("kind", sorted(BREAK_THE_BUDGET))
def test_nobody_sets_out_for_nothing_because_of_a_budget(resident, told, kind):
    told(sms_notices_per_mobile=1)
    tell(resident)

    tell(resident, kind)

    assert withheld() == [None, None]


def test_the_budget_of_the_day_holds_for_everybody_and_everything(resident, editor, told, capsys):
    told(sms_notices_per_day=1)
    tell(resident)

    tell(editor, "signup.called_off")

    assert withheld() == [None, Withheld.budget]
    assert "notices_day_budget_spent" in "".join(capsys.readouterr())


def test_within_one_act_every_message_counts(told, community):
    told(sms_notices_per_day=3)
    people = [
        factories.make_account(person=factories.make_person(area=community)).person.id for _ in range(5)
    ]

    begin_writing()
    services.tell_everybody(people, News(kind="x", sentence="轮到你了。", link="/"), by_sms=people)
    session.commit()

    assert withheld() == [None, None, None, Withheld.budget, Withheld.budget]


def test_mails_have_a_budget_of_their_own(resident, told):
    with factories.committed():
        session.add(Wish(person_id=resident.id, mail="a@mail.example", mail_proven_at=clock.now()))
    told(mails_per_address=1)

    for _ in range(2):
        tell(resident)

    assert withheld(Channel.mail) == [None, Withheld.budget]
    assert withheld(Channel.sms) == [None, None]


def test_codes_are_not_counted(resident, told):
    from board.accounts.queries import account_of

    told(sms_notices_per_mobile=1, sms_notices_per_day=1)
    with factories.committed():
        outbox.queue_sms(account_of(resident).mobile, "123456", purpose=outbox.CODE_PURPOSE)

    tell(resident)

    assert withheld() == [None]
    assert factories.count_rows(Message) == 2


def test_the_desk_sees_what_was_withheld(browser, resident, editor, community, told):
    told(sms_notices_per_mobile=0)
    begin_writing()
    services.tell_urgently(resident, News(kind="x", sentence="轮到你了。", link="/", area_id=community.id))
    session.commit()

    page = browser.as_(editor).get("/desk/messages")

    assert page.has("轮到你了。", "超出当天限额")
