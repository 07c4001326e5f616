"""The cast: the same six people in every test, made when a test names them."""

import pytest

from board.accounts.models import Kind, Role
from tests import factories


@pytest.fixture
def community():
    """Where everybody but the outsider lives and works."""
    return factories.make_area(name="清泉社区")


@pytest.fixture
def street(community):
    return community.parent


@pytest.fixture
def resident(community):
    """Lives in the community; no role."""
    return _somebody(community, "林小满")


@pytest.fixture
def official(community):
    """Works in a unit and lives in the community; no role."""
    return _somebody(community, "何建国", kind=Kind.official, unit=factories.make_unit())


@pytest.fixture
def editor(community):
    """Writes the community's lists."""
    return _appointed("王小燕", Role.editor, community)


@pytest.fixture
def reviewer(community):
    """Approves what others of the community wrote."""
    return _appointed("周志强", Role.reviewer, community)


@pytest.fixture
def manager(community):
    """Appoints others in the whole district."""
    return _appointed("唐敏", Role.manager, community.parent.parent, lives_in=community)


@pytest.fixture
def auditor(community):
    """Reads the audit log of the district, and nothing else."""
    return _appointed("邓海", Role.auditor, community.parent.parent, lives_in=community)


@pytest.fixture
def outsider(community):
    """An editor, reviewer and manager of another community: to this one a stranger."""
    with factories.committed():
        elsewhere = factories.make_area(name="高山村", parent=community.parent)
        person = _appointed("陈立", Role.editor, elsewhere)
        factories.appoint(person, Role.reviewer, elsewhere)
        factories.appoint(person, Role.manager, elsewhere)
    return person


def _appointed(name, role, area, *, lives_in=None):
    with factories.committed():
        person = _somebody(lives_in or area, name)
        factories.appoint(person, role, area)
    return person


def _somebody(community, name, **values):
    with factories.committed():  # one commit for each of the cast: every test pays it
        person = factories.make_person(area=community, name=name, **values)
        factories.make_account(person=person)
    return person
