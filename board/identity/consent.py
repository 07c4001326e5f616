"""Which text people agree to before their ID number is kept: a consent of its own, beside the general one.

Change the date whenever templates/identity/_what_for.html or the words of a use change.
"""

from datetime import date
from typing import Final

DATE: Final = date(2026, 11, 23)
VERSION: Final = DATE.isoformat()
VERSION_WORDS: Final = f"{DATE.year} 年 {DATE.month} 月 {DATE.day} 日版"
TEXT: Final = "identity"  # in the rows of `consents`
