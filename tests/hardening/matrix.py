"""Asking every address as everybody, and saying what differs from the table."""

import re
from dataclasses import dataclass
from urllib.parse import quote

from board.db import session
from tests.engines import ORIGIN
from tests.hardening.expectations import CAST, HOLDS
from tests.hardening.world import MISSING, SIDES
from tests.pages import Browser

OTHER_METHODS = ("PUT", "PATCH", "DELETE", "TRACE")
# A request id and the like: answers about foreign and about missing rows may differ by so many bytes.
FEW_BYTES = 4
STAFF_OF = {"editor": "own", "reviewer": "own", "outsider": "foreign"}


@dataclass
class Answer:
    """What came back, without the address that was asked for."""

    status: int
    text: str


def address_of(rule, world, row, side, *, fresh=False):
    """The path of a row on this side, and its value; rules without a parameter have one path only."""
    found = re.search(r"<[^>]*>", rule.rule)
    if not found:
        return rule.rule, ""
    value = (world.fresh if fresh else world.value)(row.kind, side)
    query = world.queries.get(value, "?shift=1" if side == MISSING and row.kind == "open_to_sign_up" else "")
    return rule.rule.replace(found[0], value) + query, value


def sides_of(rule):
    return (*SIDES, MISSING) if "<" in rule.rule else ("",)


class Asker:
    """One member of the cast with a browser, who tries every address."""

    def __init__(self, app, world, who):
        self.app, self.world, self.who = app, world, who
        self.forbidden = forbidden_to(world, who)
        self._sit_down()

    def _sit_down(self):
        session.rollback()
        self.browser = Browser(self.app)
        if self.who != "nobody":
            self.browser.as_(self.world.people[self.who])
        self.token = self.browser.token()

    def ask(self, method, path, value):
        self.browser._let_a_second_pass()
        sent = {"csrf_token": self.token} if method == "POST" else None
        headers = {"Referer": f"{ORIGIN}/", "Origin": ORIGIN}
        answer = self.browser.client.open(path, method=method, base_url=ORIGIN, data=sent, headers=headers)
        text = answer.get_data().decode(errors="replace") + answer.headers.get("Location", "")
        for asked in (path, quote(path), quote(path, safe="")) if value else ():
            text = text.replace(asked, "")
        return Answer(answer.status_code, text)

    def problems(self, rule, row, access):
        """Sentences about every answer of this route that is not as the table has it."""
        for method in ("GET", "POST"):
            if method not in rule.methods:
                continue  # 405, whoever asks: test_other_methods_are_405
            answers = {}
            for side in self._sides_worth_asking(rule, row, access):
                expected = row.expected(rule, access, self.who, side, method)
                # An empty form that is asked for again (422) does nothing: its row is as good as new.
                acts = method == "POST" and expected in {200, 302, 303} and self._gets_in(access)
                path, value = address_of(rule, self.world, row, side, fresh=acts)
                answers[side] = answer = self.ask(method, path, value)
                if acts:
                    self._sit_down()  # what was done may have ended this sign-in
                if answer.status != expected:
                    yield f"{self.who} {method} {path} ({side}): {answer.status}, not {expected}"
                yield from self._leaks(f"{self.who} {method} {path}", answer, value)
            yield from self._differs(f"{self.who} {method} {rule.rule}", answers)

    def _sides_worth_asking(self, rule, row, access):
        """All of them, unless the answer is given before anybody looks for the row."""
        looks = row.admitted(access, self.who) and self._gets_in(access)
        return sides_of(rule) if looks else sides_of(rule)[:1]

    def _gets_in(self, access):
        return self.who != "nobody" or access == "all"

    def _leaks(self, asked, answer, value):
        found = [words for words in self.forbidden if words != value and words in answer.text]
        yield from (f"{asked} ({answer.status}) tells {words!r}" for words in found)

    def _differs(self, asked, answers):
        hidden = {s: a for s, a in answers.items() if a.status == 404}
        if MISSING not in hidden:
            return
        for side in set(hidden) - {MISSING}:
            more = len(hidden[side].text.encode()) - len(hidden[MISSING].text.encode())
            if abs(more) > FEW_BYTES:
                yield f"{asked}: the 404 for a row that is {side} is {more:+} bytes longer than for a missing one"


def forbidden_to(world, who):
    """Words that stand in rows this cast member may not read."""
    me = world.people.get(who)
    mine = {me.name} if me else set()
    allowed = {(STAFF_OF.get(who), group) for group in ("papers", "people", "phone")}
    if who == "resident":  # what concerns them, and whom to phone where they have a place
        allowed = {("own", "resident"), ("own", "phone")}
    if who == "manager":  # of the whole district: sees its people, and no papers
        allowed = {(side, "people") for side in SIDES}
    if who == "leader":  # knows those on the roster by their numbers, and whom to phone about it
        mine |= {words for texts in world.canaries.values() for words in texts if words.startswith("WJ")}
        allowed = {("own", "phone")}
    words = [texts for group, texts in world.canaries.items() if group not in allowed]
    return set().union(*words) - mine


def who_may_try_other_methods(access):
    return next((who for who in CAST if HOLDS.get(who, set()) & set(access.split(", "))), "resident")
