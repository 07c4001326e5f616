"""People without an account: written down once, with their consent, and found again."""

from datetime import date

import pytest
from sqlalchemy import select

from board.accounts import added, privacy
from board.accounts.models import Consent
from board.accounts.queries import account_of
from board.audit.models import AuditRow
from board.db import begin_writing, session
from tests import factories


def add(community, by, name="李秀英", mobile=None, born=None, **other):
    begin_writing()
    person = added.add_person(
        name=name, area_id=community.id, contact_mobile=mobile, birth_month=born, by=by, **other
    )
    session.commit()
    return person


def test_somebody_without_an_account_has_a_number_and_a_consent(community, editor):
    person = add(community, editor)

    consent = session.scalars(select(Consent).where(Consent.person_id == person.id)).one()
    assert person.volunteer_no.startswith("WJ")
    assert (person.added_by, account_of(person)) == (editor.id, None)
    assert (consent.text, consent.version) == ("privacy_to_staff", privacy.VERSION)


def test_the_family_is_named_as_the_one_who_was_told(community, resident):
    person = add(community, resident, spoken=added.Spoken.to_family)

    assert session.scalar(select(Consent.text).where(Consent.person_id == person.id)) == "privacy_to_family"


def test_it_is_written_down_without_a_name_or_a_mobile(community, editor):
    add(community, editor, mobile="13800000071")

    row = session.scalars(select(AuditRow).where(AuditRow.action == "accounts.add_person")).one()
    assert row.detail == {"by": editor.id, "spoken": "privacy_to_staff"}


@pytest.mark.parametrize("born", [date(2013, 1, 1), date(2012, 11, 1)])
def test_nobody_under_fourteen_is_written_down(community, editor, born):
    with pytest.raises(added.TooYoungToAdd):
        add(community, editor, born=born)
    session.rollback()

    assert added.namesakes("李秀英", community.id) == []


def test_the_same_name_and_mobile_are_the_same_person(community, editor):
    person = add(community, editor, mobile="13800000071")

    assert added.same_person("李秀英", "13800000071") == person
    assert added.same_person("李秀芳", "13800000071") is None
    assert added.same_person("李秀英", None) is None


def test_whoever_registered_with_that_mobile_and_name_is_the_same_person(resident, community, editor):
    add(community, editor, name=resident.name, mobile=account_of(resident).mobile)

    assert added.same_person(resident.name, account_of(resident).mobile) == resident


def test_namesakes_are_those_written_down_in_the_same_area(community, street, editor, outsider, resident):
    person = add(community, editor)
    add(outsider.area, outsider)
    add(community, editor, name=resident.name)

    assert added.namesakes("李秀英", community.id) == [person]
    assert resident not in added.namesakes(resident.name, community.id)


def test_whoever_has_claimed_a_record_is_no_namesake_any_more(community, editor, resident):
    person = add(community, editor)
    with factories.committed():
        person.claimed_by = resident.id

    assert added.namesakes("李秀英", community.id) == []


def test_companions_are_those_somebody_brought_along(community, resident, official):
    mother = add(community, resident)
    add(community, official, name="王大成")

    assert added.companions(resident) == [mother]
