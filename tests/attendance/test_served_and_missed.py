"""What staff see beside somebody they decide about: how often they came here, and how often they did not."""

from datetime import timedelta

import pytest

from board import clock
from board.attendance import queries
from board.attendance.models import Review
from tests.factories import make_area, make_attendance, make_list, make_person, make_position, make_shift


@pytest.fixture
def past(community):
    """A shift of the community that ended yesterday."""
    position = make_position(opportunity_list=make_list(area=community))
    return make_shift(position=position, starts_in=timedelta(days=-1), length=timedelta(minutes=90))


def earlier(shift, **ago):
    return make_shift(position=shift.position, starts_in=-timedelta(**ago))


def test_coming_counts_once_a_shift_and_only_here(past, resident, community):
    elsewhere = make_shift(position=make_position(area=make_area()), starts_in=timedelta(days=-2))
    for shift in (past, earlier(past, days=3), elsewhere):
        make_attendance("arrived", shift=shift, person=resident)
        make_attendance("left", shift=shift, person=resident)

    counted = queries.served_and_missed([resident.id, make_person().id], community)

    assert counted == {resident.id: (2, 0)}


def test_a_no_show_counts_wherever_it_was_and_fades_after_a_year(past, resident, community, clock_at):
    elsewhere = make_shift(position=make_position(area=make_area()), starts_in=timedelta(days=-300))
    for shift in (past, elsewhere):
        make_attendance("absent", shift=shift, person=resident)
    make_attendance("excused", shift=earlier(past, days=5), person=resident)

    assert queries.served_and_missed([resident.id], community) == {resident.id: (0, 2)}
    clock_at.move(days=100)
    assert queries.served_and_missed([resident.id], community) == {resident.id: (0, 1)}


def test_what_was_taken_back_or_waits_for_a_second_look_does_not_count(past, resident, community):
    voided = {"voided_at": clock.now(), "voided_by": resident.id}
    make_attendance("arrived", shift=past, person=resident, **voided)
    make_attendance("arrived", shift=earlier(past, days=2), person=resident, review=Review.early)

    assert queries.served_and_missed([resident.id], community) == {}


def test_the_street_counts_what_its_communities_saw(past, resident, street):
    make_attendance("arrived", shift=past, person=resident)

    assert queries.served_and_missed([resident.id], street) == {resident.id: (1, 0)}
