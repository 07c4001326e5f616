"""Sites that may send less than others, and people whom less reaches."""

from dataclasses import replace

import pytest

from board.notices import limits
from tests.engines import settings


@pytest.fixture
def told(engine):
    """`told(sms_notices_per_mobile=2)`: the limits of a site with these settings."""

    def tell(**changed):
        limits.use(replace(settings(engine.url), **changed))

    yield tell
    limits.use(settings(engine.url))


@pytest.fixture
def without_mail(app, told):
    told(smtp_host="")


@pytest.fixture
def without_sms(app, told):
    told(sms_url="")
