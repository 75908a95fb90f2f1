"""What is told of an undoing, before it and after: how many of each kind, and what stayed, by name, with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.imports.engine.undoing import Why
from voronka.imports.models import ImportRun
from voronka.imports.problems import SETTINGS
from voronka.records import access, kinds
from voronka.records.kinds import Kind
from voronka.records.models import MergedRecord
from voronka.records.reads import shown_all

type Counts = list[tuple[Kind, int]]


@dataclass(frozen=True, kw_only=True)
class Stayed:
    """A record that an undoing left as it is; `name` and `url` are empty where the reader does not see it."""

    kind: Kind
    id: int
    why: str
    reason: str
    name: str
    url: str


def to_delete(run: ImportRun) -> Counts:
    """How many records of each kind an undoing would delete."""
    return counted({name: made for name, (made, _changed) in run.wrote.items()})


def to_restore(run: ImportRun) -> Counts:
    """How many records of each kind would get back what they had."""
    return counted({name: changed for name, (_made, changed) in run.wrote.items()})


def counted(numbers: Mapping[str, int]) -> Counts:
    """Numbers by kind in the order of the registry; what is no kind, accounts of a legal entity, goes with one."""
    return [(kind, numbers[kind.name]) for kind in kinds.all_kinds() if numbers.get(kind.name)]


def stayed(run: ImportRun, *, by: User, most: int | None = None) -> list[Stayed]:
    """What the undoing of this run left as it is, at most so many of it, as far as this person may see the names."""
    refused = [tuple(one) for one in run.undone.get("refused", ())][:most]
    into = _merged_into(refused)
    wanted: dict[str, set[int]] = {}
    for kind, pk, _why, _what in refused:
        wanted.setdefault(kind, set()).add(into.get((kind, pk), pk))
    records = {name: access.visible(kinds.get(name), by).in_bulk(ids) for name, ids in wanted.items()}
    shown_all(record for found in records.values() for record in found.values())
    result = []
    for name, pk, why, what in refused:
        kind = kinds.get(name)
        record = records[name].get(into.get((name, pk), pk))
        named, url = (str(record), kind.url(record.pk)) if record else ("", "")
        result.append(Stayed(kind=kind, id=pk, why=why, reason=_reason(why, what, by), name=named, url=url))
    return result


def stayed_sheet(run: ImportRun, *, by: User, root: str) -> BytesIO:
    """The same as a workbook; `root` is the address of this Voronka, for the links."""
    file = BytesIO()
    with xlsxwriter.Workbook(file, SETTINGS) as book:
        page = book.add_worksheet()
        head = book.add_format({"bold": True})
        for column, name in enumerate((_("Kind"), _("Name"), _("Why it stayed"), _("Link"))):
            page.write_string(0, column, name, head)
        for line, one in enumerate(stayed(run, by=by), start=1):
            told = (str(one.kind.label), one.name, one.reason, f"{root}{one.url}" if one.url else "")
            for column, text in enumerate(told):
                page.write_string(line, column, text)
        page.autofit()
    file.seek(0)
    return file


def _merged_into(refused: list[tuple[Any, ...]]) -> dict[tuple[str, int], int]:
    """Where merged records have become a part of another one."""
    merged = [(kind, pk) for kind, pk, why, _what in refused if why == Why.MERGED]
    rows = MergedRecord.objects.filter(old_id__in=[pk for _kind, pk in merged])
    return {(one.kind, one.old_id): one.into_id for one in rows if (one.kind, one.old_id) in merged}


def _reason(why: str, what: str, by: User) -> str:
    if why == Why.LINKED:
        kind = next((one for one in kinds.all_kinds() if one.name == what), None)
        if kind and access.may(by, Action.VIEW, kind):
            return _("something that stays is linked to it: %(what)s") % {"what": kind.labels}
        return _("something that stays is linked to it")
    return {
        Why.ERASED: _("its personal data have been erased"),
        Why.MERGED: _("it became part of this record"),
        Why.CHANGED: _("it was changed since"),
        Why.RIGHTS: _("your role does not let you take it back"),
        Why.UNKNOWN: _("what stood there before is no longer kept"),
        Why.LOST: _("what it was linked to is no more"),
    }[Why(why)]
