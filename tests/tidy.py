"""A heavy test leaves dead rows and plans made on small tables: both go before the next one pays for them."""

import time
from collections.abc import Generator

import pytest
from django.db import connection
from pytest_django.plugin import blocking_manager_key

# Autovacuum comes once a minute, a hundred tests later: until then a statement that was planned for an empty table
# reads all that the demo company or a real export has left, and takes half a minute where it takes a hundredth of it.
HEAVY = 2.0  # seconds
BASES = {"db", "transactional_db"}


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    """Tidy up after a test that took long."""
    begun = time.monotonic()
    result = yield
    uses_base = item.get_closest_marker("django_db") or BASES & set(getattr(item, "fixturenames", ()))
    if nextitem and uses_base and time.monotonic() - begun > HEAVY:
        with item.config.stash[blocking_manager_key].unblock(), connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE, SKIP_LOCKED)")
    return result
