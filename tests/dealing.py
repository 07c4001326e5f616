"""On which database a test runs that does not need both: what is left out is dropped, never skipped."""

ENGINES = ("sqlite", "postgresql")


def pytest_configure(config):
    config.addinivalue_line("markers", "on(engine): says something about this database only")
    config.addinivalue_line("markers", "dealt: one run of each `rule`, on one database or the other by turns")


def pytest_collection_modifyitems(config, items):
    rules = {}
    for item in items:
        if item.get_closest_marker("dealt"):
            rules.setdefault(item.callspec.params["rule"], len(rules))
    dropped = [item for item in items if _is_of_the_other_engine(item, rules)]
    config.hook.pytest_deselected(items=dropped)
    items[:] = [item for item in items if item not in dropped]


def _is_of_the_other_engine(item, rules):
    if told := item.get_closest_marker("on"):
        return item.callspec.params["engine"] != told.args[0]
    if item.get_closest_marker("dealt"):
        return item.callspec.params["engine"] != ENGINES[rules[item.callspec.params["rule"]] % 2]
    return False
