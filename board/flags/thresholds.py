"""From where on something looks wrong. Why each is where it is: docs/decisions/0025-flags.md."""

from datetime import timedelta
from typing import Final

# Arrivals that one hand writes down within a minute. Finding a row, looking at a face and tapping takes
# five seconds; twelve in a minute is nobody looking.
MANY_TAPS: Final = 12
TAPS_WITHIN: Final = timedelta(minutes=1)
# Accounts that one phone checks in on one shift. A couple shares a phone; three people seldom do.
MANY_ON_A_PHONE: Final = 3
# Confirmed minutes of one person on one day (domain §7).
MINUTES_A_DAY: Final = 8 * 60
# Two stays that overlap by less than this are a walk next door, and clocks of two leaders.
OVERLAP: Final = timedelta(minutes=10)
# The night, on the clocks of Wenjiang; and how near a shift may be that explains it.
NIGHT_FROM, NIGHT_TO = 22, 6
NEAR_A_SHIFT: Final = timedelta(hours=2)
# Back-fills of a month in a community: so many at least, such a share, and so many times the share before.
BACKFILLS_AT_LEAST: Final = 10
ONE_IN: Final = 5
SHARE_TIMES: Final = 3
MONTHS_BEFORE: Final = 3
# Between writing down and confirming.
CONFIRMED_WITHIN: Final = timedelta(minutes=1)
