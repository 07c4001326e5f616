from datetime import date

import pytest

from tests.accounts.inbox import MOBILE

pytestmark = pytest.mark.dealt


def test_the_month_is_told_and_one_goes_on(browser, resident):
    browser.as_(resident)

    page = browser.submit("/me/birth-month?next=/me/data", "记下，继续报名", year="１９５８", month="3")

    assert page.path == "/me/data"
    assert resident.birth_month == date(1958, 3, 1)


def test_under_fourteen_is_refused(browser, resident):
    browser.as_(resident)

    page = browser.submit("/me/birth-month", "记下", 422, year="2012", month="11")
    assert page.has("满 14 周岁")
    browser.submit("/me/birth-month", "记下", year="2012", month="10")

    assert resident.birth_month == date(2012, 10, 1)


def test_a_year_that_is_none_is_refused(browser, resident):
    browser.as_(resident)

    for year in ("", "58", "1900", "2027", "20266", "abcd", MOBILE, "١٩٥٨"):
        assert browser.submit("/me/birth-month", "记下", 422, year=year, month="3").has("4 位数字")

    assert resident.birth_month is None
