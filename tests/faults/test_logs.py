"""What the board itself writes down: endpoints, never addresses; nothing that opens anything."""

import pytest

from tests.faults import failing, lasting_error
from tests.faults.test_front import KEYS, SECRET


@pytest.mark.parametrize("path", KEYS)
def test_a_key_in_an_address_is_not_in_the_log(browser, resident, capsys, path):
    browser.as_(resident).client.get(path, base_url="https://localhost")

    told = capsys.readouterr()
    assert '"event": "request"' in told.err
    assert SECRET not in told.out + told.err


def test_nor_when_the_page_breaks(engine, browser, resident, capsys):
    browser.as_(resident)
    with failing(engine, lasting_error(engine), times=99, on="SELECT"):
        answer = browser.client.get("/check-in/7?code=" + SECRET, base_url="https://localhost")

    told = capsys.readouterr()
    assert answer.status_code == 500
    assert '"event": "bug"' in told.err
    assert SECRET not in told.out + told.err
