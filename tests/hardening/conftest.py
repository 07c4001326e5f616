"""The world of the generated tests: empty until rows are asked for, or full."""

import pytest

from tests import factories
from tests.hardening import (  # noqa: F401 - they add kinds of rows
    backfill_rows,
    certificate_rows,
    day_rows,
    dossier_rows,
    flag_rows,
    identity_rows,
    message_rows,
    objection_rows,
    record_rows,
)
from tests.hardening.world import make_full_world, make_world


@pytest.fixture
def leader(community):
    """Named on shifts of the community; no role."""
    return factories.make_account(person=factories.make_person(area=community, name="何春兰")).person


@pytest.fixture
def world(request):
    return make_world(request)


@pytest.fixture
def full_world(request):
    return make_full_world(request)
