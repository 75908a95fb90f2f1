"""A file is taken in, checked by a dry run, and imported; the work itself is done by a job."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import PurePath

import structlog
from django.core.files.base import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from phonenumbers import SUPPORTED_REGIONS

from voronka.accounts.models import Action, User
from voronka.core import jobs
from voronka.core.errors import ActionError, Conflict, NotFound, Refused
from voronka.imports.actions.watched import Watched, told
from voronka.imports.engine.carry_out import Order, carry_out
from voronka.imports.engine.course import Course, Stopped, break_off
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.plan import Plan, look, sheet_named
from voronka.imports.queries import source_of
from voronka.imports.reading import limits
from voronka.imports.reading.layout import Layout
from voronka.imports.reading.sheet import Unreadable, read_sheet
from voronka.imports.targets.base import Target
from voronka.imports.targets.registry import TARGETS
from voronka.records import access

log = structlog.get_logger(__name__)

# Where nothing was stored, a file may be looked at once more.
ENDED = frozenset({RunState.CHECKED, RunState.FAILED, RunState.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How a file is to be read: what its columns mean, the country of its phones; a dry run stores nothing.

    `adds_values` to the lists of choices only where the one who imports may change those.
    """

    mapping: Mapping[str, str]
    region: str
    is_dry: bool
    adds_values: bool = True
    sheet: str = ""


def upload(*, file: "File[bytes]", target: str, by: User, at: datetime, sheet: str = "") -> ImportRun:
    """Take a file in and guess what its columns mean; raises Refused for what is no table, Forbidden by the role.

    `sheet` is the name or the number of a sheet, the first one with a table by default.
    """
    chosen = target_of(target).asked_by(by)
    access.require(by, Action.CREATE, chosen.kind)
    if (file.size or 0) > limits.FILE_BYTES:
        raise Unreadable("too-big")
    run = ImportRun(kind=chosen.kind.plural, owner=by, created_at=at, file_name=PurePath(file.name or "").name[:255])
    run.file_hash = _hash_of(file)
    run.file.save("source", file, save=False)
    try:
        path = source_of(run)
        plan = look(path, chosen, sheet_named(path, sheet) if sheet else None)
    except ActionError:
        run.file.delete(save=False)
        raise
    _plan(run, plan)
    run.save()
    return run


def choose_sheet(*, run: ImportRun, sheet: int, by: User) -> ImportRun:
    """Import another sheet of the file, with what its columns mean guessed anew; raises Unreadable for an empty one."""
    with transaction.atomic():
        current = _locked(run, by, {RunState.UPLOADED})
        _plan(current, look(source_of(current), target_of(current.kind).asked_by(by), Layout(sheet)))
        current.save()
    return current


def _hash_of(file: "File[bytes]") -> str:
    digest = hashlib.sha256()
    for portion in file.chunks():
        digest.update(portion)
    return digest.hexdigest()


def _plan(run: ImportRun, plan: Plan) -> None:
    run.layout, run.mapping, run.region = plan.layout, plan.mapping, plan.region


def bring(*, file: "File[bytes]", target: str, terms: Terms, by: User, at: datetime) -> ImportRun:
    """Take a file in and begin at once, for programs: the check, or the import itself without one.

    An empty mapping is guessed; one that names what is not there is refused, and the file with it.
    """
    with transaction.atomic():
        run = upload(file=file, target=target, by=by, at=at, sheet=terms.sheet)
        try:
            _refuse_unknown(run, terms.mapping)
            return _start(run, replace(terms, mapping=terms.mapping or run.mapping), by, at)
        except ActionError:
            run.file.delete(save=False)
            raise


def check(
    *, run: ImportRun, mapping: Mapping[str, str], region: str, by: User, at: datetime, adds_values: bool = True
) -> ImportRun:
    """Keep what the columns mean and begin the dry run; what is no heading of the file is passed over.

    `region` is the country of the phones (ISO 3166), the guessed one by default. Raises Refused where nothing is
    mapped, or a column twice, and for an unknown country.
    """
    return _start(run, Terms(mapping=mapping, region=region, is_dry=True, adds_values=adds_values), by, at)


def _start(run: ImportRun, terms: Terms, by: User, at: datetime) -> ImportRun:
    country = terms.region.upper() or run.region
    if country and country not in SUPPORTED_REGIONS:
        raise Refused(_("There is no such country of phones."), field="region")
    with transaction.atomic():
        current = _locked(run, by, {RunState.UPLOADED, *ENDED})
        current.mapping = _chosen(current, terms.mapping)  # of the sheet that is chosen by now
        current.region, current.is_dry = country, terms.is_dry
        current.adds_values = terms.adds_values
        _begin(current, at)
    return current


def _chosen(run: ImportRun, mapping: Mapping[str, str]) -> dict[str, str]:
    """What of the mapping stands in the file and has a meaning."""
    target = target_of(run.kind).asked_by(run.owner)
    chosen = {heading: mapping[heading] for heading in _headings(run) if mapping.get(heading) in target.by_name}
    twice = next((name for name in chosen.values() if list(chosen.values()).count(name) > 1), "")
    if not chosen:
        raise Refused(_("Choose what at least one column means."), field="mapping")
    if twice:
        label = target.by_name[twice].label
        raise Refused(_("Two columns cannot both be “%(name)s”.") % {"name": label}, field="mapping")
    return chosen


def _refuse_unknown(run: ImportRun, mapping: Mapping[str, str]) -> None:
    known = {*_headings(run)} if mapping else set()
    for heading, name in mapping.items():
        if heading not in known:
            raise Refused(_("The file has no column “%(name)s”.") % {"name": heading[:80]}, field="mapping")
        if name not in target_of(run.kind).asked_by(run.owner).by_name:
            raise Refused(_("A column cannot mean “%(name)s”.") % {"name": name[:80]}, field="mapping")


def _headings(run: ImportRun) -> list[str]:
    return read_sheet(source_of(run), run.layout).header


def go(*, run: ImportRun, by: User, at: datetime) -> ImportRun:
    """Import what was checked; raises Conflict when it is under way or done already."""
    with transaction.atomic():
        current = _locked(run, by, {RunState.CHECKED, RunState.FAILED})
        current.is_dry = False
        _begin(current, at)
    return current


def rethink(*, run: ImportRun, by: User) -> ImportRun:
    """Back to what the columns mean; raises Refused where the file is no longer kept."""
    with transaction.atomic():
        current = _locked(run, by, ENDED)
        source_of(current)
        current.state = RunState.UPLOADED
        current.save()
    return current


def cancel(*, run: ImportRun, by: User, at: datetime) -> ImportRun:
    """End a check or an import that waits or is under way, at once; nothing of it is stored.

    Raises Conflict when it has come to its end already.
    """
    with transaction.atomic():
        current = _locked(run, by, {RunState.WORKING})
        current.state, current.error, current.finished_at = RunState.CANCELLED, "", at
        current.save(update_fields=["state", "error", "finished_at"])
        transaction.on_commit(lambda: break_off(current.pk))
    return current


def work(*, run_id: int, at: datetime) -> None:
    """Do what a run waits for, and keep what came of it; a second call of a finished run does nothing."""
    run = ImportRun.objects.select_related("owner").filter(pk=run_id, state=RunState.WORKING).first()
    if run is None:
        return
    course = Watched(run, at)
    try:
        with translation.override(run.owner.language):
            report = carry_out(_order(run, at, course))
    except Stopped:
        log.info("an import was cancelled", run=run.pk)
    except ActionError as error:
        course.keep(state=RunState.FAILED, error=error.message)
    except Exception:  # whatever it is, nobody may wait for ever for a run that will not end
        if course.keep(state=RunState.FAILED, error=broken()):  # else it was broken off because it is cancelled
            log.exception("an import broke", run=run.pk)
    else:
        if run.is_dry:
            course.keep(state=RunState.CHECKED, **told(report))


def end_lost(*, at: datetime) -> int:
    """Fail the runs that no job works on any more, because its worker died again and again; how many."""
    from voronka.imports.tasks import carry_out_run  # noqa: PLC0415  # the job calls `work` of this module

    working = list(ImportRun.objects.filter(state=RunState.WORKING).values_list("pk", "started_at"))
    alive = jobs.living(carry_out_run, "run_id") if working else set()
    lost = [(pk, begun) for pk, begun in working if pk not in alive]
    for pk, begun in lost:
        log.error("an import was lost with its worker", run=pk)
        same = ImportRun.objects.filter(pk=pk, state=RunState.WORKING, started_at=begun)
        same.update(state=RunState.FAILED, error=broken(), finished_at=at)
    return len(lost)


def broken() -> str:
    """What the owner of a run is told when the fault is ours."""
    return _("The import broke off because of a mistake in Voronka; nothing was stored. Tell your administrator.")


def target_of(name: str) -> Target:
    """The target of a plural name; raises NotFound."""
    if name not in TARGETS:
        raise NotFound(_("There is no such kind of import."))
    return TARGETS[name]


def _order(run: ImportRun, at: datetime, course: Course) -> Order:
    return Order(
        path=source_of(run),
        target=target_of(run.kind).asked_by(run.owner),
        layout=run.layout,
        mapping=run.mapping,
        by=run.owner,
        at=at,
        region=run.region,
        is_dry=run.is_dry,
        adds_values=run.adds_values,
        run_id=None if run.is_dry else run.pk,
        course=course,
    )


def _begin(run: ImportRun, at: datetime) -> None:
    from voronka.imports.tasks import carry_out_run  # noqa: PLC0415  # the job calls `work` of this module

    run.state, run.rows_read, run.error, run.started_at, run.finished_at = RunState.WORKING, 0, "", at, None
    run.save()
    jobs.enqueue(carry_out_run, run_id=run.pk)


def _locked(run: ImportRun, by: User, states: Collection[RunState]) -> ImportRun:
    current = ImportRun.objects.select_for_update().filter(pk=run.pk, owner=by).first()
    if current is None:
        raise NotFound(_("There is no such import."))
    if current.state not in states:
        raise Conflict(_("This import is under way or done already."), version=0)
    return current
