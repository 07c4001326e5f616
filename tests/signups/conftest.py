"""Places of the community, and those who have one or come to the desk for one."""

from datetime import date, timedelta

import pytest

from board.accounts.added import add_person
from board.db import begin_writing, session
from tests.factories import make_list, make_position, make_shift, make_signup
from tests.signups.behalf import added, sign_up
from tests.signups.claims import code_for


@pytest.fixture
def position(community):
    return make_position(opportunity_list=make_list(area=community))


@pytest.fixture
def shift(position):
    """In a week, with two places."""
    return make_shift(position=position, quota=2)


@pytest.fixture
def mine(position, resident):
    """The resident's, in five days."""
    return make_signup(shift=make_shift(position=position, starts_in=timedelta(days=5)), person=resident)


@pytest.fixture
def desk(browser, editor):
    return browser.as_(editor)


@pytest.fixture
def elder(desk, shift):
    """Has a place that the clerk asked for, and no account."""
    sign_up(desk, shift, name="李秀英")
    return added()[0]


@pytest.fixture
def record(community, editor):
    """Written down at the desk, without an account."""
    begin_writing()
    person = add_person(
        name="李秀英", area_id=community.id, contact_mobile=None, birth_month=date(1958, 3, 1), by=editor
    )
    session.commit()
    return person


@pytest.fixture
def code(app, editor, record):
    """For the record, from the desk."""
    return code_for(app, editor, record)
