"""An archive of a whole export is uploaded; a job takes over what is in it, as the command line takes over a folder."""

import tempfile
from datetime import datetime
from pathlib import Path, PurePath

import structlog
from django.core.files.base import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core import jobs
from voronka.core.errors import ActionError, Refused
from voronka.imports.actions import migrations
from voronka.imports.folders import archives
from voronka.imports.live import announce_migration
from voronka.imports.models import Migration
from voronka.imports.reading import limits

log = structlog.get_logger(__name__)


def take_in(*, file: "File[bytes]", by: User, at: datetime) -> Migration:
    """Keep the archive and begin to take it over; raises BadArchive for a hostile one, Refused for no administrator."""
    from voronka.imports.tasks import take_over_archive  # noqa: PLC0415  # the job calls `work` of this module

    if not by.is_superuser:
        raise Refused(_("Only an administrator takes over a whole export. Import its files one by one."), field="file")
    if (file.size or 0) > limits.FILE_BYTES:
        raise archives.BadArchive("too-big")
    migration = Migration(owner=by, folder=PurePath(file.name or "").name[:255], created_at=at)
    migration.archive.save("archive", file, save=False)
    try:
        migration.tables = len(archives.look(Path(migration.archive.path)))
        with transaction.atomic():
            migration.save()
            jobs.enqueue(take_over_archive, migration_id=migration.pk)
    except BaseException:
        migration.archive.delete(save=False)
        raise
    return migration


def work(*, migration_id: int, at: datetime) -> None:
    """Take over what is in the archive, and let it go; a second call does nothing.

    One whose worker died in the middle ends with what it has taken: dropped once more, it goes on.
    """
    migration = Migration.objects.select_related("owner").exclude(archive="").filter(pk=migration_id).first()
    if migration is None:
        return
    error = ""
    with translation.override(migration.owner.language), tempfile.TemporaryDirectory() as unpacked:
        try:
            _take_over(migration, Path(unpacked), at)
        except ActionError as refusal:
            error = refusal.message
        except Exception:  # whatever it is, nobody may wait for ever
            log.exception("a migration broke", migration=migration.pk)
            error = broken()
    _end(migration, error)


def _take_over(migration: Migration, folder: Path, at: datetime) -> None:
    def tell(_name: str) -> None:
        announce_migration(migration.pk)

    if migration.runs.exists():
        raise Refused(broken())
    archives.unpack(Path(migration.archive.path), folder)
    migrations.take_over(migration=migration, folder=folder, at=at, tell=tell)


def end_lost() -> int:
    """End the migrations whose archive no job works on any more, because its worker died; how many."""
    from voronka.imports.tasks import take_over_archive  # noqa: PLC0415  # the job calls `work` of this module

    begun = list(Migration.objects.select_related("owner").exclude(archive=""))
    alive = jobs.living(take_over_archive, "migration_id") if begun else set()
    lost = [one for one in begun if one.pk not in alive]
    for migration in lost:
        log.error("a migration was lost with its worker", migration=migration.pk)
        with translation.override(migration.owner.language):
            _end(migration, broken())
    return len(lost)


def broken() -> str:
    """What is told when the fault is ours."""
    return _("The migration broke off. What it has taken stays, and is known when you drop the archive once more.")


def _end(migration: Migration, error: str) -> None:
    name, storage = migration.archive.name, migration.archive.storage
    with transaction.atomic():
        migration.archive, migration.error = "", error
        migration.save(update_fields=["archive", "error"])
        announce_migration(migration.pk)
        transaction.on_commit(lambda: storage.delete(str(name)))
