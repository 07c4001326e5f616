"""Many certificates at once: each person is asked first, and only who agreed is in the zip."""

import io
import zipfile
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy import func, select

from board import clock
from board.accounts.models import Appointment, Role
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.certificates import asking, packing
from board.certificates.models import Answer, CertificateBatch, CertificateRequest, ServiceCertificate
from board.db import begin_writing, session
from board.jobs import worker
from board.jobs.models import Job
from board.notices.models import Notice
from board.signups import services as signups
from tests.certificates import printed
from tests.certificates.issued import let_the_notice_pass, serve_and_confirm
from tests.engines import ORIGIN
from tests.factories import appoint, make_account, make_person

pytestmark = pytest.mark.dealt
PURPOSE = "学校评优，交给温江中学"


@pytest.fixture
def pupils(community, reviewer, clock_at):
    """Three who served: two with an account, one without."""
    people = [make_person(area=community, name=name) for name in ("柳青青", "何小雨", "周大爷")]
    for person in people[:2]:
        make_account(person=person)
    for person in people:
        serve_and_confirm(person, reviewer)
    let_the_notice_pass(clock_at)
    return people


@pytest.fixture
def batch(browser, pupils, editor, community):
    """The editor has asked all three."""
    numbers = "\n".join(person.volunteer_no.lower() for person in pupils)
    browser.as_(editor).submit(
        "/desk/certificates/batches/new",
        "问他们",
        place=f"area-{community.code}",
        numbers=numbers,
        purpose=PURPOSE,
    )
    return session.scalars(select(CertificateBatch)).one()


def request_of(person):
    session.rollback()
    return session.scalars(select(CertificateRequest).where(CertificateRequest.person_id == person.id)).one()


def say(browser, person, words):
    browser.as_(person).get(f"/me/certificates/asked/{request_of(person).id}")
    browser.press(words)


def work():
    session.rollback()
    while worker.work_next():
        session.rollback()
    session.rollback()


def path(batch):
    return f"/desk/certificates/batches/{batch.id}"


def unzipped(browser, batch):
    answer = browser.client.get(f"{path(batch)}/certificates.zip", base_url=ORIGIN)
    assert answer.status_code == 200
    return zipfile.ZipFile(io.BytesIO(answer.data))


def rows_of(archive):
    sheet = openpyxl.load_workbook(io.BytesIO(archive.read("list.xlsx"))).active
    return [[cell for cell in row if cell] for row in sheet.iter_rows(values_only=True)]


def test_everybody_is_asked_what_for_and_only_who_agreed_is_in_the_zip(browser, batch, pupils, editor):
    yes, no, _ = pupils
    told = session.scalars(select(Notice).where(Notice.kind == "certificates.asked")).all()
    assert {notice.person_id for notice in told} == {person.id for person in pupils}
    assert all(PURPOSE in notice.sentence for notice in told)
    say(browser, yes, "同意")
    say(browser, no, "不同意")

    browser.as_(editor).get(path(batch))
    page = browser.press("把同意的打成一个包")
    assert page.headers["Refresh"] == "2"
    work()
    page = browser.get(path(batch))

    assert page.has("1 人同意，1 人不同意，1 人还没有回答", "包好了")
    archive = unzipped(browser, batch)
    certificate = session.scalars(select(ServiceCertificate)).one()
    assert sorted(archive.namelist()) == sorted([f"{certificate.number}.pdf", "list.xlsx"])
    assert yes.name in printed.words(archive.read(f"{certificate.number}.pdf"))
    said = {row[0]: row for row in rows_of(archive) if row and row[0].startswith("WJ")}
    assert said[yes.volunteer_no][1:4] == [yes.name, "开了", certificate.number]
    assert said[no.volunteer_no][1:] == ["何*", "没有同意"]
    assert no.name not in str(rows_of(archive))
    session.rollback()
    actions = select(AuditRow.action).where(AuditRow.action.like("certificates.%"))
    assert {
        "certificates.ask_many",
        "certificates.answer",
        "certificates.pack",
        "certificates.take_batch",
    } <= set(session.scalars(actions))


def test_somebody_without_an_account_says_so_face_to_face(browser, batch, pupils, editor):
    page = browser.as_(editor).get(path(batch))
    assert page.buttons.count("当面问过，同意 ：周*（" + pupils[2].volunteer_no + "）") == 1

    browser.press("当面问过，同意", path(batch))

    assert request_of(pupils[2]).answer == Answer.yes
    assert request_of(pupils[2]).answered_by == editor.id
    browser.post(f"{path(batch)}/agreed", {"request": str(request_of(pupils[0]).id)})
    assert browser.page.has("这个人有账号，要他自己在消息里回答")
    assert request_of(pupils[0]).answer == Answer.asked


def test_packed_again_and_after_a_crash_it_has_the_same_certificates(
    browser, batch, pupils, editor, monkeypatch
):
    say(browser, pupils[0], "同意")
    browser.as_(editor).get(path(batch))
    browser.press("把同意的打成一个包")
    with monkeypatch.context() as dying:
        dying.setattr(packing, "_list", lambda *_: 1 / 0)
        with pytest.raises(worker.StoppedWorking):
            work()
    session.rollback()
    assert session.scalar(select(func.count()).select_from(ServiceCertificate)) == 1
    assert session.scalars(select(CertificateBatch.packed_at)).one() is None
    begin_writing()
    session.scalars(select(Job).where(Job.kind == asking.PACK)).one().due_at = clock.now()
    session.commit()

    work()
    first = set(unzipped(browser, batch).namelist())
    browser.get(path(batch))
    browser.press("重新打包")
    work()

    assert set(unzipped(browser, batch).namelist()) == first
    assert session.scalar(select(func.count()).select_from(ServiceCertificate)) == 1


def test_one_may_think_again_before_it_is_packed(browser, batch, pupils, editor):
    say(browser, pupils[0], "同意")
    say(browser, pupils[0], "不同意")

    assert browser.as_(editor).post(f"{path(batch)}/pack").has("还没有人同意")


def test_numbers_that_did_not_serve_here_are_named_and_nobody_is_asked(
    browser, pupils, editor, community, outsider
):
    numbers = f"{pupils[0].volunteer_no}，{outsider.volunteer_no} WJ999999"

    page = browser.as_(editor).submit(
        "/desk/certificates/batches/new",
        "问他们",
        422,
        place=f"area-{community.code}",
        numbers=numbers,
        purpose=PURPOSE,
    )

    assert page.has(f"{outsider.volunteer_no}、WJ999999在这个社区没有时长")
    assert session.scalar(select(func.count()).select_from(CertificateRequest)) == 0


def test_after_a_week_the_zip_is_gone(browser, batch, pupils, editor, clock_at):
    say(browser, pupils[0], "同意")
    browser.as_(editor).get(path(batch))
    browser.press("把同意的打成一个包")
    work()
    clock_at.move(days=7, seconds=1)

    browser.as_(editor).get(f"{path(batch)}/certificates.zip", 404)
    assert packing.forget_old() == 1
    session.rollback()
    assert session.scalar(select(CertificateBatch.content)) is None
    assert packing.forget_old() == 0


def test_whoever_closes_their_account_is_in_no_zip_any_more(browser, batch, pupils, editor):
    say(browser, pupils[0], "同意")
    browser.as_(editor).get(path(batch))
    browser.press("把同意的打成一个包")
    work()

    signups.close_account(account_of(session.merge(pupils[0])))
    session.commit()

    browser.as_(editor).get(f"{path(batch)}/certificates.zip", 404)
    browser.get(path(batch))
    browser.press("把同意的打成一个包")
    work()
    assert unzipped(browser, batch).namelist() == ["list.xlsx"]


def test_a_liaison_learns_who_agreed_and_of_the_others_only_how_many(
    browser, official, resident, reviewer, clock_at
):
    liaison = make_account(
        person=make_person(area=official.area, unit=official.unit, kind="official", name="曾文")
    ).person
    appoint(liaison, Role.liaison, official.unit)
    serve_and_confirm(official, reviewer)
    let_the_notice_pass(clock_at)
    browser.as_(liaison).get("/desk")
    browser.get("/desk/certificates/batches")

    page = browser.submit(
        "/desk/certificates/batches/new", "问他们", place=f"unit-{official.unit.id}", purpose="年度汇总"
    )

    assert page.has("问了 2 人")
    assert official.volunteer_no not in page.text
    batch = session.scalars(select(CertificateBatch)).one()
    say(browser, official, "同意")
    page = browser.as_(liaison).press("把同意的打成一个包", path(batch))
    assert page.has(official.volunteer_no)
    work()
    assert len(unzipped(browser, batch).namelist()) == 2
    assert resident.volunteer_no not in str(rows_of(unzipped(browser, batch)))
    assert liaison.volunteer_no not in str(rows_of(unzipped(browser, batch)))
    assert "还没有回答：1 人" in str(rows_of(unzipped(browser, batch)))


def test_nobody_else_finds_a_batch_or_a_question(
    browser, batch, pupils, reviewer, outsider, manager, resident
):
    for who, status in ((outsider, 404), (reviewer, 403), (manager, 403), (resident, 404)):
        browser.as_(who).get(path(batch), status)
        browser.get(f"{path(batch)}/certificates.zip", status)
        browser.post(f"{path(batch)}/pack", status=status)
    browser.as_(pupils[1]).get(f"/me/certificates/asked/{request_of(pupils[0]).id}", 404)
    browser.post(f"/me/certificates/asked/{request_of(pupils[0]).id}", {"answer": "yes"}, status=404)
    browser.get("/me/certificates/asked/987654321", 404)


def test_a_lost_role_is_lost_for_the_zip_too(browser, batch, pupils, editor):
    say(browser, pupils[0], "同意")
    browser.as_(editor).get(path(batch))
    browser.press("把同意的打成一个包")
    work()
    begin_writing()
    for held in session.scalars(select(Appointment).where(Appointment.person_id == editor.id)):
        held.ended_at, held.ended_by = clock.now() - timedelta(minutes=1), editor.id
    session.commit()

    browser.get(f"{path(batch)}/certificates.zip", 404)


def test_wrong_methods_are_refused(browser, batch, editor):
    browser.as_(editor).post(path(batch), status=405)
    browser.get(f"{path(batch)}/pack", 405)
    browser.get(f"{path(batch)}/agreed", 405)
