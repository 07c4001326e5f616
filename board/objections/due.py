"""By when an objection is answered."""

from datetime import date, timedelta
from typing import Final

from board.areas.workdays import calendar_for
from board.records.due import workdays_after

# A complaint may take fifteen workdays, a request for help seven (domain §14). Here hours are held or in
# doubt until somebody answers, and no certificate names them: five workdays are one week, as long as the
# public notice itself, so that an objection never takes more from anybody than a second notice would.
WORKDAYS: Final = 5
_REACH: Final = timedelta(days=25)  # five workdays lie within it, whatever the holidays


def answer_by(today: date) -> date:
    """The last day on which what is said today is answered in time."""
    return workdays_after(calendar_for([today, today + _REACH]), today, WORKDAYS)
