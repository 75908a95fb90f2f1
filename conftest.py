"""What all tests share: settings that suit tests, and the named cast."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone, translation
from hypothesis import settings as hypothesis_settings

from voronka.core import prepared
from voronka.core.jobs.pending import run_pending

pytest_plugins = ["tests.template", "tests.tidy", "tests.cast", "tests.faults", "tests.site", "tests.browser"]


def pytest_configure() -> None:
    """Cheap passwords, static files straight from the source, examples without a clock."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True  # nothing is collected in a fresh clone
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    # No example fails for the clock: a machine may be busy.
    hypothesis_settings.register_profile("voronka", deadline=None)
    hypothesis_settings.load_profile("voronka")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever opens a browser is a journey: journeys run apart, their event loop does not suit other tests.

    The long ones begin: one that is left for the end keeps one process busy and the other waiting.
    """
    for item in items:
        if "chromium" in getattr(item, "fixturenames", ()):
            item.add_marker("e2e")
    items.sort(key=lambda item: "once" not in item.keywords)


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    """Every test begins in the language of the installation: a request leaves that of its person behind."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _arrangement() -> Iterator[None]:
    """No fields of a company's own are left to the next test: its base does not have them."""
    yield
    from voronka.records import arrangement  # noqa: PLC0415  # needs the apps to be ready

    arrangement.forget()


@pytest.fixture(autouse=True)
def _jobs(request: pytest.FixtureRequest) -> Iterator[None]:
    """No jobs are left to the next test by one that commits: Django empties the tables of its own models only."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")


@pytest.fixture(autouse=True)
def _prepared() -> Iterator[None]:
    """A question that turns out unfit to be prepared fails the test that asked it."""
    yield
    unfit = sorted(prepared.unfit)
    prepared.unfit.clear()
    assert unfit == []


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Call it to run the jobs that wait, here and now; it says how many ran."""
    return lambda: run_pending(at=timezone.now())
