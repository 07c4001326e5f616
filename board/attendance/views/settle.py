"""After the shift: what became of everybody, on one page and in one form."""

from typing import Any

from flask_login import current_user
from werkzeug.wrappers import Response

from board import clock, dates
from board.accounts.models import Role
from board.attendance import keeping, settling
from board.attendance.forms import SettleForm, settle_form
from board.attendance.keeping import Keeper
from board.attendance.models import Kind
from board.attendance.roster import Entry, Seen
from board.attendance.settling import Open
from board.attendance.views import blueprint, showing
from board.attendance.words import HOW_WORDS, KIND_WORDS, REVIEW_WORDS
from board.db import session
from board.positions import queries as positions
from board.web.access import requires
from board.web.act import act, done
from board.web.forms import page

AT_ONCE = 60  # people of each kind on one page; 其余 means the others too


@blueprint.route("/desk/shifts/<int:shift_id>/settle", methods=["GET", "POST"])
@act
@requires(Role.editor)
def settle(shift_id: int) -> tuple[str, int] | Response:
    shift = positions.fetch_shift(current_user.person, shift_id, Role.editor)
    keeper = keeping.fetch_readable(current_user.person, shift_id)
    found = settling.left_open(shift)
    form = _form(keeper, found)
    if form.validate_on_submit():
        settling.settle(shift, form.decisions, by=current_user.person)
        session.commit()
        return done("记好了。", f"/desk/shifts/{shift_id}/settle")
    return page(
        "attendance/settle.html",
        form,
        **showing.head(keeper),
        **_shown(form, found),
        is_done=found.is_done,
    )


def _others(entries: list[Entry]) -> list[Entry]:
    return settling.shown(entries, current_user.person)[:AT_ONCE]


def _form(keeper: Keeper, found: Open) -> SettleForm:
    shift = keeper.shift
    return settle_form(
        [entry.person.id for entry in [*_others(found.missing), *_others(found.decided)]],
        [entry.person.id for entry in _others(found.staying)],
        [row for entry, row, _ in found.doubtful[:AT_ONCE] if entry.person.id != current_user.person.id],
        clock.local(shift.starts_at).time(),
        clock.local(shift.ends_at).time(),
    )


def _shown(form: SettleForm, found: Open) -> dict[str, Any]:
    me = current_user.person.id
    everybody = [*found.missing, *found.staying, *[entry for entry, _, _ in found.doubtful]]
    return {
        "missing": [_became(form, entry) for entry in _others(found.missing)],
        "staying": [_who(entry) | {"field": form[f"left-{entry.person.id}"]} for entry in _others(found.staying)],
        "doubtful": [
            _doubt(entry, kind) | {"look": form[f"look-{row}"], "why": form[f"why-{row}"]}
            for entry, row, kind in found.doubtful[:AT_ONCE]
            if entry.person.id != me
        ],
        "decided": [_became(form, entry) for entry in _others(found.decided)],
        "counted": [(len(found.missing), "没签到"), (len(found.staying), "没签退"), (len(found.doubtful), "待复核"),
                    (len(found.decided), "没来")],
        "own": any(entry.person.id == me for entry in everybody),
    }  # fmt: skip


def _who(entry: Entry) -> dict[str, Any]:
    came = f"{dates.clock_time(entry.came.at)} 到" if entry.came else ""
    return {
        "name": entry.person.name or entry.person.volunteer_no,
        "about": showing.volunteer(entry.person.volunteer_no),
        "line": came or (KIND_WORDS[entry.missed] if entry.missed else ""),
    }


def _became(form: SettleForm, entry: Entry) -> dict[str, Any]:
    number = entry.person.id
    fields = {name: form[f"{name}-{number}"] for name in ("became", "came", "went")}
    return _who(entry) | fields


def _doubt(entry: Entry, kind: Kind) -> dict[str, Any]:
    seen: Seen | None = entry.came if kind == Kind.arrived else entry.went
    if seen is None or seen.review is None:
        return _who(entry)
    words = (
        f"{dates.clock_time(seen.at)} {KIND_WORDS[kind]}，{HOW_WORDS[seen.how]}，{REVIEW_WORDS[seen.review]}"
    )
    return _who(entry) | {"line": words}
