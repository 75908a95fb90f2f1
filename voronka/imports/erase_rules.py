"""What becomes of imports when somebody is erased: rows go out of kept files, that one was imported stays."""

from django.db.models import Q
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.imports.kept_files import About, drop, files_about, write_without
from voronka.imports.models import ImportedRow, ImportPortion, ImportRun, Migration
from voronka.imports.models.runs import RunState
from voronka.imports.resting import end_resting
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Eraser, Erasing, How, Rule
from voronka.records.erasing.writing import take_out


def declare() -> None:
    """Say it to the registry."""
    rules.declare(
        Rule(
            model=ImportedRow,
            column="record_id",
            kind_column="kind",
            how=How.KEEP,
            reason="a digest; the same file imported again does not bring the person back",
        ),
        Eraser(models=(ImportRun, ImportPortion, Migration), erase=_runs),
    )


def _runs(erasing: Erasing) -> None:
    condition = Q(pk__in=[])
    for kind, ids in erasing.whole.items():
        condition |= Q(kind=kind, record_id__in=ids)
    runs = ImportRun.objects.filter(pk__in=ImportedRow.objects.filter(condition).values("run"))
    runs.filter(file="").update(problems=[], survey={}, found={}, conflicts=[])
    for about in files_about(erasing):
        _refuse_at_work(about.run)
        if about.must_go:
            drop(about.run)
        else:
            _forget_rows(about)
            write_without(about)
    take_out(ImportRun, erasing.words)
    take_out(ImportPortion, erasing.words)
    take_out(Migration, erasing.words)


def _refuse_at_work(run: ImportRun) -> None:
    """An import under way has read what is to be forgotten, and would bring it back; one that rests is ended."""
    run.state = ImportRun.objects.select_for_update().values_list("state", flat=True).get(pk=run.pk)
    if run.state == RunState.PAUSED:
        end_resting(run)
    if run.state == RunState.WORKING:
        name = {"file": run.file_name}
        raise Refused(
            _("“%(file)s”, which tells of this one, is being imported just now: wait for its end, or cancel it.") % name
        )


def _forget_rows(about: About) -> None:
    """What was told of the rows goes with them; what a check foretold of them is to be checked anew."""
    gone = {line.number for line in about.lines if line.is_own}
    about.run.problems = [one for one in about.run.problems if one[0] not in gone]
    if about.run.state == RunState.CHECKED:
        about.run.state = RunState.UPLOADED
    about.run.survey, about.run.found, about.run.conflicts = {}, {}, []
    about.run.save(update_fields=["problems", "state", "survey", "found", "conflicts"])
