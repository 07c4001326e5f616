"""Everyone is told by wish and reach, and whoever nothing reaches is phoned: never silence."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from board import clock
from board.accounts.queries import account_of
from board.db import session
from board.notices import services, texts
from board.notices.models import Call, Delivery, Notice, RemindBySms, Wish, Withheld
from board.notices.services import News
from board.outbox.models import Channel, Message
from tests import factories
from tests.queries import counted

MAIL = "xiaoman@mail.example"


def news(**more):
    return News(**({"kind": "signup.place_won", "sentence": "候补轮到你了。", "link": "/me/signups"} | more))


def wish(person, **said):
    with factories.committed():
        told = {"sms": True, "remind_by_sms": RemindBySms.day_before, "mail_proven_at": clock.now()} | said
        session.add(Wish(person_id=person.id, **told))


def tell(act, person, told, *more):
    with factories.committed():
        act(person, told, *more)
    session.rollback()


def fates(channel):
    """What became of the notices on this channel: the text, or why there is none."""
    rows = session.scalars(select(Delivery).where(Delivery.channel == channel).order_by(Delivery.id))
    return [row.withheld or row.message.text for row in rows]


def test_the_inbox_always_holds_it(browser, resident):
    wish(resident, sms=False, remind_by_sms=RemindBySms.never)

    tell(services.tell_urgently, resident, news())

    assert browser.as_(resident).get("/inbox").has("候补轮到你了。")


def test_what_is_urgent_comes_as_a_text_with_what_to_do_and_a_link(resident):
    tell(services.tell_urgently, resident, news(short_link="/o/12-abc"))

    assert fates(Channel.sms) == ["【温江公益岗位】候补轮到你了。 https://localhost/o/12-abc"]
    assert session.scalars(select(Message.address)).one() == account_of(resident).mobile


def test_what_is_not_urgent_is_never_a_text(resident):
    tell(services.tell, resident, news())

    assert fates(Channel.sms) == []
    assert session.scalars(select(Notice)).one().sentence == "候补轮到你了。"


def test_whoever_wants_no_texts_gets_none_and_it_is_kept_why(resident):
    wish(resident, sms=False)

    tell(services.tell_urgently, resident, news())

    assert fates(Channel.sms) == [Withheld.not_wished]
    assert factories.count_rows(Call) == 0, "the inbox reaches them"


@pytest.mark.parametrize(
    ("said", "which", "comes"),
    [
        (None, "day_before", True),
        (None, "two_hours", False),
        ("both", "two_hours", True),
        ("both", "day_before", True),
        ("never", "day_before", False),
        ("never", "two_hours", False),
    ],
)
def test_reminders_come_as_texts_as_one_wishes(resident, said, which, comes):
    if said:
        wish(resident, remind_by_sms=said)

    with factories.committed():
        services.remind_each([(resident.id, news(kind="signup.reminder"))], which)

    assert (fates(Channel.sms) == [Withheld.not_wished]) is not comes
    assert factories.count_rows(Notice) == 1


@pytest.mark.parametrize("act", [services.tell, services.tell_urgently])
def test_a_proven_address_gets_everything_by_mail(resident, act):
    wish(resident, mail=MAIL)

    tell(act, resident, news(link="/me/signups#signup-1"))

    mail = session.scalars(select(Message).where(Message.channel == Channel.mail)).one()
    assert (mail.address, mail.subject) == (MAIL, "温江公益岗位：候补轮到你了")
    assert mail.text.startswith("候补轮到你了。\n\n去看看：https://localhost/me/signups#signup-1\n")
    assert "不想再收邮件，点这里：https://localhost/mail/" in mail.text


def test_an_address_that_is_not_proven_gets_nothing(resident):
    wish(resident, mail=MAIL, mail_proven_at=None)

    tell(services.tell, resident, news())

    assert fates(Channel.mail) == [Withheld.no_address]


def test_no_subject_says_who_or_where(resident):
    wish(resident, mail=MAIL)

    for kind in ("signup.removed", "stand_in.asked", "x"):
        tell(
            services.tell, resident, news(kind=kind, sentence="林小满请你替她去清泉社区，电话 13900001111。")
        )

    for subject in session.scalars(select(Message.subject)):
        assert subject.startswith("温江公益岗位：")
        assert not any(private in subject for private in ("林小满", "清泉", "139"))


def test_a_family_members_own_mobile_is_used_where_there_is_no_account(community):
    elder = factories.make_person(area=community, contact_mobile="13700000009")

    tell(services.tell_urgently, elder, news(area_id=community.id))

    assert session.scalars(select(Message.address)).one() == "13700000009"
    assert factories.count_rows(Call) == 0


def test_the_desk_is_asked_to_phone_whom_nothing_reaches(community, clock_at):
    elder = factories.make_person(area=community)

    tell(services.tell_urgently, elder, news(area_id=community.id))

    call = session.scalars(select(Call)).one()
    assert (call.notice.person_id, call.area_id, call.created_at) == (
        elder.id,
        community.id,
        clock_at.instant,
    )
    assert fates(Channel.sms) == fates(Channel.mail) == [Withheld.no_address]


def test_a_site_without_gateways_asks_for_a_call_for_those_without_an_account(community, without_sms):
    elder = factories.make_person(area=community, contact_mobile="13700000009")

    tell(services.tell_urgently, elder, news(area_id=community.id))

    assert fates(Channel.sms) == [Withheld.no_gateway]
    assert factories.count_rows(Call) == 1


def test_nobody_is_phoned_for_what_is_not_urgent(community):
    tell(services.tell, factories.make_person(area=community), news(area_id=community.id))

    assert factories.count_rows(Call) == 0


def test_a_disabled_accounts_mobile_may_be_a_strangers_by_now(resident, community):
    with factories.committed():
        account_of(resident).disabled_at = clock.now()

    tell(services.tell_urgently, resident, news(area_id=community.id))

    assert fates(Channel.sms) == [Withheld.no_address]
    assert factories.count_rows(Call) == 1


def test_a_long_sentence_is_shortened_and_its_link_is_not(resident):
    long = "请看清楚这句话，" * 80

    text = texts.sms(long, "/o/12-abc")

    assert len(text) <= 500
    assert text.startswith("【温江公益岗位】请看清楚")
    assert text.endswith("，… https://localhost/o/12-abc")


def test_a_sentence_that_fits_is_left_alone():
    assert texts.cut("正好。", 3) == "正好。"
    assert texts.cut("一二三四五六七八", 5) == "一二三四…"


def test_a_stranger_is_texted_under_the_same_rules(engine, clock_at, told):
    told(sms_notices_per_mobile=1)
    with factories.committed():
        services.text_stranger("13700000009", news(short_link="/s/1-a"))
        session.flush()
        services.text_stranger("13700000009", news(short_link="/s/1-a"))

    assert session.scalars(select(Message.text)).one().endswith("https://localhost/s/1-a")
    assert factories.count_rows(Notice) == 0


def test_many_are_told_with_few_questions(engine, community):
    few, many = ([_neighbour(community) for _ in range(count)] for count in (3, 60))
    for person in (few[0], many[0]):
        wish(person, mail=MAIL)
    spent = []

    for ids in ([person.id for person in people] for people in (few, many)):
        where = community.id
        with factories.committed(), counted(engine) as sent:
            services.tell_everybody(ids, news(area_id=where), by_sms=ids[:-1])
            session.flush()
        spent.append(sum(statement.startswith("SELECT") for statement in sent))
        session.rollback()

    assert factories.count_rows(Notice) == 63
    assert sum(1 for fate in fates(Channel.sms) if fate.startswith("【")) == 61
    assert spent[0] == spent[1] <= 8


def test_an_address_that_is_forgotten_leaves_the_notice(resident):
    from board.outbox import services as outbox

    tell(services.tell_urgently, resident, news())

    with factories.committed():
        outbox.forget(account_of(resident).mobile)

    session.expire_all()
    delivery = session.scalars(select(Delivery).where(Delivery.channel == Channel.sms)).one()
    assert (delivery.message_id, delivery.withheld) == (None, None)


def test_a_message_knows_when_it_is_useless(resident):
    ends = clock.now() + timedelta(hours=3)

    tell(services.tell_urgently, resident, news(useless_at=ends))

    assert session.scalars(select(Message.useless_at)).one() == ends


def _neighbour(community):
    return factories.make_account(person=factories.make_person(area=community)).person


@pytest.mark.parametrize(("hours", "texted"), [(48, True), (49, False)])
def test_a_change_is_a_text_when_it_is_soon(resident, hours, texted):
    tell(services.tell_of_change, resident, news(needed_by=clock.now() + timedelta(hours=hours)))

    assert bool(fates(Channel.sms)) is texted
    assert factories.count_rows(Notice) == 1


def test_a_change_far_ahead_is_a_text_for_whoever_has_no_inbox(community):
    elder = factories.make_person(area=community, contact_mobile="13700000009")

    tell(services.tell_of_change, elder, news(needed_by=clock.now() + timedelta(days=9)))

    assert len(fates(Channel.sms)) == 1
