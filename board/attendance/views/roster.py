"""The roster of a shift: at 390 px in one hand, and on paper."""

from flask import request
from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.attendance import keeping, revealing, services
from board.attendance.forms import RevealForm
from board.attendance.keeping import Keeper
from board.attendance.models import Attendance
from board.attendance.revealing import Why
from board.attendance.roster import AT_FIRST, Entry, Roster, Section
from board.attendance.services import NotOnRoster
from board.attendance.views import asked, blueprint, showing
from board.db import session
from board.signups import offers
from board.web.access import signed_in
from board.web.act import act, done
from board.web.forms import one_line, page

MOST_ON_PAPER = 1000
BLANK_LINES = 6  # for whoever walks in


@blueprint.get("/desk/shifts/<int:shift_id>/roster")
@signed_in
def show(shift_id: int) -> tuple[str, int]:
    keeper = keeping.fetch_readable(current_user.person, shift_id)
    if request.args.get("print"):
        return _on_paper(keeper)
    found = Roster(keeper.shift)
    counts = found.counts
    typed = (one_line(request.args.get("q")) or "")[:40]
    shown = _asked_for(found, typed)
    rows = showing.Rows(keeper, clock.now())
    sections = [
        rows.section(name, entries, counts[name], one=len(shown) == 1) for name, entries in shown.items()
    ]
    return page(
        "attendance/roster.html",
        **showing.head(keeper),
        counts=[(counts[name], word) for name, word in showing.COUNTED],
        sections=[section for section in sections if section["rows"] or (section["empty"] and not typed)],
        typed=typed,
        is_long=sum(counts.values()) > AT_FIRST or bool(typed),
        nothing=not any(shown.values()),
        desk_counts={},  # whoever keeps a roster is in a hurry: what else waits is not counted here
    )


def _asked_for(found: Roster, typed: str) -> dict[Section, list[Entry]]:
    """The beginning of every section, or one of them further on (?section=coming&after=60)."""
    name = request.args.get("section", "")
    if typed:
        return found.named(typed)
    return found.page_of(Section(name), showing.place_after()) if name in set(Section) else found.beginning()


def _on_paper(keeper: Keeper) -> tuple[str, int]:
    names = keeper.is_staff and bool(request.args.get("names"))
    found = Roster(keeper.shift).present(most=MOST_ON_PAPER)
    people = sorted(found, key=lambda entry: entry.person.volunteer_no)
    return page(
        "attendance/roster_print.html",
        **showing.head(keeper),
        rows=[showing.on_paper(entry, names=names) for entry in people],
        blank=range(len(people) + 1, len(people) + 1 + BLANK_LINES),
        names=names,
        printed=f"{dates.long_date(clock.now())} {dates.clock_time(clock.now())} ",
    )


@blueprint.post("/desk/shifts/<int:shift_id>/roster/arrived")
@act
@signed_in
def arrive(shift_id: int) -> Response:
    keeper = keeping.fetch_kept(current_user.person, shift_id)
    row = services.arrive(keeper.shift, asked.person_id(), by=current_user.person, window=asked.window())
    return _noted(row, "签到了")


@blueprint.post("/desk/shifts/<int:shift_id>/roster/left")
@act
@signed_in
def leave(shift_id: int) -> Response:
    keeper = keeping.fetch_kept(current_user.person, shift_id)
    row = services.leave(keeper.shift, asked.person_id(), by=current_user.person, window=asked.window())
    return _noted(row, "签退了")


def _noted(row: Attendance, what: str) -> Response:
    sentence = f"{row.person.masked_name} {clock.local(row.at):%H:%M} {what}。"
    address = showing.address(row.shift_id)
    session.commit()
    return done(sentence, address)


@blueprint.post("/desk/shifts/<int:shift_id>/roster/undo")
@act
@signed_in
def take_back(shift_id: int) -> Response:
    keeper = keeping.fetch_kept(current_user.person, shift_id)
    services.take_back(keeper.shift, asked.number("row"), by=current_user.person)
    session.commit()
    return done("撤回了，刚才那一下不算。", showing.address(shift_id))


@blueprint.post("/desk/shifts/<int:shift_id>/roster/call-in")
@act
@signed_in
def call_in(shift_id: int) -> Response:
    keeper = keeping.fetch_kept(current_user.person, shift_id)
    signup = services.waiting_signup(keeper.shift, asked.person_id())
    if signup is None:
        raise NotOnRoster
    if clock.now() < keeper.shift.starts_at:
        offers.call_in(signup)
        session.commit()
        return done("名额给了他，到了再点“签到”。", showing.address(shift_id))
    row = services.bring_in(keeper.shift, signup, by=current_user.person, window=asked.window())
    return _noted(row, "到了，没有名额，待复核")


@blueprint.route("/desk/shifts/<int:shift_id>/roster/reveal", methods=["GET", "POST"])
@act
@signed_in
def reveal(shift_id: int) -> tuple[str, int]:
    keeper = keeping.fetch_readable(current_user.person, shift_id)
    number = asked.volunteer_no(request.args.get("person"))
    person = revealing.find(keeper, number)
    form = RevealForm()
    shown = None
    if form.validate_on_submit():
        shown = revealing.reveal(keeper, number, Why(form.why.data), by=current_user.person)
        session.commit()
    return page("attendance/reveal.html", form, **showing.head(keeper), person=person, shown=shown)
