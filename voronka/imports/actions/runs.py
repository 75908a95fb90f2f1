"""A file is taken in, checked by a dry run, and imported; the work itself is done by a job."""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import PurePath

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _
from phonenumbers import SUPPORTED_REGIONS

from voronka.accounts.models import Action, User
from voronka.core import jobs
from voronka.core.errors import ActionError, Conflict, NotFound, Refused
from voronka.imports.actions import terms as terms_of_runs
from voronka.imports.live import announce
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.plan import look, sheet_named
from voronka.imports.queries import source_of
from voronka.imports.reading import limits
from voronka.imports.reading.layout import Layout
from voronka.imports.reading.sheet import Unreadable, lines_of, read_sheet
from voronka.imports.targets.base import Target
from voronka.imports.targets.beside import offered
from voronka.imports.targets.registry import TARGETS
from voronka.imports.terms import RowTerms, terms_of
from voronka.imports.terms_check import proved
from voronka.records import access

# Where nothing was stored, a file may be looked at once more.
ENDED = frozenset({RunState.CHECKED, RunState.FAILED, RunState.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Terms:
    """How a file is to be read: what its columns mean, the country of its phones, the terms of `rows`.

    A dry run stores nothing.

    `adds_values` to the lists of choices only where the one who imports may change those.
    """

    mapping: Mapping[str, str]
    region: str
    is_dry: bool
    adds_values: bool = True
    sheet: str = ""
    rows: RowTerms = field(default_factory=RowTerms)


def upload(
    *,
    file: "File[bytes]",
    target: str,
    by: User,
    at: datetime,
    sheet: str = "",
    recalls: bool = True,
    layout: Layout | None = None,
) -> ImportRun:
    """Take a file in and guess what its columns mean; raises Refused for what is no table, Forbidden by the role.

    `sheet` is the name or the number of a sheet, the first one with a table by default; with a `layout` nothing is
    looked for. What was chosen for a file with
    the same headings is recalled, unless a program says all itself.
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
        plan = look(path, chosen, sheet_named(path, sheet) if sheet else layout, surveys=True)
    except ActionError:
        run.file.delete(save=False)
        raise
    with transaction.atomic():
        terms_of_runs.begin(run, plan, chosen, recalls=recalls)
        run.save()
        terms_of_runs.count_later(run)
    return run


def choose_sheet(*, run: ImportRun, sheet: int, by: User) -> ImportRun:
    """Import another sheet of the file, with what its columns mean guessed anew; raises Unreadable for an empty one."""
    return _look_anew(run, Layout(sheet), by)


def choose_headings(*, run: ImportRun, top: int, deep: int, by: User) -> ImportRun:
    """Take these rows of the sheet (`deep` ones from `top` on, from 1) for its headings, whatever was guessed.

    What the columns mean is guessed anew. Raises Refused where there is nothing to be a heading, or no row below.
    """
    refusal = Refused(_("Row %(row)s cannot be the headings of a table.") % {"row": top}, field="headings")
    if not (0 < top <= limits.HEAD_ROWS and deep in {1, 2}):
        raise refusal
    lines = list(islice(lines_of(source_of(run), run.sheet), top + deep))
    if not any(any(cells) for number, cells in lines if top <= number < top + deep) or len(lines) < top + deep:
        raise refusal
    return _look_anew(run, Layout(run.sheet, top, deep), by)


def _look_anew(run: ImportRun, layout: Layout, by: User) -> ImportRun:
    with transaction.atomic():
        current = locked(run, {RunState.UPLOADED}, by=by)
        target = target_of(current.kind).asked_by(by)
        plan = look(source_of(current), target, layout, surveys=True)
        terms_of_runs.begin(current, plan, target, recalls=True)
        current.save()
        terms_of_runs.count_later(current)
    return current


def _hash_of(file: "File[bytes]") -> str:
    digest = hashlib.sha256()
    for portion in file.chunks():
        digest.update(portion)
    return digest.hexdigest()


def bring(
    *, file: "File[bytes]", target: str, terms: Terms, by: User, at: datetime, layout: Layout | None = None
) -> ImportRun:
    """Take a file in and begin at once, for programs: the check, or the import itself without one.

    An empty mapping is guessed; one that names what is not there is refused, and the file with it. Where the `layout`
    is known, the mapping only comes before the guesses.
    """
    with transaction.atomic():
        run = upload(file=file, target=target, by=by, at=at, sheet=terms.sheet, recalls=False, layout=layout)
        try:
            _refuse_unknown(run, terms.mapping)
            return _start(run, replace(terms, mapping=_completed(terms.mapping, run, layout)), by, at)
        except ActionError:
            run.file.delete(save=False)
            raise


def _completed(given: Mapping[str, str], run: ImportRun, layout: Layout | None) -> Mapping[str, str]:
    if given and layout is None:
        return given
    taken = set(given.values())
    guessed = {heading: name for heading, name in run.mapping.items() if heading not in given and name not in taken}
    return {**guessed, **given}


def check(
    *,
    run: ImportRun,
    mapping: Mapping[str, str],
    region: str,
    by: User,
    at: datetime,
    adds_values: bool = True,
    rows: RowTerms | None = None,
) -> ImportRun:
    """Keep what the columns mean and begin the dry run; what is no heading of the file is passed over.

    `region` is the country of the phones (ISO 3166), the guessed one by default. Raises Refused where nothing is
    mapped, or a column twice, for an unknown country, and for terms of the `rows` that cannot be.
    """
    terms = Terms(
        mapping=mapping, region=region, is_dry=True, adds_values=adds_values, rows=rows or terms_of(run.terms)
    )
    return _start(run, terms, by, at)


def _start(run: ImportRun, terms: Terms, by: User, at: datetime) -> ImportRun:
    country = terms.region.upper() or run.region
    if country and country not in SUPPORTED_REGIONS:
        raise Refused(_("There is no such country of phones."), field="region")
    with transaction.atomic():
        current = locked(run, {RunState.UPLOADED, *ENDED}, by=by)
        current.mapping = _chosen(current, terms.mapping)  # of the sheet that is chosen by now
        current.region, current.is_dry = country, terms.is_dry
        current.adds_values = terms.adds_values
        target = target_of(current.kind).asked_by(by)
        current.terms = proved(terms.rows, target, by, region=country, adds_values=terms.adds_values).as_json()
        _begin(current, at)
    return current


def _chosen(run: ImportRun, mapping: Mapping[str, str]) -> dict[str, str]:
    """What of the mapping stands in the file and has a meaning."""
    known = offered(target_of(run.kind).asked_by(run.owner))
    chosen = {heading: mapping[heading] for heading in _headings(run) if mapping.get(heading) in known}
    single = [name for name in chosen.values() if not known[name].takes_several]
    twice = next((name for name in single if single.count(name) > 1), "")
    if not chosen:
        raise Refused(_("Choose what at least one column means."), field="mapping")
    if twice:
        label = known[twice].label
        raise Refused(_("Two columns cannot both be “%(name)s”.") % {"name": label}, field="mapping")
    return chosen


def _refuse_unknown(run: ImportRun, mapping: Mapping[str, str]) -> None:
    known = {*_headings(run)} if mapping else set()
    for heading, name in mapping.items():
        if heading not in known:
            raise Refused(_("The file has no column “%(name)s”.") % {"name": heading[:80]}, field="mapping")
        if name not in offered(target_of(run.kind).asked_by(run.owner)):
            raise Refused(_("A column cannot mean “%(name)s”.") % {"name": name[:80]}, field="mapping")


def _headings(run: ImportRun) -> list[str]:
    return read_sheet(source_of(run), run.layout).header


def go(*, run: ImportRun, by: User, at: datetime) -> ImportRun:
    """Import what was checked; raises Conflict when it is under way or done already."""
    with transaction.atomic():
        current = locked(run, {RunState.CHECKED, RunState.FAILED}, by=by)
        current.is_dry = False
        _begin(current, at)
    return current


def rethink(*, run: ImportRun, by: User) -> ImportRun:
    """Back to what the columns mean; raises Refused where the file is no longer kept."""
    with transaction.atomic():
        current = locked(run, ENDED, by=by)
        source_of(current)
        current.state = RunState.UPLOADED
        current.save()
        announce(current.pk)
    return current


def target_of(name: str) -> Target:
    """The target of a plural name; raises NotFound."""
    if name not in TARGETS:
        raise NotFound(_("There is no such kind of import."))
    return TARGETS[name]


def _begin(run: ImportRun, at: datetime) -> None:
    from voronka.imports.tasks import carry_out_run  # noqa: PLC0415  # the job calls an action that knows this module

    run.state, run.rows_read, run.error, run.started_at, run.finished_at = RunState.WORKING, 0, "", at, None
    run.attempt, run.writing_at, run.wrote_at, run.trace = 0, None, None, None
    run.made = {}
    run.save()
    jobs.enqueue(carry_out_run, run_id=run.pk)
    announce(run.pk)


def locked(run: ImportRun, states: Collection[RunState], *, by: User) -> ImportRun:
    """One's own run, held until this transaction ends; raises NotFound, and Conflict where it is in another state."""
    current = ImportRun.objects.select_for_update().filter(pk=run.pk, owner=by).first()
    if current is None:
        raise NotFound(_("There is no such import."))
    if current.state not in states:
        raise Conflict(_("This import is under way or done already."), version=0)
    return current
