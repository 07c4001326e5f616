"""What the frame of a signed-in page costs."""

import pytest

from board.accounts.models import Role
from tests import factories
from tests.queries import counted


@pytest.mark.parametrize("appointed", [False, True])
def test_the_frame_takes_at_most_four_queries(browser, engine, resident, community, appointed):
    if appointed:
        for role in (Role.editor, Role.reviewer, Role.manager):
            factories.appoint(resident, role, community)
    browser.as_(resident)
    browser.get("/me/birth-month")

    with counted(engine) as statements:
        browser.get("/me/birth-month")

    assert len(statements) <= 4, "\n\n".join(map(str, statements))
