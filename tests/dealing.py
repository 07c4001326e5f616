"""On which database a test runs that does not need both: what is left out is dropped, never skipped."""

from types import SimpleNamespace

ENGINES = ("sqlite", "postgresql")
_NOTHING = SimpleNamespace(params={})


def pytest_addoption(parser):
    parser.addoption("--undealt", action="store_true", help="Run dealt tests on both databases too.")


def pytest_configure(config):
    config.addinivalue_line("markers", "on(engine): says something about this database only")
    config.addinivalue_line("markers", "dealt: on one database or the other by turns; `make soak`: on both")


def pytest_collection_modifyitems(config, items):
    turns = {}
    for item in items:
        if _is_dealt(item):
            turns.setdefault(_dealt_by(item), len(turns))
    whole = config.getoption("--undealt") or config.getoption("--engine")
    kept, dropped = [], []
    for item in items:
        (dropped if _is_of_the_other_engine(item, {} if whole else turns) else kept).append(item)
    config.hook.pytest_deselected(items=dropped)
    items[:] = kept


def _is_dealt(item):
    """Marked, itself or with its whole file, and not marked no_database."""
    return item.get_closest_marker("dealt") and "engine" in getattr(item, "callspec", _NOTHING).params


def _dealt_by(item):
    """What takes turns: a route of the matrix, or else the test with its other parameters."""
    others = {name: value for name, value in item.callspec.params.items() if name != "engine"}
    return str(others.get("rule", (item.nodeid.partition("[")[0], others)))


def _is_of_the_other_engine(item, turns):
    if told := item.get_closest_marker("on"):
        return item.callspec.params["engine"] != told.args[0]
    if turns and _is_dealt(item):
        return item.callspec.params["engine"] != ENGINES[turns[_dealt_by(item)] % 2]
    return False
