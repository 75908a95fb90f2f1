"""Static files under their hashed names, collected again when a source is newer."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> bool:
    """Collect when anything changed since the last time; says whether it did."""
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    made = manifest.stat().st_mtime if manifest.exists() else 0.0
    if made and _newest() <= made:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=bool(made))
    manifest.touch()
    return True


def _newest() -> float:
    """Time of the newest source."""
    times = [
        Path(storage.path(name)).stat().st_mtime
        for finder in get_finders()
        for name, storage in finder.list(ignore_patterns=[])
    ]
    return max(times, default=0.0)
