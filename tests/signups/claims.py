"""The code for a record, and the form that takes the record over with it."""

import re

from tests.pages import Browser

SENTENCE = "编号和认领码对不上"


def code_for(app, clerk, record):
    page = Browser(app).as_(clerk).submit(f"/desk/people/{record.volunteer_no}/claim-code", "给认领码")
    return re.search(r"\b\d{6}\b", page.text)[0]


def claim(browser, number, code, status=200):
    return browser.submit("/me/claim", "认领", status, volunteer_no=number, code=code)


def wrong(code):
    return "000000" if code != "000000" else "111111"
