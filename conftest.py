"""What all tests share: settings that suit tests, and the named cast."""

from django.conf import settings

pytest_plugins = ["tests.cast", "tests.browser"]


def pytest_configure() -> None:
    """Cheap passwords, and static files straight from the source."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
