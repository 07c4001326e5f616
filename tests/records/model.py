"""What hours must come to, worked out once more in plain Python from attendance rows and from who did what.

It shares no line with board.records: tests compare the two after every act.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

HOUR = timedelta(hours=1)
BEIJING = timezone(8 * HOUR)

# state -> what may be done to it, and the state after that.
MAY = {
    "doubtful": {"keep": "proposed", "correct": "proposed", "question": "doubtful", "void": "voided"},
    "proposed": {"correct": "proposed", "question": "doubtful", "void": "voided"},
    "confirmed": {"correct": "proposed", "question": "doubtful", "void": "voided", "hold": "held"},
    "held": {"correct": "proposed", "question": "doubtful", "void": "voided", "release": "confirmed"},
    "voided": {"reinstate": "proposed"},
}
WRITING = {"keep", "correct", "reinstate"}


@dataclass(frozen=True)
class Seen:
    """A row of attendance, as it is now."""

    id: int
    shift_id: int
    person_id: int
    kind: str
    how: str
    at: datetime
    noted_by: int
    settled_by: int | None
    is_settled: bool
    is_voided: bool

    def hands(self):
        """Who said so, other than the volunteer's own phone."""
        noted = {self.noted_by} if self.how in {"tap", "settled"} else set()
        return noted | ({self.settled_by} - {None})


@dataclass(frozen=True)
class Where:
    """A shift, and the position it belongs to."""

    shift_id: int
    position_id: int
    area_id: int
    starts_at: datetime
    ends_at: datetime
    counts: bool


@dataclass
class Hours:
    """One person's hours on one shift."""

    where: Where
    person_id: int
    starts_at: datetime
    ends_at: datetime
    state: str
    hands: set = field(default_factory=set)
    first_came: int = 0
    rests_on: tuple = ()  # the rows of attendance
    was_voided_by_somebody: bool = False
    confirmed_last_by: int | None = None

    @property
    def minutes(self):
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)

    @property
    def adds(self):
        """(minutes, times) to every total."""
        if self.state != "confirmed":
            return 0, 0
        return (self.minutes if self.where.counts else 0), 1


class Book:
    """Every person's hours."""

    def __init__(self, shifts):
        self.shifts = {where.shift_id: where for where in shifts}
        self.hours = {}  # (shift, person) -> Hours
        self.claims = {}  # a record's person -> whose account has taken it over

    def total(self, belongs=lambda _: True):
        added = [one.adds for one in self.hours.values() if belongs(one)]
        return sum(minutes for minutes, _ in added), sum(times for _, times in added)

    def snapshot(self):
        """(shift, person) -> (state, minutes, from when)."""
        return {key: (one.state, one.minutes, one.starts_at) for key, one in self.hours.items()}

    def owner(self, person_id):
        return self.claims.get(person_id, person_id)

    def selves(self, person_id):
        return {person_id} | {taken for taken, by in self.claims.items() if by == person_id}

    # What time does

    def propose(self, seen, now):
        written = {one.first_came for one in self.hours.values()}
        for came, left in self._pairs(seen):
            where = self.shifts[came.shift_id]
            key = (came.shift_id, came.person_id)
            if now >= where.ends_at + HOUR and key not in self.hours and came.id not in written:
                self.hours[key] = self._new(where, came, left)

    def _pairs(self, seen):
        good = [row for row in seen if row.is_settled and not row.is_voided]
        left = {(row.shift_id, row.person_id): row for row in good if row.kind == "left"}
        came = sorted((row for row in good if row.kind == "arrived"), key=lambda row: row.id)
        return [
            (row, left[row.shift_id, row.person_id]) for row in came if (row.shift_id, row.person_id) in left
        ]

    def _new(self, where, came, left):
        new = Hours(
            where, came.person_id, came.at, max(left.at, came.at), "proposed", came.hands() | left.hands(),
            first_came=came.id, rests_on=(came.id, left.id),
        )  # fmt: skip
        if self._is_doubtful(new):
            new.state = "doubtful"
        return new

    def _is_doubtful(self, new):
        others = [
            one for one in self.hours.values() if one.person_id == new.person_id and one.state != "voided"
        ]
        same_day = sum(one.minutes for one in others if _day(one) == _day(new))
        planned = new.where.ends_at - new.where.starts_at
        return (
            new.ends_at - new.starts_at > planned + HOUR / 2
            or new.minutes + same_day > 8 * 60
            or any(new.starts_at < one.ends_at and one.starts_at < new.ends_at for one in others)
            or new.person_id in new.hands
        )

    def follow(self, seen):
        """What was written down follows what attendance says since."""
        there = {(came.shift_id, came.person_id): (came, left) for came, left in self._pairs(seen)}
        changed = {(row.shift_id, row.person_id) for row in seen if row.is_voided}
        for one in self.hours.values():
            key = (one.where.shift_id, self.owner(one.person_id))
            if not changed & {key, (one.where.shift_id, one.person_id)}:
                continue
            if key not in there or self._counts_already(there[key][0], one):
                if one.state != "voided":
                    one.state, one.was_voided_by_somebody = "voided", False
                continue
            came, left = there[key]
            if (came.id, left.id) != one.rests_on and not (
                one.state == "voided" and one.was_voided_by_somebody
            ):
                one.state, one.rests_on = "doubtful", (came.id, left.id)
                one.starts_at, one.ends_at = came.at, max(left.at, came.at)
                one.hands |= came.hands() | left.hands()

    def _counts_already(self, came, one):
        """Whoever claimed this record has hours of their own that rest on that arrival."""
        return any(other.first_came == came.id and other is not one for other in self.hours.values())

    # What people do

    def is_theirs(self, one, by):
        """Their own hours, or what they wrote: not theirs to confirm."""
        return by in {one.person_id, self.owner(one.person_id)} or by in one.hands

    def to_confirm(self, shift_id, by):
        """What a second person's one button does; None if it is refused."""
        on_it = [one for (shift, _), one in self.hours.items() if shift == shift_id]
        proposed = [one for one in on_it if one.state == "proposed"]
        if not proposed:
            already = any(one.state == "confirmed" and one.confirmed_last_by == by for one in on_it)
            return [] if already else None
        return [one for one in proposed if not self.is_theirs(one, by)] or None

    def may(self, verb, one, by):
        own = by in {one.person_id, self.owner(one.person_id)}
        return verb in MAY[one.state] and not own

    def do(self, verb, one, by):
        one.state = MAY[one.state][verb]
        one.hands |= {by} if verb in WRITING else set()
        one.was_voided_by_somebody = verb == "void"
        one.confirmed_last_by = None

    def confirm(self, some, by):
        for one in some:
            one.state, one.confirmed_last_by = "confirmed", by


def _day(one):
    return one.starts_at.astimezone(BEIJING).date()
