"""Who gets what at which address: one line a route. A route without a line fails the build, and so does a
line without a route.

A line says what kind of row the address names, and what a GET and a POST (good token, empty form) answer
whoever may use it. Everything else follows from the view's mark, `covers` and these words:

    R("draft")                     200 for a GET; 422 for an empty form, 303 where there is only a button
    R("draft", post=404)           anything else is spelled out
    R(get={"nobody": 200, "": 303})  by cast member; "" is everybody else
    R("year", whose="district")    a row of the whole district, not of one community
    but={"outsider": 403}          deviations, by cast member or (cast member, side)
"""

from dataclasses import dataclass, field

CAST = ("nobody", "resident", "official", "editor", "reviewer", "manager", "auditor", "outsider", "leader")
HOLDS = {
    "editor": {"editor"},
    "reviewer": {"reviewer"},
    "manager": {"manager"},
    "auditor": {"auditor"},
    "outsider": {"editor", "reviewer", "manager"},
}
COVERED = {
    "community": {
        ("editor", "own"), ("reviewer", "own"), ("outsider", "foreign"),
        *((who, side) for who in ("manager", "auditor") for side in ("own", "foreign")),
    },
    "mine": {("resident", "own")},
    "batch": {("editor", "own"), ("outsider", "foreign")},
    "roster": {("editor", "own"), ("reviewer", "own"), ("leader", "own"), ("outsider", "foreign")},
}  # fmt: skip


@dataclass(frozen=True)
class R:
    """One line of the table."""

    kind: str = ""
    get: int | dict = 200
    post: int | dict | None = None
    whose: str = ""
    but: dict = field(default_factory=dict)

    def expected(self, rule, access, who, side, method):
        """The status this cast member gets for a row on this side ("" where the address names none)."""
        if who == "nobody" and access != "all":
            return 303
        if not self.admitted(access, who):
            return 403 if who in HOLDS else 404
        for key in ((who, side), who):
            if key in self.but:
                return self.but[key] if not isinstance(self.but[key], dict) else self.but[key][method]
        if self.kind and not self._covered(access, who, side):
            return 404
        return self._answer(rule, who, method)

    def admitted(self, access, who):
        return access in {"all", "signed in"} or bool(HOLDS.get(who, set()) & set(access.split(", ")))

    def _covered(self, access, who, side):
        whose = self.whose or {"all": "public", "signed in": "mine"}.get(access, "community")
        return side != "missing" and (whose not in COVERED or (who, side) in COVERED[whose])

    def _answer(self, rule, who, method):
        told = self.get if method in {"GET", "HEAD"} else self.post
        if isinstance(told, dict):
            return told.get(who, told[""])
        return told or (422 if "GET" in rule.methods else 303)

    @property
    def is_of_one_community(self):
        return bool(self.kind) and not self.whose


SIGNED_OUT_ONLY = {"get": {"nobody": 200, "": 303}, "post": {"nobody": 422, "": 303}}
OF_DISTRICT = {"whose": "district", "but": {"outsider": 403}}
# A manager opens anybody they could appoint, masked (accounts/people.py).
ANY_PERSON = {("outsider", "own"): {"GET": 200, "POST": 422}}

# Open to whoever is signed in, since leaders hold no role; of staff, to those who keep or read rosters.
_OTHER_STAFF = {(who, side): 403 for who in ("manager", "auditor") for side in ("own", "foreign")}
READS_ROSTER = {"whose": "roster", "but": _OTHER_STAFF}
# Who reviews is for whoever manages the area above to say.
_MANAGES_ABOVE = {("outsider", "foreign"): 403}
KEEPS_ROSTER = {"whose": "roster", "but": _OTHER_STAFF | {("reviewer", "own"): 403}}
# Found by whoever asked, and nobody else.
ASKED_FOR_BY_EDITOR = {"whose": "batch"}

ROUTES = {
    # Open to all
    "/": R(),
    "/c/<code>": R("area"),
    "/elder": R(get=303),
    "/feeds/<token>.ics": R("feed"),
    "/forgot": R(),
    "/forgot/code": R(get=303, post=303),
    "/forgot/desk": R(),
    "/forgot/password": R(get=303),
    "/healthz": R(),
    "/lists/<number>": R("public_list"),
    "/lists/<number>/print": R("public_list"),
    "/lists/<number>/poster.pdf": R("public_list"),
    "/lists/<number>/poster.png": R("public_list"),
    "/positions/<number>": R("published"),
    "/positions/<number>/poster": R("published"),
    "/positions/<number>/poster.pdf": R("published"),
    "/positions/<number>/poster.png": R("published"),
    "/privacy": R(),
    "/r/<token>": R("coming_link"),
    "/r/<token>/calendar.ics": R("coming_link"),
    "/readyz": R(),
    "/register": R(**SIGNED_OUT_ONLY),
    "/register/code": R(get=303, post=303),
    "/register/details": R(get=303),
    "/sign-in": R(get={"nobody": 200, "": 303}),
    "/sign-out": R(),
    "/signed-out": R(),
    "/static/<path:filename>": R("filename"),
    # One's own
    "/inbox": R(),
    "/inbox/read": R(),
    "/me": R(get=302),
    "/me/birth-month": R(),
    "/me/calendar": R(),
    "/me/calendar/renew": R(),
    "/me/calendar/start": R(),
    "/me/calendar/stop": R(),
    "/me/close": R(),
    "/me/data": R(),
    "/me/data.json": R(),
    "/me/record": R(),
    "/me/record.csv": R(),
    "/me/record.json": R(),
    "/me/record.pdf": R(),
    "/me/record/commendations": R(),
    "/me/record/evaluations": R(),
    "/me/record/trainings": R(),
    "/me/record/<int:entry_id>/reply": R("evaluation"),
    "/me/identity": R(),
    "/me/identity/remove": R(),
    "/me/mobile": R(),
    "/me/mobile/code": R(get=303, post=303),
    "/me/password": R(),
    "/me/profile": R(),
    "/me/sign-ins": R(),
    "/me/sign-ins/<int:number>/end": R("sign_in"),
    "/me/signups": R(),
    "/me/signups/<int:signup_id>/calendar.ics": R("signup"),
    "/me/signups/<int:signup_id>/withdraw": R("signup", post=303),
    "/positions/<number>/sign-up": R("open_to_sign_up", whose="public"),
    "/positions/<number>/signed-up": R("signed_up"),
    "/me/claim": R(),
    "/me/helped/<int:signup_id>/withdraw": R("helped", post=303),
    "/me/signups/<int:signup_id>/accept": R("offered"),
    "/me/signups/<int:signup_id>/decline": R("offered"),
    "/me/signups/<int:signup_id>/stand-in": R("signup"),
    "/me/signups/<int:signup_id>/stand-in/take-back": R("asked_stand_in"),
    "/me/wishes": R(),
    "/me/wishes/prove": R(),
    "/positions/<number>/sign-up/group": R("open_to_sign_up", whose="public"),
    # Links of messages: whoever has one may do one thing with one row
    "/mail/<token>": R("mail_link"),
    "/mail/<token>/stop": R("mail_link", post=200),
    "/o/<token>": R("offer_link"),
    "/o/<token>/accept": R("offer_link"),
    "/o/<token>/decline": R("offer_link"),
    "/s/<token>": R("stand_in_link"),
    "/s/<token>/accept": R("stand_in_link"),
    "/s/<token>/decline": R("stand_in_link"),
    # The desk: messages and those who have no phone
    "/desk/calls": R(),
    "/desk/calls/<int:call_id>/done": R("call"),
    "/desk/calls/<int:call_id>/phone": R("call", post=200),
    "/desk/messages": R(),
    "/desk/messages/<int:notice_id>/again": R("told"),
    "/desk/people/<volunteer_no>/claim-code": R(
        "recorded", post=200, but={("outsider", "own"): {"GET": 200, "POST": 404}}
    ),
    "/desk/people/<volunteer_no>/forget": R("recorded", post=303),
    "/desk/people/<volunteer_no>/signups": R("recorded"),
    "/desk/positions/<number>/decide": R("undecided"),
    "/desk/shifts/<int:shift_id>/sign-up": R("shift"),
    "/desk/signups/<int:signup_id>/accept": R("offered"),
    "/desk/signups/<int:signup_id>/decline": R("offered"),
    "/desk/signups/<int:signup_id>/slip": R("signup"),
    "/desk/signups/<int:signup_id>/withdraw": R("signup", post=303),
    # The desk: lists and positions
    "/desk": R(),
    "/desk/imports/new": R(),
    "/desk/imports/<int:upload_id>": R("upload", post=303),
    "/desk/imports/rows/<int:row_id>": R("upload_row", post=303),  # a row may lack anything
    "/desk/imports/template.xlsx": R(),
    "/desk/lists": R(),
    "/desk/lists/<number>": R("draft_list"),
    "/desk/lists/<number>.xlsx": R("draft_list"),
    "/desk/lists/<number>/approve": R("list_in_review"),
    "/desk/lists/<number>/change": R("draft_list"),
    "/desk/lists/<number>/copy": R("draft_list"),
    "/desk/lists/<number>/edit": R("draft_list"),
    "/desk/lists/<number>/positions/new": R("draft_list", post=303),  # a draft may lack anything
    "/desk/lists/<number>/submit": R("draft_list"),
    "/desk/lists/<number>/undo": R("draft_list"),
    "/desk/lists/new": R(),
    "/desk/positions/<number>": R("draft"),
    "/desk/positions/<number>/approve": R("in_review"),
    "/desk/positions/<number>/copy": R("draft"),
    "/desk/positions/<number>/edit": R("draft", post=303),
    "/desk/positions/<number>/keep": R("draft"),
    "/desk/positions/<number>/proposal": R("proposed"),
    "/desk/positions/<number>/proposal/approve": R("proposed"),
    "/desk/positions/<number>/proposal/return": R("proposed"),
    "/desk/positions/<number>/proposal/take-back": R("proposed"),
    "/desk/positions/<number>/propose": R("published"),
    "/desk/positions/<number>/remove": R("draft", post=303),
    "/desk/positions/<number>/return": R("in_review"),
    "/desk/positions/<number>/shifts/new": R("draft"),
    "/desk/positions/<number>/submit": R("draft"),
    "/desk/positions/<number>/take-back": R("in_review"),
    "/desk/review": R(),
    "/desk/review/<number>": R("list_in_review"),
    "/desk/shifts/<int:shift_id>/drop": R("draft_shift"),
    "/desk/shifts/<int:shift_id>/edit": R("draft_shift"),
    "/desk/areas/<code>/standing": R("community", post=303),  # any answer may be left out
    "/desk/models": R(),
    "/desk/models/<int:model_id>": R("model"),
    "/desk/models/<int:model_id>/rename": R("model"),
    "/desk/models/<int:model_id>/retire": R("model", post=303),
    # The desk: what is published, and who comes
    "/desk/positions/<number>/announce": R("published"),
    "/desk/positions/<number>/cancel": R("published"),
    "/desk/positions/<number>/contact": R("published"),
    "/desk/positions/<number>/place": R("published"),
    "/desk/shifts/<int:shift_id>": R("shift"),
    "/desk/shifts/<int:shift_id>/announce": R("shift"),
    "/desk/shifts/<int:shift_id>/ask": R("shift"),
    "/desk/shifts/<int:shift_id>/cancel": R("shift"),
    "/desk/shifts/<int:shift_id>/quota": R("shift"),
    "/desk/shifts/<int:shift_id>/short": R("shift"),
    "/desk/shifts/<int:shift_id>/time": R("shift"),
    "/desk/signups/<int:signup_id>/remove": R("signup"),
    # The day itself
    "/check-in": R(),
    "/check-in/<int:shift_id>": R("shift", whose="public"),
    "/me/attendance": R(),
    "/me/attendance/<int:shift_id>/left": R("stay"),
    "/desk/shifts/<int:shift_id>/code": R("led_shift", **KEEPS_ROSTER),
    "/desk/shifts/<int:shift_id>/leaders": R("shift"),
    "/desk/shifts/<int:shift_id>/leaders/remove": R("shift"),
    "/desk/lists/<number>/attendance.xlsx": R("draft_list"),
    "/desk/positions/<number>/applicants.xlsx": R("published"),
    "/desk/report": R(),
    "/desk/report.xlsx": R(),
    "/desk/shifts/<int:shift_id>/roster.xlsx": R("led_shift", **READS_ROSTER),
    "/desk/shifts/<int:shift_id>/roster": R("led_shift", **READS_ROSTER),
    "/desk/shifts/<int:shift_id>/roster/arrived": R("led_shift", **KEEPS_ROSTER),
    "/desk/shifts/<int:shift_id>/roster/call-in": R("led_shift", **KEEPS_ROSTER),
    "/desk/shifts/<int:shift_id>/roster/left": R("led_shift", **KEEPS_ROSTER),
    "/desk/shifts/<int:shift_id>/roster/reveal": R("rostered", **READS_ROSTER),
    "/desk/shifts/<int:shift_id>/roster/undo": R("led_shift", **KEEPS_ROSTER),
    "/desk/shifts/<int:shift_id>/roster/walk-in": R("led_shift", **KEEPS_ROSTER),
    "/desk/shifts/<int:shift_id>/roster/walk-in-new": R("led_shift", **KEEPS_ROSTER),
    "/desk/shifts/<int:shift_id>/settle": R("shift"),
    # Hours
    "/verify": R(),
    "/verify/<number>": R("held_certificate"),
    "/verify/keys": R(),
    "/verify/keys.txt": R(),
    "/me/certificates": R(),
    "/me/certificates/<number>": R("own_certificate"),
    "/me/certificates/asked/<int:request_id>": R("request"),
    "/me/certificates/<number>/certificate.pdf": R("own_certificate"),
    "/me/certificates/new/<code>": R("certifiable_area", post=303),
    "/me/hours": R(),
    "/me/hours/<int:record_id>": R("proposed_record"),
    "/desk/hours": R(),
    "/desk/certificates": R(),
    "/desk/certificates/batches": R(),
    "/desk/certificates/batches/new": R(),
    "/desk/certificates/batches/<int:batch_id>": R("batch", **ASKED_FOR_BY_EDITOR),
    "/desk/certificates/batches/<int:batch_id>/agreed": R(
        "batch", post=404, **ASKED_FOR_BY_EDITOR
    ),  # of whom?
    "/desk/certificates/batches/<int:batch_id>/pack": R("batch", **ASKED_FOR_BY_EDITOR),
    "/desk/certificates/batches/<int:batch_id>/certificates.zip": R("packed_batch", **ASKED_FOR_BY_EDITOR),
    "/desk/certificates/<number>": R("issued_certificate"),
    "/desk/certificates/<number>/certificate.pdf": R("issued_certificate"),
    "/desk/certificates/<number>/revoke": R("issued_certificate"),
    "/desk/certificates/issuer/<code>": R("community"),
    "/desk/records/<int:record_id>": R("proposed_record"),
    "/desk/records/<int:record_id>/correct": R("proposed_record"),
    "/desk/records/<int:record_id>/keep": R("doubtful_record"),
    "/desk/records/<int:record_id>/question": R("proposed_record"),
    "/desk/records/<int:record_id>/reinstate": R("voided_record"),
    "/desk/records/<int:record_id>/void": R("proposed_record"),
    "/desk/shifts/<int:shift_id>/hours": R("proposed_shift"),
    "/desk/shifts/<int:shift_id>/hours/back-fill": R("served_shift"),
    "/desk/backfills/<int:record_id>": R("backfill"),
    "/desk/backfills/<int:record_id>/confirm": R("backfill"),
    "/desk/proofs/<token>": R("proof"),
    "/desk/flags": R(),
    "/desk/flags/<int:flag_id>": R("flag"),
    "/desk/rechecks/<int:recheck_id>": R("recheck"),
    "/desk/shifts/<int:shift_id>/hours/confirm": R("proposed_shift"),
    # Objections to hours
    "/c/<code>/hours": R("area"),
    "/hours/<int:record_id>/object": R("noticed_record"),
    "/objections/<token>": R("objection_link"),
    "/me/hours/<int:record_id>/not-right": R("proposed_record"),
    "/me/shifts/<int:shift_id>/not-right": R("unwritten_shift"),
    "/me/objections/<int:objection_id>/take-back": R("own_objection"),
    "/me/objections/<int:objection_id>/ask-street": R("answered_objection"),
    "/desk/objections": R(),
    "/desk/objections/<int:objection_id>": R("objection"),
    "/desk/objections/<int:objection_id>/phone": R("objection", post=200),
    # The desk: people
    "/desk/people": R(),
    "/desk/people/<volunteer_no>": R("person", but=ANY_PERSON),
    "/desk/people/<volunteer_no>/appoint": R("person", but=ANY_PERSON),
    "/desk/people/<volunteer_no>/code": R("person", but=ANY_PERSON),
    "/desk/people/<volunteer_no>/disable": R("person", but=ANY_PERSON),
    "/desk/people/<volunteer_no>/enable": R("person", but={("outsider", "own"): 403}),
    "/desk/people/<volunteer_no>/identity": R("identified"),
    "/desk/people/<volunteer_no>/identity/free": R("person"),
    "/desk/people/<volunteer_no>/record": R("served_person"),
    "/desk/people/<volunteer_no>/commendations/new": R("served_person"),
    "/desk/people/<volunteer_no>/evaluations/new": R("served_person"),
    "/desk/people/<volunteer_no>/trainings/new": R("served_person"),
    "/desk/entries/<int:entry_id>/approve": R("waiting_entry"),
    "/desk/entries/<int:entry_id>/refuse": R("waiting_entry"),
    "/desk/entries/<int:entry_id>/withdraw": R("entry"),
    "/desk/hours/export": R(),
    "/desk/appointments": R(),
    "/desk/appointments/<int:number>/end": R("appointment"),
    # The desk: areas, units, calendar, audit
    "/desk/areas": R(),
    "/desk/areas/<code>": R("area"),
    "/desk/areas/<code>/add": R("area"),
    "/desk/areas/<code>/move": R("area"),
    "/desk/areas/<code>/rename": R("area"),
    "/desk/areas/<code>/restore": R("area"),
    "/desk/areas/<code>/retire": R("area"),
    "/desk/areas/<code>/review-above": R("area", but=_MANAGES_ABOVE),
    "/desk/areas/<code>/review-here": R("reviewed_above", but=_MANAGES_ABOVE),
    "/desk/units": R(**OF_DISTRICT),
    "/desk/units/add": R(**OF_DISTRICT),
    "/desk/units/<int:unit_id>": R("unit", **OF_DISTRICT),
    "/desk/units/<int:unit_id>/add": R("unit", **OF_DISTRICT),
    "/desk/units/<int:unit_id>/move": R("unit", **OF_DISTRICT),
    "/desk/units/<int:unit_id>/rename": R("unit", **OF_DISTRICT),
    "/desk/units/<int:unit_id>/restore": R("unit", **OF_DISTRICT),
    "/desk/units/<int:unit_id>/retire": R("unit", **OF_DISTRICT),
    "/desk/calendar": R(get=303),
    "/desk/calendar/<int:year>": R("year", **OF_DISTRICT),
    "/desk/calendar/<int:year>/remove": R("year", post=404, **OF_DISTRICT),
    "/desk/audit": R(),
}
# Pages that exist in demo mode only.
DEMO_ROUTES = {"/demo/sms": R()}
