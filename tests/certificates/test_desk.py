"""The desk: who issues, what was issued, the paper to be sealed, and taking a certificate back."""

import pytest
from sqlalchemy import select

from board.audit.models import AuditRow
from board.certificates import issuers
from board.certificates.models import CertificateEnding
from board.db import session
from board.notices.models import Notice
from tests.certificates import printed
from tests.certificates.issued import check_path, issue, let_the_notice_pass, serve_and_confirm
from tests.engines import ORIGIN
from tests.factories import appoint, make_account, make_area, make_person

pytestmark = pytest.mark.dealt


def test_what_the_desk_writes_down_once_is_printed_from_then_on(
    browser, certificate, resident, editor, reviewer, clock_at
):
    path = f"/desk/certificates/issuer/{resident.area.code}"
    browser.as_(editor).get("/desk/certificates")
    browser.submit(path, "记下", head="李建华", handler="张晓燕", phone="０２８-82701234")
    serve_and_confirm(resident, reviewer)
    let_the_notice_pass(clock_at)

    said = printed.words(_paper(browser.as_(resident), issue(resident)))

    assert "负责人李建华" in said
    assert "经办人张晓燕" in said
    assert "028-82701234" in said
    assert "李建华" not in printed.words(_paper(browser, certificate))
    assert session.scalars(
        select(AuditRow.actor_id).where(AuditRow.action == "certificates.keep_issuer")
    ).all() == [editor.id]


def _paper(browser, certificate):
    path = f"/me/certificates/{certificate.number}/certificate.pdf"
    return browser.client.get(path, base_url=ORIGIN).data


def test_before_anything_is_written_down_the_form_has_the_lawful_name_and_the_usual_contact(
    browser, certificate, served, editor
):
    page = browser.as_(editor).get(f"/desk/certificates/issuer/{served.position.area.code}")

    assert page.value_of("name") == issuers.usual_name(served.position.area)
    assert page.value_of("handler") == served.position.contact_name
    assert browser.get("/desk/certificates").has("负责人、经办人、电话都还没写")


def test_a_manager_above_may_write_it_too_and_others_may_not(browser, manager, reviewer, outsider, community):
    path = f"/desk/certificates/issuer/{community.code}"
    browser.as_(manager).submit(path, "记下", head="李建华")
    assert issuers.of(community).head == "李建华"

    browser.as_(reviewer).get(path, 403)
    browser.as_(outsider).get(path, 404)


def test_the_desk_finds_one_by_its_number_and_sees_no_name(browser, certificate, resident, editor):
    page = browser.as_(editor).submit(
        "/desk/certificates", "查找", number=certificate.number.lower().replace("-", " ")
    )

    assert page.has(certificate.number, "林*", resident.volunteer_no, "真实有效")
    assert resident.name not in page.text
    assert browser.submit("/desk/certificates", "查找", number="WJ-2026-000002-9").has("没有这个编号")


def test_opening_the_paper_to_seal_it_is_written_down(browser, certificate, editor):
    paper = browser.as_(editor).client.get(
        f"/desk/certificates/{certificate.number}/certificate.pdf", base_url=ORIGIN
    )

    assert paper.data.startswith(b"%PDF")
    session.rollback()
    opened = select(AuditRow).where(AuditRow.action == "certificates.open")
    assert [(row.actor_id, row.object_id) for row in session.scalars(opened)] == [(editor.id, certificate.id)]


def test_what_the_desk_takes_back_says_why_to_everybody_and_its_holder_is_told(
    browser, certificate, resident, editor
):
    browser.as_(editor).get(f"/desk/certificates/{certificate.number}")
    page = browser.submit(f"/desk/certificates/{certificate.number}/revoke", "收回", cause="wrong_content")

    assert page.has("已作废", "内容有错")
    assert browser.signed_out().get(check_path(certificate)).has("已作废", "内容有错")
    told = session.scalars(select(Notice).where(Notice.kind == "certificates.revoked")).one()
    assert told.person_id == resident.id
    assert certificate.number in told.sentence
    assert session.scalars(select(CertificateEnding.by_id)).all() == [editor.id]


def test_taken_back_twice_is_once(browser, certificate, editor):
    path = f"/desk/certificates/{certificate.number}/revoke"
    browser.as_(editor).submit(path, "收回", cause="own_wish")

    assert browser.submit(path, "收回", 422, cause="misused").has("已经作废了")
    assert len(session.scalars(select(CertificateEnding)).all()) == 1


def test_a_reason_is_chosen(browser, certificate, editor):
    browser.as_(editor).get(f"/desk/certificates/{certificate.number}/revoke")

    assert browser.press("收回", status=422).has("请选一个原因")


def test_another_communitys_certificate_is_not_found_and_a_reviewer_may_not(
    browser, certificate, reviewer, outsider, manager
):
    for path in (
        f"/desk/certificates/{certificate.number}",
        f"/desk/certificates/{certificate.number}/revoke",
    ):
        browser.as_(outsider).get(path, 404)
        browser.as_(reviewer).get(path, 403)
        browser.as_(manager).get(path, 403)
    assert not browser.as_(outsider).get("/desk/certificates").has(certificate.number)
    browser.get("/desk/certificates/WJ-2026-999999-5", 404)
    browser.post(f"/desk/certificates/{certificate.number}", status=405)


def test_the_street_sees_what_its_communities_issued(browser, certificate, street):
    clerk = make_account(person=make_person(area=make_area(parent=street))).person
    appoint(clerk, "editor", street)

    assert browser.as_(clerk).get("/desk/certificates").has(certificate.number)
