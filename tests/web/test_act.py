"""Acts run as a whole: again when the database asks for it, refused politely, written down."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from board import clock
from board.areas.models import Area
from board.audit.models import AuditRow
from board.db import session
from board.notices.models import Notice
from board.positions.models import OpportunityList
from tests import factories
from tests.faults import failing, lasting_error, passing_error
from tests.pages import Browser


def test_an_act_that_met_a_passing_error_is_run_again(engine, browser, resident):
    _tell(resident)
    browser.as_(resident)

    with failing(engine, passing_error(engine), times=2, on="UPDATE NOTICES") as failed:
        page = browser.post("/inbox/read")

    assert len(failed) == 2
    assert page.has("都标成看过了")
    assert session.scalars(select(Notice)).one().read_at == clock.now()


def test_an_error_that_does_not_pass_becomes_503_with_a_time_to_come_back(engine, browser, resident):
    _tell(resident)
    browser.as_(resident)

    with failing(engine, passing_error(engine), times=99, on="UPDATE NOTICES") as failed:
        page = browser.post("/inbox/read", status=503)

    assert len(failed) == 5
    assert page.headers["Retry-After"]
    assert session.scalars(select(Notice)).one().read_at is None


def test_a_bug_is_not_tried_again_and_shows_nothing_internal(engine, browser, resident):
    _tell(resident)
    browser.as_(resident)

    with failing(engine, lasting_error(engine), times=99, on="UPDATE NOTICES") as failed:
        page = browser.post("/inbox/read", status=500)

    assert len(failed) == 1
    assert not page.has("13900001111")
    assert page.headers["X-Request-ID"] in page.text


def test_a_refused_form_is_shown_again_with_everything_typed(browser, manager, street):
    taken = session.scalars(select(Area.code).where(Area.level == "community")).first()
    browser.as_(manager)

    page = browser.submit(
        f"/desk/areas/{street.code}/add", name="新桥社区", level="community", code=taken, status=422
    )

    assert page.has("这个代码已经有了")
    assert page.value_of("name") == "新桥社区"
    assert page.value_of("code") == taken
    assert [rule for _, rule in _refusals()] == ["CodeTaken"]


def test_a_forbidden_write_is_written_down(browser, reviewer, community):
    shift = factories.make_shift(position=factories.make_position(area=community))
    browser.as_(reviewer)

    browser.post(f"/desk/shifts/{shift.id}/cancel", {"reason": "下雨"}, status=403)

    assert [rule for _, rule in _refusals()] == ["NotAllowed"]


def test_a_strangers_write_is_written_down(browser, outsider, community):
    shift = factories.make_shift(position=factories.make_position(area=community))
    browser.as_(outsider)

    browser.post(f"/desk/shifts/{shift.id}/cancel", {"reason": "下雨"}, status=404)

    assert [rule for _, rule in _refusals()] == ["NotFound"]


def test_the_same_form_sent_twelve_times_at_once_makes_one_list(app, browser, editor):
    browser.as_(editor)
    form = browser.get("/desk/lists/new").tree.css_first("main form")
    data = {c.attributes["name"]: c.attributes.get("value") or c.text() for c in form.css("input, textarea")}
    data |= {"area": editor.area.code, "kind": "opportunity"}
    cookies = [
        browser.client.get_cookie(app.config[name]) for name in ("SIGN_IN_COOKIE", "SESSION_COOKIE_NAME")
    ]

    def send(_):
        sender = Browser(app)
        for cookie in cookies:
            sender.client.set_cookie(cookie.key, cookie.value, secure=True)
        answer = sender.client.post(
            "/desk/lists/new",
            data=data,
            base_url="https://localhost",
            headers={"Referer": "https://localhost/"},
        )
        return answer.status_code, answer.headers.get("Location")

    with ThreadPoolExecutor(12) as people:
        answers = set(people.map(send, range(12)))

    session.rollback()  # what the others wrote is seen from here on
    assert factories.count_rows(OpportunityList) == 1, answers
    assert answers == {(303, f"/desk/lists/{session.scalars(select(OpportunityList.number)).one()}")}


def _tell(person):
    with factories.committed():
        session.add(
            Notice(person_id=person.id, kind="x", sentence="好消息", link="/", created_at=clock.now())
        )


def _refusals():
    refused = session.scalars(select(AuditRow).where(AuditRow.outcome == "refused").order_by(AuditRow.id))
    return [(row.action, row.detail["rule"]) for row in refused]
