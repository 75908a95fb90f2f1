"""What the second kind of database need not be asked again; `tools.suite` loads this plugin for its run only."""

import pytest

ASKS = {"db", "transactional_db"}


@pytest.hookimpl(trylast=True)  # after marks have chosen
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out tests that ask no database, and of a test's examples all but the first.

    Examples differ in what people send; where each makes SQL of its own, the test is marked `own_sql` and keeps them.
    """
    seen: set[tuple[str, str]] = set()
    chosen, left_out = [], []
    for item in items:
        test = (str(item.path), item.nodeid.split("[")[0])
        again = test in seen and item.get_closest_marker("own_sql") is None
        asks = item.get_closest_marker("django_db") is not None or ASKS & set(getattr(item, "fixturenames", ()))
        (left_out if again or not asks else chosen).append(item)
        seen.add(test)
    config.hook.pytest_deselected(items=left_out)
    items[:] = chosen
