"""What this site may send, how much a day, and where its links lead. Told once, when it starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import config
from board.outbox.models import Channel

# They keep somebody from setting out for nothing, or to the wrong place: a person who got many
# messages today needs them as much as anybody. The budget of the day holds for them too.
BREAK_THE_BUDGET: Final = frozenset(
    {"signup.called_off", "signup.removed", "signup.moved", "signup.place_changed"}
)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Which channels lead out, and the notices a day to one address and in all."""

    origin: str
    channels: frozenset[Channel]
    to_one: Mapping[Channel, int]
    in_all: Mapping[Channel, int]


def of(settings: config.Settings) -> Limits:
    open_ones = {Channel.sms: settings.sms_url, Channel.mail: settings.smtp_host}
    return Limits(
        origin=settings.origin.rstrip("/"),
        channels=frozenset(channel for channel, way in open_ones.items() if way or settings.demo),
        to_one={Channel.sms: settings.sms_notices_per_mobile, Channel.mail: settings.mails_per_address},
        in_all={Channel.sms: settings.sms_notices_per_day, Channel.mail: settings.mails_per_day},
    )


_in_force = of(config.Settings(demo=True))


def use(settings: config.Settings) -> None:
    """From here on notices go out as these settings say."""
    global _in_force
    _in_force = of(settings)


def current() -> Limits:
    return _in_force
