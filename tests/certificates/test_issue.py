"""A volunteer asks for a certificate: it says what was confirmed and shown for a week, and nothing else."""

import json
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError

from board import dates
from board.audit.models import AuditRow
from board.certificates import issuers, keys, paper, services, upkeep
from board.certificates.contents import Period
from board.certificates.keys import KeyRing
from board.certificates.models import CertificateLine, ServiceCertificate
from board.certificates.services import EnoughToday, NothingToCertify, NotIssuedHere
from board.db import begin_writing, session
from board.identity import queries as identity
from board.notices.models import Notice
from board.records import ledger
from board.records import services as records
from tests.certificates import printed
from tests.certificates.issued import SITE, issue, let_the_notice_pass, serve_and_confirm
from tests.factories import make_area, make_person, make_position
from tests.identity.numbers import a_number, give
from tests.records.served import line


def content(certificate):
    return json.loads(certificate.content)


def count():
    session.rollback()
    return session.scalar(select(func.count()).select_from(ServiceCertificate))


def test_from_my_hours_to_the_paper_in_three_steps(browser, served, resident):
    browser.as_(resident).get("/me/certificates")

    page = browser.get("/me/certificates/new/" + resident.area.code)
    assert page.has("会这样写", "1.5 小时", "独居老人敲门探访", "1 小时 30 分")
    page = browser.press("开这份证明")

    assert page.has(
        "证明在这里了", "真实有效", "WJ-2026-000001-", "清泉社区居民委员会", "1.5 小时（1 小时 30 分），1 次"
    )
    paper = browser.client.get(page.links["下载证明"], base_url="https://localhost")
    assert paper.content_type == "application/pdf"
    assert paper.data.startswith(b"%PDF-")
    assert (
        session.scalar(select(AuditRow.actor_id).where(AuditRow.action == "certificates.issue"))
        == resident.id
    )


def test_the_id_number_is_offered_and_never_asked_for(browser, served, resident):
    browser.as_(resident)
    address = f"/me/certificates/new/{resident.area.code}?since=&until="

    before = browser.get(address)
    given = browser.get(before.links["填身份证号"])
    after = browser.submit(None, "存下，继续", number=a_number(), uses=["certificate"], agree=True)

    assert before.has("不写也能开")
    assert given.path.startswith("/me/identity")
    assert after.path == address
    assert after.has(f"身份证号写成 5101***********{a_number()[-1]}")


def test_it_equals_the_ledger_at_that_moment(served, resident, reviewer, clock_at):
    for minutes in (100, 40):
        serve_and_confirm(resident, reviewer, minutes=minutes)
    let_the_notice_pass(clock_at)

    certificate = issue(resident)

    total = ledger.of_person(resident)
    assert (certificate.minutes, certificate.times) == (total.minutes, total.times) == (230, 3)
    assert sum(row["minutes"] for row in content(certificate)["rows"]) == total.minutes
    rested_on = session.scalars(select(CertificateLine.record_id)).all()
    assert sorted(rested_on) == sorted(record for record, _, _ in content(certificate)["records"])


def test_what_is_not_ready_is_left_out_and_it_says_why(browser, served, resident, reviewer, editor):
    serve_and_confirm(resident, reviewer)  # shown since a moment ago
    serve_and_confirm(resident, reviewer, counts_hours=False)
    shift = serve_and_confirm(resident, reviewer)
    records.void(line(resident, shift).record.id, reason="记错人了", by=editor)
    session.commit()
    browser.as_(resident)

    page = browser.get("/me/certificates/new/" + resident.area.code)

    said = page.all(".icon-lines li")
    assert said == ["1 次：确认了，公示还没有满", "1 次：作废了", "1 次：只记参加，不算时长"]
    page = browser.press("开这份证明")
    assert page.all(".icon-lines li") == said
    assert session.scalar(select(ServiceCertificate.times)) == 1


def test_before_the_notice_is_over_there_is_nothing_to_certify(browser, resident, reviewer, clock_at):
    serve_and_confirm(resident, reviewer)
    clock_at.move(days=6, hours=23)

    with pytest.raises(NothingToCertify):
        issue(resident)
    session.rollback()
    page = browser.as_(resident).get("/me/certificates/new/" + resident.area.code)
    assert page.has("这段时间还没有可以写进证明的")
    assert "开这份证明" not in page.buttons
    browser.post("/me/certificates/new/" + resident.area.code, status=422)
    assert count() == 0


def test_a_chosen_period_has_what_was_served_in_it(served, resident, reviewer, clock_at):
    first = dates.local_day(line(resident, served).starts_at)
    serve_and_confirm(resident, reviewer, minutes=40)
    let_the_notice_pass(clock_at)

    early = issue(resident, period=Period(first - timedelta(days=3), first))

    assert (early.minutes, early.since, early.until) == (90, first - timedelta(days=3), first)
    assert issue(resident).minutes == 130


def test_days_to_come_and_days_before_the_board_are_not_named(browser, served, resident):
    browser.as_(resident).get("/me/certificates/new/" + resident.area.code)

    page = browser.submit(button="看看会写什么", since="2019-12-31")
    assert page.has("最早写 2020 年")
    page = browser.submit(button="看看会写什么", since="2026-12-31", until="2026-01-01")
    assert page.has("对调一下")
    browser.submit(button="看看会写什么", since="2026-01-01", until="2190-01-01")
    browser.press("开这份证明")

    assert session.scalar(select(ServiceCertificate.until)) == date(2026, 11, 30)


def test_asked_for_twice_it_is_the_same_one(served, resident):
    assert issue(resident).id == issue(resident).id
    assert count() == 1


def test_after_more_service_it_is_another_one(certificate, resident, reviewer, clock_at):
    serve_and_confirm(resident, reviewer)
    let_the_notice_pass(clock_at)

    assert issue(resident).number != certificate.number


def test_numbers_rise_and_begin_anew_with_the_year(certificate, resident, reviewer, clock_at):
    serve_and_confirm(resident, reviewer)
    let_the_notice_pass(clock_at)
    second = issue(resident)
    clock_at.move(days=40)
    serve_and_confirm(resident, reviewer)
    let_the_notice_pass(clock_at)

    assert [one.number[:14] for one in (certificate, second, issue(resident))] == [
        "WJ-2026-000001", "WJ-2026-000002", "WJ-2027-000001",
    ]  # fmt: skip


def test_each_community_certifies_what_it_recorded(served, resident, reviewer, clock_at, outsider):
    serve_and_confirm(resident, outsider, area=outsider.area, minutes=40)
    let_the_notice_pass(clock_at)

    here, there = issue(resident), issue(resident, outsider.area)

    assert (here.minutes, there.minutes) == (90, 40)
    assert content(there)["issuer"]["name"] == issuers.usual_name(outsider.area)


def test_what_was_served_before_the_account_is_certified_to_whoever_claimed_it(resident, reviewer, clock_at):
    before = make_person(area=resident.area, name="林小满", added_by=reviewer.id)
    serve_and_confirm(before, reviewer)
    begin_writing()
    session.get(type(before), before.id).claimed_by = resident.id
    session.commit()
    let_the_notice_pass(clock_at)

    assert issue(resident).minutes == 90


def test_twenty_a_day_are_enough(served, resident, monkeypatch):
    monkeypatch.setattr(services, "MOST_A_DAY", 2)
    days = [date(2026, 11, day) for day in (1, 2, 3)]
    for day in days[:2]:
        issue(resident, period=Period(day, None))

    with pytest.raises(EnoughToday):
        issue(resident, period=Period(days[2], None))
    session.rollback()
    assert issue(resident, period=Period(days[0], None)).minutes == 90  # what is there can be had again


def test_without_a_key_nothing_is_issued_and_the_page_says_so(browser, served, resident, monkeypatch):
    monkeypatch.setattr(keys, "_ring", KeyRing())
    browser.as_(resident)

    assert browser.get("/me/certificates").has("现在开不了新的证明")
    path = "/me/certificates/new/" + resident.area.code
    assert "开这份证明" not in browser.get(path).buttons
    browser.post(path, status=422)
    with pytest.raises(NotIssuedHere):
        issue(resident)


def test_the_content_has_neither_the_name_nor_anything_that_tells_it(certificate, resident):
    told = certificate.content

    assert resident.name not in told
    assert content(certificate)["masked_name"] == "林*"


@pytest.mark.parametrize("table", ["service_certificates", "certificate_lines", "certificate_endings"])
def test_no_certificate_is_ever_changed(engine, certificate, resident, table):
    if table == "certificate_endings":
        begin_writing()
        session.execute(text("INSERT INTO certificate_endings (certificate_id, kind, reason, at) "
                             f"VALUES ({certificate.id}, 'revoked', '收回', '2026-12-01')"))  # fmt: skip
        session.commit()
    tries = [f"UPDATE {table} SET id = id + 100", f"DELETE FROM {table}"]

    for statement in tries if engine.is_sqlite else [*tries, f"TRUNCATE {table} CASCADE"]:
        begin_writing()
        with pytest.raises(DBAPIError, match="never"):
            session.execute(text(statement))
        session.rollback()


def test_others_find_no_certificate_of_mine(browser, certificate, resident, reviewer, outsider):
    for who in (reviewer, outsider):
        browser.as_(who)
        browser.get(f"/me/certificates/{certificate.number}", 404)
        browser.get(f"/me/certificates/{certificate.number}/certificate.pdf", 404)


def test_a_community_without_a_record_of_mine_issues_nothing(browser, served, resident):
    make_position(area=(elsewhere := make_area(name="别处社区")))

    browser.as_(resident)

    browser.get(f"/me/certificates/new/{elsewhere.code}", 404)
    browser.get("/me/certificates/new/987654321", 404)
    browser.post(f"/me/certificates/new/{elsewhere.code}", status=404)


def test_wrong_methods_are_refused(browser, certificate, resident):
    browser.as_(resident)

    browser.post("/me/certificates", status=405)
    browser.post(f"/me/certificates/{certificate.number}", status=405)


@pytest.mark.dealt
def test_whoever_gave_their_id_number_for_it_has_it_masked_on_the_paper(browser, served, resident):
    number = give(resident)
    page = browser.as_(resident).get("/me/certificates/new/" + resident.area.code)
    assert identity.masked_of([resident.id])[resident.id] in page.text

    browser.press("开这份证明")

    certificate = session.scalars(select(ServiceCertificate)).one()
    said = printed.words(paper.pdf(certificate))
    assert "居民身份证" in said
    assert identity.masked_of([resident.id])[resident.id] in said
    assert number not in said
    assert number not in certificate.content


@pytest.mark.dealt
def test_without_one_the_line_is_left_out_and_the_page_says_where_to_give_it(browser, served, resident):
    page = browser.as_(resident).get("/me/certificates/new/" + resident.area.code)

    assert page.links["填身份证号"].startswith("/me/identity")
    assert "证件号码" not in printed.words(paper.pdf(issue(resident)))


@pytest.mark.dealt
def test_what_somebody_was_issued_without_an_account_is_theirs_once_they_claim_it(
    browser, resident, reviewer, editor, clock_at
):
    before = make_person(area=resident.area, name="林小满", added_by=reviewer.id)
    shift = serve_and_confirm(before, reviewer)
    let_the_notice_pass(clock_at)
    certificate = issue(before)
    begin_writing()
    session.get(type(before), before.id).claimed_by = resident.id
    session.commit()

    assert browser.as_(resident).get("/me/certificates").has(certificate.number)
    browser.get(f"/me/certificates/{certificate.number}")
    records.void(line(before, shift).record.id, reason="记错人了", by=editor)
    session.commit()
    (replace,) = upkeep.steps(SITE)
    session.rollback()
    assert replace() == 1
    session.rollback()
    told = session.scalars(select(Notice).where(Notice.kind == "certificates.replaced")).one()
    assert told.person_id == resident.id
