"""Open pages hear how an import goes on: those of its owner, and of administrators where it has stored records."""

from voronka.accounts.models import User
from voronka.core import live
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import CARRIED_OUT

RUN, MIGRATION = "import", "migration"


def announce(run_id: int, migration_id: int | None = None) -> None:
    """Tell the pages of a run, and of the migration that it is of, when the transaction commits."""
    live.publish(kind=RUN, id=run_id, verb="updated")
    if migration_id is not None:
        announce_migration(migration_id)


def announce_migration(migration_id: int) -> None:
    """Tell the pages of a migration, when the transaction commits."""
    live.publish(kind=MIGRATION, id=migration_id, verb="updated")


def hearers_of_run(run_id: int) -> set[int]:
    """Who may see the page of a run."""
    run = ImportRun.objects.filter(pk=run_id).values_list("owner", "state").first()
    if run is None:
        return set()
    owner, state = run
    return {owner, *(_administrators() if state in CARRIED_OUT else ())}


def hearers_of_migration(_migration_id: int) -> set[int]:
    """Who may see the pages of migrations."""
    return _administrators()


def _administrators() -> set[int]:
    return set(User.objects.filter(is_superuser=True, is_active=True).values_list("pk", flat=True))
