"""Which text on personal data people agree to. Change the date whenever the page changes."""

from datetime import date
from typing import Final

DATE: Final = date(2026, 11, 23)
VERSION: Final = DATE.isoformat()
VERSION_WORDS: Final = f"{DATE.year} 年 {DATE.month} 月 {DATE.day} 日版"
