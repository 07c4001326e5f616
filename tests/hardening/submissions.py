"""How to get a valid form of every route that accepts a POST: one line a route.

A route without a line fails the build. The form is the one on the page that leads to the address: the
page is the address itself unless `page` names another one; `{}` stands for the row. What the page has
filled in stays; `fields` says the rest.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlsplit

from sqlalchemy import select

from board import clock
from board.accounts.queries import account_of
from board.areas.models import Unit
from board.attendance import minute_code
from board.certificates.models import ServiceCertificate
from board.db import session
from board.dossiers.models import Entry
from board.notices.models import Wish
from board.objections.models import Objection
from board.positions.models import OpportunityList, Position, Shift
from board.signups.models import Signup
from tests import factories
from tests.accounts.inbox import MOBILE, PASSWORD, code_sent_to, prove
from tests.forms import filled
from tests.hardening import backfill_rows
from tests.hardening.expectations import ROUTES
from tests.hardening.world import World
from tests.identity.numbers import a_number, give
from tests.imports import files
from tests.pages import Browser

SPARE = "13800000002"


def nothing(*_):
    return {}


@dataclass(frozen=True)
class Way:
    """Who sends it, about a row of which kind (the one of the matrix by default), from which page."""

    who: str = "editor"
    fields: Callable | dict = nothing
    page: Callable | str = ""
    kind: str = ""
    before: Callable = nothing


def _own(model, **by):
    return session.scalars(select(model).filter_by(**by)).one()


def _another_street(world, value):
    return {"parent": world.value("street", "own")}


def _make_a_street(browser, world):
    world.value("street", "own")


def _make_a_list(browser, world):
    factories.make_list(area=world.areas["own"])


def _new_place(world, _):
    return {"role": "editor", "place": f"area-{world.areas['own'].id}"}


def _new_area(world, value):
    return {"name": "新社区", "code": "510115777000", "level": "community"}


def _later(world, value):
    return {"starts": "07:05", "ends": "09:05", "reason": "学校放学晚"}


def _all_on_the_list(world, value):
    on_list = select(Position.id).join(Position.opportunity_list).where(OpportunityList.number == value)
    return {"chosen": [str(number) for number in session.scalars(on_list)]}


def _page_of_shift(world, value):
    return f"/desk/positions/{session.get(Shift, int(value)).position.number}"


def _page_of_timetable(world, value):
    return f"/desk/positions/{value}/shifts/new?days=12-05&starts=09:00&ends=11:00"


def _page_of_objection(world, value):
    return f"/me/hours/{session.get(Objection, int(value)).record_id}"


def _held_certificate(world, _):
    held = _own(ServiceCertificate, number=world.value("held_certificate", "own"))
    return {"number": held.number, "code": held.code}


def _a_batch(world, _):
    area = world.areas["own"]
    return {
        "place": f"area-{area.code}",
        "numbers": world.people["resident"].volunteer_no,
        "purpose": "学校评优",
    }


def _ask_code(browser, world):
    browser.submit("/register", "发验证码", mobile=MOBILE)


def _ask_new_password(browser, world):
    browser.submit("/forgot", "发验证码", mobile=account_of(world.people["resident"]).mobile)


def _prove_new_password(browser, world):
    prove(browser, account_of(world.people["resident"]).mobile, start="/forgot")


def _ask_at_the_desk(browser, world):
    person = world.people["resident"]
    staff = Browser(browser.app).as_(world.people["editor"])
    page = staff.submit(f"/desk/people/{person.volunteer_no}/code", "给验证码", reason="no_sms")
    world.handed_out = page.tree.css_first(".desk-code").text(strip=True)


def _ask_for_change(browser, world):
    browser.submit("/me/mobile", "发验证码", mobile=SPARE, password=factories.PASSWORD)


def _code(mobile_of):
    return lambda world, _: {"code": code_sent_to(mobile_of(world))}


def _mobile(world):
    return account_of(world.people["resident"]).mobile


def _details(world, _):
    return {
        "name": "冉小棠",
        "area_id": world.areas["own"].id,
        "password": PASSWORD,
        "old_enough": True,
        "agree": True,
    }


def _notice(browser, world):
    world.value("notice", "own")


def _open_calendar(browser, _):
    browser.post("/me/calendar/start")


def _claim(world, _):
    return {"volunteer_no": world.value("recorded", "own"), "code": world.handed_out}


def _hand_out_claim(browser, world):
    staff = Browser(browser.app).as_(world.people["editor"])
    page = staff.submit(f"/desk/people/{world.value('recorded', 'own')}/claim-code")
    world.handed_out = page.tree.css_first(".desk-code").text(strip=True)


def _something_to_export(browser, world):
    world.value("served_person", "own")


def _page_of_entry(world, value):
    return f"/desk/people/{session.get(Entry, int(value)).person.volunteer_no}/record"


def _give_away_a_number(browser, world):
    give(world.people["official"], a_number())


def _give_identity(browser, world):
    give(world.people["resident"])


def _wish(browser, world):
    with factories.committed():
        session.add(
            Wish(
                person_id=world.people["resident"].id,
                mail="x@example.cn",
                mail_asked_at=clock.now() - timedelta(days=1),
            )
        )


def _all_pending(world, value):
    shift = _own(Position, number=value).shifts[0]
    waiting = select(Signup.id).where(Signup.shift_id == shift.id, Signup.state == "pending")
    return {"chosen": [str(number) for number in session.scalars(waiting)]}


def _page_of_person(world, value):
    return f"/desk/people/{session.get(Signup, int(value)).person.volunteer_no}/signups"


def _somebody_present(world, _):
    return {"typed": world.value("person", "own"), "agree": True}


def _digits(world, value):
    shift_id = int(value or world.value("led_shift", "own"))
    return {"code": minute_code.digits(shift_id, clock.now())}


def _a_shift_now(browser, world):
    world.value("led_shift", "own")


_TRAINING = {"name": "急救知识", "content": "心肺复苏", "hours": "1.5", "organiser": "区红十字会"}
REASON = {"reason": "下暴雨"}


def _backfill(world, _):
    proof = (str(backfill_rows.SHEET), "签到表.pdf")
    return {"typed": world.value("person", "own"), "declared": True, "proof": proof} | REASON


def _open_proof(browser, world):
    browser.get(f"/desk/proofs/{backfill_rows.token_of(world.value('backfill', 'own'))}")


OTHERS_UNIT = lambda world, _: {"parent": str(_own(Unit, name="测试局").id)}  # noqa: E731 - a line of the table

WAYS = {
    # Open to all
    "/forgot": Way("nobody", lambda world, _: {"mobile": _mobile(world)}),
    "/forgot/code": Way("nobody", _code(_mobile), before=_ask_new_password),
    "/forgot/desk": Way("nobody", lambda world, _: {"mobile": _mobile(world), "code": world.handed_out}, before=_ask_at_the_desk),
    "/forgot/password": Way("nobody", {"password": PASSWORD}, before=_prove_new_password),
    "/r/<token>": Way("nobody"),
    "/register": Way("nobody", {"mobile": MOBILE}),
    "/register/code": Way("nobody", _code(lambda _: MOBILE), before=_ask_code),
    "/register/details": Way("nobody", _details, before=lambda browser, _: prove(browser)),
    "/verify": Way("nobody", _held_certificate),
    "/me/certificates/new/<code>": Way("resident"),
    "/sign-in": Way("nobody", lambda world, _: {"mobile": _mobile(world), "password": factories.PASSWORD}),
    "/sign-out": Way("resident", page="/me/profile"),
    # One's own
    "/inbox/read": Way("resident", page="/inbox", before=_notice),
    "/me/birth-month": Way("resident", {"year": "1958", "month": "3"}),
    "/me/calendar/renew": Way("resident", page="/me/calendar", before=_open_calendar),
    "/me/calendar/start": Way("resident", page="/me/calendar"),
    "/me/calendar/stop": Way("resident", page="/me/calendar", before=_open_calendar),
    "/me/close": Way("resident", {"password": factories.PASSWORD}),
    "/me/record/<int:entry_id>/reply": Way("resident", {"reply": "谢谢社区"}),
    "/me/identity": Way("resident", {"number": a_number(), "uses": ["insurance"], "agree": True}),
    "/me/identity/remove": Way("resident", page="/me/identity", before=_give_identity),
    "/me/mobile": Way("resident", {"mobile": SPARE, "password": factories.PASSWORD}),
    "/me/mobile/code": Way("resident", _code(lambda _: SPARE), before=_ask_for_change),
    "/me/password": Way("resident", {"current": factories.PASSWORD, "password": PASSWORD}),
    "/me/profile": Way("resident", {"name": "林大满"}),
    "/me/sign-ins/<int:number>/end": Way("resident", page="/me/sign-ins"),
    "/me/signups/<int:signup_id>/withdraw": Way("resident", REASON, kind="late_signup"),
    "/positions/<number>/sign-up": Way("official", {"agree": True}),
    "/me/claim": Way("resident", _claim, before=_hand_out_claim),
    "/me/helped/<int:signup_id>/withdraw": Way("resident"),
    "/me/signups/<int:signup_id>/accept": Way("resident", page="/me/signups"),
    "/me/signups/<int:signup_id>/decline": Way("resident", page="/me/signups"),
    "/me/signups/<int:signup_id>/stand-in": Way("resident", {"name": "柳青", "mobile": SPARE}),
    "/me/signups/<int:signup_id>/stand-in/take-back": Way("resident", page="/me/signups/{}/stand-in"),
    "/me/wishes": Way("resident", {"remind_by_sms": "never"}),
    "/me/wishes/prove": Way("resident", page="/me/wishes", before=_wish),
    "/positions/<number>/sign-up/group": Way("official", {"name_1": "冉小舟", "agree": True}),
    # Links of messages
    "/mail/<token>": Way("nobody", page="/mail/{}", kind="proof_link"),
    "/mail/<token>/stop": Way("nobody", page="/mail/{}"),
    "/o/<token>/accept": Way("nobody", page="/o/{}"),
    "/o/<token>/decline": Way("nobody", page="/o/{}"),
    "/s/<token>/accept": Way("nobody", page="/s/{}"),
    "/s/<token>/decline": Way("nobody", page="/s/{}"),
    # The desk: messages and those who have no phone
    "/desk/calls/<int:call_id>/done": Way(page="/desk/calls"),
    "/desk/calls/<int:call_id>/phone": Way(),
    "/desk/messages/<int:notice_id>/again": Way(page="/desk/messages"),
    "/desk/people/<volunteer_no>/claim-code": Way(),
    "/desk/positions/<number>/decide": Way(fields=_all_pending),
    "/desk/shifts/<int:shift_id>/sign-up": Way(fields=_somebody_present),
    "/desk/signups/<int:signup_id>/accept": Way(page=_page_of_person),
    "/desk/signups/<int:signup_id>/decline": Way(page=_page_of_person),
    "/desk/signups/<int:signup_id>/withdraw": Way(),
    "/desk/people/<volunteer_no>/forget": Way(),
    # The day itself
    "/check-in": Way("resident", _digits, before=_a_shift_now),
    "/check-in/<int:shift_id>": Way("resident", _digits, kind="led_shift"),
    "/me/attendance/<int:shift_id>/left": Way("resident", {"left": "09:40"}, kind="arrived_shift"),
    "/desk/shifts/<int:shift_id>/leaders": Way(fields=lambda world, _: {"typed": world.value("person", "own")}),
    "/desk/shifts/<int:shift_id>/leaders/remove": Way(page="/desk/shifts/{}/leaders", kind="led_shift"),
    "/desk/shifts/<int:shift_id>/roster/arrived": Way("leader", page="/desk/shifts/{}/roster"),
    "/desk/shifts/<int:shift_id>/roster/call-in": Way("leader", page="/desk/shifts/{}/roster", kind="queued_shift"),
    "/desk/shifts/<int:shift_id>/roster/left": Way("leader", page="/desk/shifts/{}/roster", kind="arrived_shift"),
    "/desk/shifts/<int:shift_id>/roster/reveal": Way(fields={"why": "missing"}),
    "/desk/shifts/<int:shift_id>/roster/undo": Way("leader", page="/desk/shifts/{}/roster", kind="arrived_shift"),
    "/desk/shifts/<int:shift_id>/roster/walk-in": Way("leader", lambda world, _: {"typed": world.value("person", "own")}),
    "/desk/shifts/<int:shift_id>/roster/walk-in-new": Way("leader", {"name": "柳青青", "agree": True}),
    "/desk/shifts/<int:shift_id>/settle": Way(fields={"rest": "absent"}, kind="finished_shift"),
    # Hours
    "/desk/certificates/batches/new": Way(fields=_a_batch, before=lambda _, world: world.value("batch", "own")),
    "/desk/certificates/batches/<int:batch_id>/agreed": Way(page="/desk/certificates/batches/{}"),
    "/desk/certificates/batches/<int:batch_id>/pack": Way(page="/desk/certificates/batches/{}", kind="answered_batch"),
    "/me/certificates/asked/<int:request_id>": Way("resident"),
    "/desk/certificates/<number>/revoke": Way(fields={"cause": "own_wish"}),
    "/desk/certificates/issuer/<code>": Way(fields={"head": "李建华", "phone": "028-82701234"}),
    "/desk/records/<int:record_id>/correct": Way(fields={"came": "05:00", "went": "06:30"} | REASON),
    "/desk/records/<int:record_id>/keep": Way(fields=REASON),
    "/desk/records/<int:record_id>/question": Way("reviewer", REASON),
    "/desk/records/<int:record_id>/reinstate": Way(fields=REASON),
    "/desk/records/<int:record_id>/void": Way(fields=REASON),
    "/desk/flags/<int:flag_id>": Way("reviewer", {"outcome": "explained", "note": "问过了"}),
    "/desk/rechecks/<int:recheck_id>": Way("reviewer", {"verdict": "right", "note": "问过了"}),
    "/desk/shifts/<int:shift_id>/hours/back-fill": Way(fields=_backfill),
    "/desk/backfills/<int:record_id>/confirm": Way("reviewer", page="/desk/backfills/{}", before=_open_proof),
    "/desk/shifts/<int:shift_id>/hours/confirm": Way("reviewer", page="/desk/shifts/{}/hours"),
    # Objections to hours
    "/hours/<int:record_id>/object": Way("nobody", {"reason": "那天没人见过他", "mobile": SPARE, "name": "王婆婆"}),
    "/me/hours/<int:record_id>/not-right": Way("resident", {"reason": "少记了半小时", "came": "05:00", "went": "07:30"}),
    "/me/shifts/<int:shift_id>/not-right": Way("resident", {"reason": "走的时候忘了签退", "went": "07:30"}),
    "/me/objections/<int:objection_id>/take-back": Way("resident", page=_page_of_objection),
    "/me/objections/<int:objection_id>/ask-street": Way("resident", {"reason": "有人可以作证"}),
    "/desk/objections/<int:objection_id>": Way(fields={"outcome": "corrected", "came": "05:00", "went": "06:30", "words": "问过负责人"}),
    "/desk/objections/<int:objection_id>/phone": Way(),
    # The desk: lists and positions
    "/desk/imports/new": Way(fields={"pasted": files.pasted()}),
    "/desk/imports/<int:upload_id>": Way(fields={"r1-quota": "6"}),
    "/desk/imports/rows/<int:row_id>": Way(fields={"quota": "6"}),
    "/desk/lists/<number>/approve": Way("reviewer", _all_on_the_list, page="/desk/review/{}"),
    "/desk/lists/<number>/change": Way(page="/desk/lists/{}/change?quota=4"),
    "/desk/lists/<number>/copy": Way(),
    "/desk/lists/<number>/edit": Way(fields={"title": "十二月清单"}),
    "/desk/lists/<number>/positions/new": Way(fields={"title": "看书岗", "content": "陪老人看书"}),
    "/desk/lists/<number>/submit": Way(page="/desk/lists/{}"),
    "/desk/lists/<number>/undo": Way(page="/desk/lists/{}", kind="list_just_changed"),
    "/desk/lists/new": Way(fields=lambda world, _: {"area": world.areas["own"].code}),
    "/desk/positions/<number>/approve": Way("reviewer", page="/desk/positions/{}"),
    "/desk/positions/<number>/copy": Way(),
    "/desk/positions/<number>/edit": Way(fields={"title": "看书岗", "content": "陪老人看书"}),
    "/desk/positions/<number>/keep": Way(fields={"title": "看书岗样板"}),
    "/desk/positions/<number>/proposal/approve": Way("reviewer", page="/desk/positions/{}/proposal"),
    "/desk/positions/<number>/proposal/return": Way("reviewer", REASON),
    "/desk/positions/<number>/proposal/take-back": Way(page="/desk/positions/{}/proposal"),
    "/desk/positions/<number>/propose": Way(fields={"title": "看书岗", "content": "陪老人看书"}),
    "/desk/positions/<number>/remove": Way(),
    "/desk/positions/<number>/return": Way("reviewer", REASON),
    "/desk/positions/<number>/shifts/new": Way(page=_page_of_timetable),
    "/desk/positions/<number>/submit": Way(page="/desk/positions/{}"),
    "/desk/positions/<number>/take-back": Way(page="/desk/positions/{}"),
    "/desk/areas/<code>/standing": Way(fields={"address": "邻里广场"}),
    "/desk/models/<int:model_id>": Way(before=_make_a_list),
    "/desk/models/<int:model_id>/rename": Way(fields={"title": "看书岗样板"}),
    "/desk/models/<int:model_id>/retire": Way(),
    "/desk/shifts/<int:shift_id>/drop": Way(page=_page_of_shift),
    "/desk/shifts/<int:shift_id>/edit": Way(fields={"quota": "7"}),
    # The desk: what is published, and who comes
    "/desk/positions/<number>/announce": Way(fields={"text": "请带水杯"}, kind="crowded_position"),
    "/desk/positions/<number>/cancel": Way(fields=REASON),
    "/desk/positions/<number>/contact": Way(fields={"contact_name": "服务站"}),
    "/desk/positions/<number>/place": Way(fields=REASON | {"address": "邻里广场"}),
    "/desk/shifts/<int:shift_id>/announce": Way(fields={"text": "请带水杯"}, kind="crowded_shift"),
    "/desk/shifts/<int:shift_id>/ask": Way(page="/desk/shifts/{}/short", kind="short_shift"),
    "/desk/shifts/<int:shift_id>/cancel": Way(fields=REASON),
    "/desk/shifts/<int:shift_id>/quota": Way(fields={"quota": "7"}),
    "/desk/shifts/<int:shift_id>/time": Way(fields=_later),
    "/desk/signups/<int:signup_id>/remove": Way(fields=REASON),
    # The desk: people
    "/desk/people": Way(fields=lambda world, _: {"typed": world.value("person", "own")}),
    "/desk/people/<volunteer_no>/appoint": Way("manager", _new_place),
    "/desk/people/<volunteer_no>/code": Way(fields={"reason": "no_sms"}),
    "/desk/people/<volunteer_no>/disable": Way("manager", {"reason": "own_wish"}),
    "/desk/people/<volunteer_no>/enable": Way("manager", page="/desk/people/{}", kind="disabled_person"),
    "/desk/people/<volunteer_no>/identity/free": Way(
        fields={"number": a_number(), "password": factories.PASSWORD}, before=_give_away_a_number
    ),
    "/desk/people/<volunteer_no>/commendations/new": Way(fields={"name": "优秀志愿者", "organiser": "清泉社区"}),
    "/desk/people/<volunteer_no>/evaluations/new": Way(fields={"mark": "good", "word": "守时"}),
    "/desk/people/<volunteer_no>/trainings/new": Way(fields=_TRAINING),
    "/desk/entries/<int:entry_id>/approve": Way("reviewer", page=_page_of_entry),
    "/desk/entries/<int:entry_id>/refuse": Way("reviewer", REASON),
    "/desk/entries/<int:entry_id>/withdraw": Way(fields=REASON),
    "/desk/hours/export": Way(before=_something_to_export),
    "/desk/people/<volunteer_no>/identity": Way(fields={"why": "insurance", "password": factories.PASSWORD}),
    "/desk/appointments/<int:number>/end": Way("manager", page="/desk/appointments"),
    # The desk: areas, units, calendar
    "/desk/areas/<code>/add": Way("manager", _new_area, kind="street"),
    "/desk/areas/<code>/move": Way("manager", _another_street, before=_make_a_street),
    "/desk/areas/<code>/rename": Way("manager", {"name": "新清泉社区"}),
    "/desk/areas/<code>/restore": Way("manager", page="/desk/areas/{}", kind="retired_area"),
    "/desk/areas/<code>/retire": Way("manager", page="/desk/areas/{}"),
    "/desk/areas/<code>/review-above": Way("manager", page="/desk/areas/{}"),
    "/desk/areas/<code>/review-here": Way("manager", page="/desk/areas/{}"),
    "/desk/units/add": Way("manager", {"name": "新局"}),
    "/desk/units/<int:unit_id>/add": Way("manager", {"name": "新科"}),
    "/desk/units/<int:unit_id>/move": Way("manager", OTHERS_UNIT, before=lambda *_: factories.make_unit()),
    "/desk/units/<int:unit_id>/rename": Way("manager", {"name": "新名局"}),
    "/desk/units/<int:unit_id>/restore": Way("manager", page="/desk/units/{}", kind="retired_unit"),
    "/desk/units/<int:unit_id>/retire": Way("manager", page="/desk/units/{}"),
    "/desk/calendar/<int:year>": Way("manager", {"days": "10-01 至 10-07 放假 国庆节"}),
    "/desk/calendar/<int:year>/remove": Way("manager", page="/desk/calendar/{}", kind="year_with_a_holiday"),
}  # fmt: skip


@dataclass
class Filling:
    """A form filled in, not yet sent."""

    browser: Browser
    world: World
    address: str
    data: dict
    page: object
    form: object

    @property
    def names(self):
        """Every control of the form."""
        return set(self.data) | {control.attributes["name"] for control in self.form.css("[name]")}


def fill_in(app, world, rule):
    """A valid form of this route, by the table."""
    way = WAYS[rule]
    browser = Browser(app)
    if way.who != "nobody":
        browser.as_(world.people[way.who])
    way.before(browser, world)
    kind = way.kind or ROUTES[rule].kind
    value = world.value(kind, "own") if kind else ""
    path = rule[: rule.index("<")] + value + rule[rule.index(">") + 1 :] if "<" in rule else rule
    page = browser.get(_page_address(way, world, value) or path + world.queries.get(value, ""))
    form = form_to(page, path)
    fields = way.fields(world, value) if callable(way.fields) else way.fields
    data = filled(form, None, fields)
    return Filling(browser, world, form.attributes.get("action") or page.path, data, page, form)


def _page_address(way, world, value):
    return way.page(world, value) if callable(way.page) else way.page.format(value)


def form_to(page, path):
    """The form on the page that is sent to this path."""
    posting = [f for f in page.tree.css("form") if (f.attributes.get("method") or "").lower() == "post"]
    fitting = [f for f in posting if urlsplit(f.attributes.get("action") or page.path).path == path]
    there = [f.attributes.get("action") for f in posting]
    assert fitting, f"{page.path} has no form to {path}, only to {there}"
    return fitting[0]
