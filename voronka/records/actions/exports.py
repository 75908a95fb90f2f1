"""What is taken out of the base is written to the journal; a large file is made by a job, in constant memory."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, tzinfo
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from typing import IO, Any

import structlog
from django.core.files import File
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core import jobs, live
from voronka.core.errors import ActionError, NotFound, Refused
from voronka.records import filter_tree, kinds
from voronka.records.actions import reads
from voronka.records.exporting.kept import EXPORT
from voronka.records.exporting.tables import PORTION
from voronka.records.exporting.wanted import Wanted
from voronka.records.field_rules import as_seen
from voronka.records.fields import FilterContext
from voronka.records.models import ExportEntry, Way
from voronka.records.models.exports import ExportState
from voronka.records.reads import Shown, collecting

log = structlog.get_logger(__name__)

KEPT_DAYS = 7
AT_ONCE = 5_000  # records whose file one waits for
TOLD_AFTER = 5_000  # records that are written between two words to open pages
UNDER_WAY = 3  # exports of one person at a time


def record(*, wanted: Wanted, count: int, by: User, at: datetime, address: str | None = None) -> ExportEntry:
    """Keep who exported what and how many records, and from which computer."""
    entry = _entry(wanted, count, by, at, address)
    entry.save()
    return entry


@transaction.atomic
def ask(*, wanted: Wanted, count: int, by: User, at: datetime, address: str | None = None) -> ExportEntry:
    """Have a large file made by a job; the same question asked again while it is being made gives the same export.

    Raises Refused where this person has three under way already.
    """
    from voronka.records.tasks import make_export  # noqa: PLC0415  # the job calls `work` of this module

    mine = User.objects.select_for_update(no_key=True).get(pk=by.pk)  # two clicks at once wait for each other
    entry = _entry(wanted, count, mine, at, address)
    working = list(ExportEntry.objects.filter(user=by, state=ExportState.WORKING))
    if same := next((one for one in working if _question(one) == _question(entry)), None):
        return same
    if len(working) >= UNDER_WAY:
        raise Refused(_("Three of your exports are being made. Wait for one, or stop it."))
    entry.state = ExportState.WORKING
    entry.save()
    jobs.enqueue(make_export, export_id=entry.pk)
    return entry


def work(*, export_id: int, at: datetime, zone: tzinfo) -> None:
    """Make the file of an export in the name of its owner, with what they may do now; nothing when it has ended."""
    entry = ExportEntry.objects.select_related("user").filter(pk=export_id, state=ExportState.WORKING).first()
    if entry is None:
        return
    with translation.override(entry.user.language):
        try:
            _make(entry, FilterContext(by=entry.user, at=at, zone=zone))
        except Stopped:
            log.info("an export was stopped", export=entry.pk)
        except ActionError as refusal:
            _fail(entry, refusal.message, at)
        except Exception:  # whatever it is, nobody may wait for ever for a file that will not come
            log.exception("an export broke", export=entry.pk)
            _fail(entry, broken(), at)


def write_to(*, wanted: Wanted, path: Path, by: User, at: datetime, zone: tzinfo) -> ExportEntry:
    """Write the file to the disk, here and now, and keep who exported what; raises Refused as `Wanted.count`."""
    asking = FilterContext(by=by, at=at, zone=zone)
    entry = record(wanted=wanted, count=wanted.count(asking), by=by, at=at)
    with _written(entry, wanted, asking, lambda: None) as made, path.open("wb") as target:
        copyfileobj(made, target)
    ExportEntry.objects.filter(pk=entry.pk).update(done=entry.done, finished_at=at)
    return entry


def stop(*, export: ExportEntry, at: datetime) -> ExportEntry:
    """Make no more of it; what has been written goes. One that has ended stays as it is."""
    ExportEntry.objects.filter(pk=export.pk, state=ExportState.WORKING).update(
        state=ExportState.STOPPED, finished_at=at
    )
    _announce(export.pk)
    export.refresh_from_db()
    return export


def forget_files(*, before: datetime | None = None) -> int:
    """Delete the files made before a moment, all of them without one; gives how many."""
    kept = ExportEntry.objects.exclude(file="")
    kept = kept.filter(finished_at__lt=before) if before else kept
    count = 0
    for entry in kept:
        storage, name = entry.file.storage, str(entry.file.name)
        count += ExportEntry.objects.filter(pk=entry.pk, file=name).update(file="")
        transaction.on_commit(partial(storage.delete, name), robust=True)
    return count


def forget_old(*, at: datetime) -> int:
    """Delete the files that are a week old; gives how many."""
    return forget_files(before=at - timedelta(days=KEPT_DAYS))


def end_lost(*, at: datetime) -> int:
    """Fail the exports that no job works on any more, because its worker died again and again; how many."""
    from voronka.records.tasks import make_export  # noqa: PLC0415  # the job calls `work` of this module

    working = set(ExportEntry.objects.filter(state=ExportState.WORKING).values_list("pk", flat=True))
    lost = working - jobs.living(make_export, "export_id") if working else working
    same = ExportEntry.objects.filter(pk__in=lost, state=ExportState.WORKING)
    count = same.update(state=ExportState.FAILED, error=broken(), finished_at=at)
    for pk in lost:
        _announce(pk)
    return count


def broken() -> str:
    """What the owner of an export is told when the fault is ours."""
    return _("The export broke off because of a mistake in Voronka. Tell your administrator.")


class Stopped(Exception):
    """The owner wants no more of it."""


def _make(entry: ExportEntry, asking: FilterContext) -> None:
    wanted = wanted_of(entry)
    wanted.count(asking)

    def tell() -> None:
        if not ExportEntry.objects.filter(pk=entry.pk, state=ExportState.WORKING).update(done=entry.done):
            raise Stopped
        if entry.done % TOLD_AFTER == 0:
            _announce(entry.pk)

    with _written(entry, wanted, asking, tell) as made:
        entry.file.save("export", File(made), save=False)
    kept = ExportEntry.objects.filter(pk=entry.pk, state=ExportState.WORKING)
    if not kept.update(file=entry.file.name, state=ExportState.DONE, done=entry.done, finished_at=asking.at):
        entry.file.storage.delete(str(entry.file.name))
        raise Stopped
    _announce(entry.pk)


@contextmanager
def _written(
    entry: ExportEntry, wanted: Wanted, asking: FilterContext, tell: Callable[[], None]
) -> Iterator[IO[bytes]]:
    """The file; after each portion the journal of reads gets what was shown, and `tell` hears of it."""

    def counted(records: Iterator[Any], found: Shown) -> Iterator[Any]:
        entry.done = 0
        for record in records:
            if entry.done % PORTION == 0 and entry.done:
                _journal(entry, found, asking)
                tell()
            entry.done += 1
            yield record

    with collecting() as found:
        records = counted(wanted.ordered(asking).iterator(chunk_size=PORTION), found)
        with wanted.format.write(wanted.kind, wanted.fields, records, asking) as made:
            _journal(entry, found, asking)
            yield made


def _journal(entry: ExportEntry, found: Shown, asking: FilterContext) -> None:
    place = f"/exports/{entry.pk}/"
    asked = {"q": entry.text, "f": entry.filter and filter_tree.write(entry.filter)}
    told = {name: said for name, said in asked.items() if said}
    question = json.dumps(told, ensure_ascii=False) if told else ""
    reads.keep(
        shown=found,
        way=Way.EXPORT,
        place=place,
        question=question,
        address=entry.address,
        by=asking.by,
        at=asking.at,
    )
    found.clear()


def wanted_of(entry: ExportEntry) -> Wanted:
    """What an export asks for, as its owner sees the kind now; raises NotFound for a kind that is no more."""
    if entry.kind not in {one.name for one in kinds.all_kinds()}:
        raise NotFound
    return Wanted(
        kind=as_seen(kinds.get(entry.kind), entry.user),
        code=entry.format,
        filter=entry.filter,
        text=entry.text,
        sort=entry.sort,
        columns=entry.columns,
        ids=entry.ids,
    )


def _entry(wanted: Wanted, count: int, by: User, at: datetime, address: str | None) -> ExportEntry:
    return ExportEntry(
        user=by,
        kind=wanted.kind.name,
        format=wanted.code,
        filter=wanted.filter,
        text=wanted.text,
        sort=wanted.sort,
        columns=[field.name for field in wanted.fields],
        ids=None if wanted.ids is None else list(wanted.ids),
        count=count,
        at=at,
        address=address,
    )


def _question(entry: ExportEntry) -> tuple[Any, ...]:
    return entry.kind, entry.format, entry.filter, entry.text, entry.sort, entry.columns, entry.ids


def _fail(entry: ExportEntry, error: str, at: datetime) -> None:
    working = ExportEntry.objects.filter(pk=entry.pk, state=ExportState.WORKING)
    working.update(state=ExportState.FAILED, error=error, finished_at=at)
    _announce(entry.pk)


def _announce(pk: int) -> None:
    live.publish(kind=EXPORT.name, id=pk, verb="updated")
