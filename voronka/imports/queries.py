"""Imports of one's own: nobody sees those of another person, but an administrator what they have stored."""

from pathlib import Path
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import NotFound, Refused
from voronka.imports.models import ImportPortion, ImportRun, Migration
from voronka.imports.models.runs import CARRIED_OUT, RunState
from voronka.records.history import event_model
from voronka.sales.kinds import LEAD
from voronka.sales.models import Lead, LeadState

HEAVY = ("problems", "survey", "found", "conflicts")


def own_run(pk: int, by: User) -> ImportRun:
    """The import of this id; raises NotFound for an absent one and for another person's alike."""
    found = ImportRun.objects.filter(pk=pk, owner=by).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


def same_before(run: ImportRun) -> ImportRun | None:
    """The last import of the very same file by the same person, if it came to its end."""
    same = ImportRun.objects.filter(owner=run.owner, file_hash=run.file_hash, state=RunState.DONE, pk__lt=run.pk)
    return same.first() if run.file_hash else None


def run_for(pk: int, by: User) -> ImportRun:
    """One's own import or, for an administrator, any that has stored records; raises NotFound."""
    if not by.is_superuser:
        return own_run(pk, by)
    found = ImportRun.objects.filter(Q(owner=by) | Q(state__in=CARRIED_OUT), pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


def migration_for(pk: int, by: User) -> Migration:
    """The migration of this id, an administrator's; raises NotFound for an absent one and for anybody else alike."""
    found = Migration.objects.select_related("owner").filter(pk=pk).first() if by.is_superuser else None
    if found is None:
        raise NotFound(_("There is no such import."))
    return found


def migrations_of(by: User) -> QuerySet[Migration]:
    """What was taken over from other programs, latest first, for an administrator; nothing for others."""
    return Migration.objects.select_related("owner") if by.is_superuser else Migration.objects.none()


def runs_of_migration(migration: Migration) -> list[ImportRun]:
    """The runs of a migration in the order in which they were carried out."""
    return list(migration.runs.select_related("owner").order_by("pk"))


def runs_of(by: User) -> QuerySet[ImportRun]:
    """One's own imports but those of migrations, latest first, without what only the page of one of them shows."""
    return ImportRun.objects.filter(owner=by, migration=None).defer(*HEAVY)


def runs_of_others(by: User) -> QuerySet[ImportRun]:
    """What other people have imported, latest first, for an administrator, who may undo it; nothing for others."""
    others = ImportRun.objects.filter(state__in=CARRIED_OUT, migration=None).exclude(owner=by)
    others = others.select_related("owner").defer(*HEAVY)
    return others if by.is_superuser else others.none()


def traces_of(run_id: int) -> list[UUID]:
    """The marks that the history gave to what an import wrote, in all its portions."""
    begun = ImportRun.objects.filter(pk=run_id).values_list("trace", flat=True)
    portions = ImportPortion.objects.filter(run=run_id).values_list("trace", flat=True)
    return [*(trace for trace in begun if trace), *portions]


def new_leads_of_nobody(run_id: int, *, after: int = 0) -> QuerySet[Lead]:
    """Open leads that an import made, with ids beyond `after`: nobody has them, no rule was met by them yet."""
    made = event_model(LEAD).objects.filter(
        pgh_obj_id=OuterRef("pk"), pgh_label="insert", pgh_context_id__in=traces_of(run_id)
    )
    waiting = Lead.objects.filter(state=LeadState.OPEN, owner=None, respond_by=None, answered_at=None, pk__gt=after)
    return waiting.filter(Exists(made)).order_by("pk")


def source_of(run: ImportRun) -> Path:
    """Where the file of an import is; raises Refused where it is no longer kept."""
    if not run.file:
        raise Refused(no_file(), field="file")
    return Path(run.file.path)


def no_file() -> str:
    """What is told where a file is needed that is gone."""
    return _("The file of this import is no longer kept. Upload it anew.")
