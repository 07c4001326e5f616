"""The first manager: made once, by whoever runs the machine, without a default password."""

import pytest
from sqlalchemy import select

from board.accounts.models import Account, Appointment
from board.areas.models import Level
from board.db import session
from tests import factories

PASSWORD = "云上稻田-三只白鹭-慢慢飞过"


@pytest.fixture
def run(app):
    def run(*, mobile="13900001111", name="唐敏", typed=(PASSWORD, PASSWORD)):
        return app.test_cli_runner().invoke(
            args=["create-manager"], input="\n".join([mobile, name, *typed]) + "\n"
        )

    return run


@pytest.fixture
def district(engine):
    return factories.make_area(Level.district)


def test_the_first_manager_manages_the_whole_district(run, district):
    answer = run()

    assert answer.exit_code == 0, answer.output
    appointment = session.scalars(select(Appointment)).one()
    assert (appointment.role, appointment.area_id) == ("manager", district.id)
    assert session.scalars(select(Account.mobile)).all() == ["13900001111"]
    assert PASSWORD not in answer.output


def test_there_is_no_second_one_by_this_command(run, district):
    run()

    answer = run(mobile="13900002222")

    assert answer.exit_code == 1
    assert factories.count_rows(Appointment) == 1


@pytest.mark.parametrize(
    "wrong",
    [{"typed": ("12345678",) * 2}, {"typed": ("short-one",) * 2}, {"mobile": "028-82720000"}],
    ids=["common password", "short for staff", "no mobile"],
)
def test_a_weak_password_or_a_wrong_number_is_refused(run, district, wrong):
    answer = run(**wrong)

    assert answer.exit_code == 1
    assert factories.count_rows(Account) == 0


def test_without_areas_it_says_what_to_do_first(engine, run):
    answer = run()

    assert answer.exit_code == 1
    assert "load-areas" in answer.output
