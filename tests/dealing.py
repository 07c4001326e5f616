"""On which database a test runs that does not need both: what is left out is dropped, never skipped."""

ENGINES = ("sqlite", "postgresql")


def pytest_addoption(parser):
    parser.addoption("--undealt", action="store_true", help="Run dealt tests on both databases too.")


def pytest_configure(config):
    config.addinivalue_line("markers", "on(engine): says something about this database only")
    config.addinivalue_line("markers", "dealt: on one database or the other by turns; `make soak`: on both")


def pytest_collection_modifyitems(config, items):
    turns = {}
    for item in items:
        if item.get_closest_marker("dealt"):
            turns.setdefault(_dealt_by(item), len(turns))
    whole = config.getoption("--undealt") or config.getoption("--engine")
    dropped = [item for item in items if _is_of_the_other_engine(item, {} if whole else turns)]
    config.hook.pytest_deselected(items=dropped)
    items[:] = [item for item in items if item not in dropped]


def _dealt_by(item):
    """What takes turns: a route of the matrix, or else the test with its other parameters."""
    others = {name: value for name, value in item.callspec.params.items() if name != "engine"}
    return str(others.get("rule", (item.nodeid.partition("[")[0], others)))


def _is_of_the_other_engine(item, turns):
    if told := item.get_closest_marker("on"):
        return item.callspec.params["engine"] != told.args[0]
    if turns and item.get_closest_marker("dealt"):
        return item.callspec.params["engine"] != ENGINES[turns[_dealt_by(item)] % 2]
    return False
