"""A record is corrected after a certificate was issued: it is replaced at once, and its holder is told both numbers."""

from datetime import time

import pytest
from sqlalchemy import func, select

from board.audit.models import AuditRow
from board.certificates import endings, queries, upkeep
from board.certificates.endings import EndedAlready
from board.certificates.models import CertificateEnding, ServiceCertificate, State
from board.certificates.queries import Standing
from board.db import begin_writing, session
from board.notices.models import Notice
from board.records import ledger, stepping
from board.records import services as records
from board.records.models import Kind
from tests.certificates.issued import SITE, issue, let_the_notice_pass, serve_and_confirm
from tests.records.served import confirm, line


def tick():
    session.rollback()
    (step,) = upkeep.steps(SITE)
    done = step()
    session.rollback()
    return done


def standing(certificate):
    session.rollback()
    return queries._with_number(certificate.number)


def take(person, shift, kind, by=None):
    record = line(person, shift).record.id
    begin_writing()
    stepping.take(ledger.line_of(record), kind, by=by, reason="有人说没来过")
    session.commit()


@pytest.fixture
def two(served, resident, reviewer, clock_at):
    """A certificate of two services, 90 and 60 minutes."""
    second = serve_and_confirm(resident, reviewer, minutes=60)
    let_the_notice_pass(clock_at)
    return issue(resident), second


def test_a_voided_record_replaces_the_certificate_and_tells_the_holder_both_numbers(two, resident, editor):
    certificate, second = two
    records.void(line(resident, second).record.id, reason="记错人了", by=editor)
    session.commit()

    assert tick() == 1

    ending = standing(certificate).ending
    newer = ending.replacement
    assert standing(certificate).state == State.replaced
    assert (newer.minutes, newer.times, newer.since, newer.until) == (
        90,
        1,
        certificate.since,
        certificate.until,
    )
    assert standing(newer).state == State.genuine
    told = session.scalars(select(Notice).where(Notice.kind == "certificates.replaced")).one()
    assert certificate.number in told.sentence
    assert newer.number in told.sentence
    assert told.link == f"/me/certificates/{newer.number}"
    done = session.scalars(select(AuditRow.action).where(AuditRow.action.like("certificates.%"))).all()
    assert done == ["certificates.issue", "certificates.issue", "certificates.replace"]


def test_a_corrected_record_waits_for_its_second_person_and_may_be_certified_then(
    two, resident, editor, reviewer, clock_at
):
    certificate, second = two
    starts = line(resident, second).starts_at
    records.correct(line(resident, second).record.id, time(6), time(6, 40), reason="走得早", by=editor)
    session.commit()
    assert starts

    tick()
    newer = standing(certificate).ending.replacement
    assert newer.minutes == 90
    confirm(second, reviewer)
    let_the_notice_pass(clock_at)

    assert issue(resident).minutes == 130
    assert standing(newer).state == State.genuine  # it said less, and nothing that is wrong


def test_with_nothing_left_it_is_taken_back(certificate, served, resident, editor):
    records.void(line(resident, served).record.id, reason="记错人了", by=editor)
    session.commit()

    tick()

    assert standing(certificate).state == State.revoked
    assert standing(certificate).ending.reason == endings.CORRECTED
    assert session.scalars(select(Notice.kind).where(Notice.kind.like("certificates.%"))).all() == [
        "certificates.replaced"
    ]


def test_ticking_again_changes_nothing(two, resident, editor):
    _, second = two
    records.void(line(resident, second).record.id, reason="记错人了", by=editor)
    session.commit()

    assert [tick(), tick(), tick()] == [1, 0, 0]

    assert session.scalar(select(func.count()).select_from(ServiceCertificate)) == 2
    assert session.scalar(select(func.count()).select_from(CertificateEnding)) == 1


def test_two_ticks_at_once_replace_it_once(two, resident, editor):
    certificate, second = two
    records.void(line(resident, second).record.id, reason="记错人了", by=editor)
    session.commit()
    found = upkeep.untrue()

    assert found == [certificate.id]
    for _ in range(2):  # both had found it before either wrote
        upkeep._replace(certificate.id, SITE)

    assert session.scalar(select(func.count()).select_from(CertificateEnding)) == 1


def test_an_objection_alone_changes_nothing_and_an_upheld_one_does(two, resident, reviewer):
    certificate, second = two
    take(resident, second, Kind.held)
    assert tick() == 0
    assert standing(certificate).state == State.genuine
    take(resident, second, Kind.released)
    assert tick() == 0

    take(resident, second, Kind.held)
    take(resident, second, Kind.voided, by=reviewer)

    assert tick() == 1
    assert standing(certificate).state == State.replaced


def test_what_was_voided_and_reinstated_the_same_leaves_it_as_it_is(two, resident, editor, reviewer):
    _, second = two
    records.void(line(resident, second).record.id, reason="记错人了", by=editor)
    session.commit()
    records.reinstate(line(resident, second).record.id, reason="没有记错", by=editor)
    session.commit()
    confirm(second, reviewer)

    assert tick() == 0


def test_service_after_it_leaves_it_as_it_is(certificate, resident, reviewer):
    serve_and_confirm(resident, reviewer)

    assert tick() == 0


def test_the_replacement_names_the_same_days_and_no_later_service(two, resident, editor, reviewer, clock_at):
    certificate, second = two
    serve_and_confirm(resident, reviewer, minutes=45)
    let_the_notice_pass(clock_at)
    clock_at.move(days=20)
    serve_and_confirm(resident, reviewer, minutes=50)
    let_the_notice_pass(clock_at)
    records.void(line(resident, second).record.id, reason="记错人了", by=editor)
    session.commit()

    tick()

    newer = standing(certificate).ending.replacement
    assert (newer.since, newer.until) == (certificate.since, certificate.until)
    assert newer.minutes < 90 + 45 + 50


def test_taken_back_twice_is_refused(certificate, editor):
    endings.revoke(certificate, reason="开错了", by=editor)
    session.commit()

    with pytest.raises(EndedAlready):
        endings.revoke(certificate, reason="开错了", by=editor)
    session.rollback()
    assert isinstance(standing(certificate), Standing)


def test_the_holder_sees_what_became_of_it(browser, two, resident, editor):
    certificate, second = two
    records.void(line(resident, second).record.id, reason="记错人了", by=editor)
    session.commit()
    tick()

    page = browser.as_(resident).get("/me/certificates")

    assert page.has("已被新证明替换", "真实有效")
    page = browser.get(f"/me/certificates/{certificate.number}")
    assert page.has("服务记录有更正")
    assert (
        page.links["看换发的那一份"] == f"/me/certificates/{standing(certificate).ending.replacement.number}"
    )
