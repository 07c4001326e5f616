"""A certificate of the resident: 90 minutes at one position, confirmed, and shown for a week."""

import pytest

from board.certificates import strangers
from tests.certificates.issued import issue, let_the_notice_pass, serve_and_confirm


@pytest.fixture(autouse=True)
def nobody_asked_before():
    strangers.strangers.__init__()


@pytest.fixture
def served(resident, reviewer, clock_at):
    shift = serve_and_confirm(resident, reviewer, title="独居老人敲门探访")
    let_the_notice_pass(clock_at)
    return shift


@pytest.fixture
def certificate(served, resident):
    return issue(resident)
