"""What the volunteer's phone sends on the day."""

from tests.attendance.addresses import check_in as address
from tests.attendance.conftest import code_of


def send(browser, shift, status=200, *, what="arrived", code=None):
    return browser.post(address(shift), {"what": what, "code": code or code_of(shift)}, status=status)
