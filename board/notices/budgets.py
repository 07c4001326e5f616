"""How many notices a day go to one address, and in all; above that an alarm sounds."""

from collections.abc import Collection, Mapping

import structlog

from board import audit
from board.db import session
from board.notices.limits import BREAK_THE_BUDGET, current
from board.notices.models import Notice
from board.outbox import queries as sent
from board.outbox.models import Channel

log = structlog.get_logger()


class Budgets:
    """What was sent today to a set of addresses: asked once for all of them.

    Counted without a lock: acts at the same instant may go a few beyond it.
    """

    def __init__(self, addresses: Mapping[Channel, Collection[str]]) -> None:
        self.sounded: set[str] = set()
        with session.no_autoflush:
            self.to_one = {c: sent.queued_today_to(c, found) for c, found in addresses.items() if found}

    def allow(self, channel: Channel, address: str, kind: str, notice: Notice | None = None) -> bool:
        """One more of this kind may go to this address, and is counted; otherwise the alarm sounds."""
        limits, sent_to = current(), self.to_one.setdefault(channel, {})
        with session.no_autoflush:
            today = sent.queued_today(channel)
        if today >= limits.in_all[channel]:
            return self._refuse("notices_day_budget_spent", channel, notice)
        if sent_to.get(address, 0) >= limits.to_one[channel] and kind not in BREAK_THE_BUDGET:
            return self._refuse("notices_address_budget_spent", channel, notice)
        sent_to[address] = sent_to.get(address, 0) + 1
        return True

    def _refuse(self, alarm: str, channel: Channel, notice: Notice | None) -> bool:
        if alarm not in self.sounded:  # once an act, however many people it tells
            self.sounded.add(alarm)
            session.flush()
            log.error("alarm", alarm=alarm, channel=str(channel))
            audit.record("notices.withhold", notice, channel=str(channel), why=alarm)
        return False
