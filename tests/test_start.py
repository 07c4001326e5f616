"""What the database must be like before anything is served from it."""

import pytest
import sqlalchemy as sa

import config
from board import marks, schema
from board.db import make_engine
from tests import factories
from tests.engines import ORIGIN, settings


def test_pending_migrations_stop_the_start(engine, tmp_path):
    empty = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")

    with pytest.raises(config.BadSettings, match="flask --app app upgrade"):
        schema.refuse_to_serve(empty, settings(engine.url))


def test_a_demo_database_is_not_served_outside_demo_mode(engine):
    with factories.committed():
        marks.put(marks.DEMO)

    with pytest.raises(config.BadSettings, match="demo database"):
        schema.refuse_to_serve(engine.sa, settings(engine.url))
    schema.refuse_to_serve(engine.sa, settings(engine.url, demo=True))


def test_a_database_out_of_reach_stops_the_start(engine):
    away = make_engine("postgresql://nobody@127.0.0.1:9/nothing")

    with pytest.raises(config.BadSettings, match="does not answer"):
        schema.refuse_to_serve(away, settings(engine.url))


def test_an_up_to_date_database_is_served(engine):
    schema.refuse_to_serve(engine.sa, settings(engine.url))


def test_the_process_is_up_and_can_serve(browser):
    assert browser.get("/healthz").text == "ok"
    assert browser.get("/readyz").text == "ok"


def test_pending_migrations_make_it_unready_but_up(engine, app):
    with engine.sa.execution_options(writing=True).begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '001'")
    client = app.test_client()

    try:
        assert client.get("/readyz", base_url=ORIGIN).status_code == 503
        assert client.get("/healthz", base_url=ORIGIN).status_code == 200
    finally:
        schema.stamp(engine.sa)


def test_a_database_out_of_reach_makes_it_unready_but_up(app, engine):
    client = app.test_client()
    app.extensions["engine"] = sa.create_engine("postgresql+psycopg://nobody@127.0.0.1:9/nothing")

    try:
        assert client.get("/readyz", base_url=ORIGIN).status_code == 503
        assert client.get("/healthz", base_url=ORIGIN).status_code == 200
    finally:
        app.extensions["engine"] = engine.sa
