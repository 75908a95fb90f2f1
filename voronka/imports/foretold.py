"""What a check foretells, ready to be shown: examples with their records, changes, and conflicts to decide on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.numbers import grouped
from voronka.imports.models import ImportRun
from voronka.imports.targets.registry import TARGETS
from voronka.imports.terms import Rule, terms_of
from voronka.records import access
from voronka.records.field_rules import as_seen
from voronka.records.fields import Field
from voronka.records.fields.custom import COLUMN, Custom
from voronka.records.kinds import Kind
from voronka.records.reads import shown_all
from voronka.records.values import Values, values_of

PAGE = 50
SURE_KEYS = frozenset({"voronka_id", "external_id"})


@dataclass(frozen=True, kw_only=True)
class Change:
    """A field that says something else in the record and in the row."""

    label: str
    ours: str
    theirs: str


@dataclass(frozen=True, kw_only=True)
class Example:
    """A row: its number, what it says, the record that it was recognised as (where one may see it), what changes."""

    row: int
    says: list[tuple[str, str]] = field(default_factory=list)
    name: str = ""
    url: str = ""
    changes: list[Change] = field(default_factory=list)
    note: str = ""
    rule: str = ""
    is_sure: bool = False


@dataclass(frozen=True, kw_only=True)
class Fate:
    """What becomes of some rows: how many, by what, examples."""

    name: str
    icon: str
    title: str
    count: int
    text: str = ""
    chips: list[str] = field(default_factory=list)
    examples: list[Example] = field(default_factory=list)
    reasons: list[tuple[str, int, list[Example]]] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class Decisions:
    """A page of conflicts."""

    examples: list[Example]
    page: int
    pages: int
    count: int


def fates(run: ImportRun, *, by: User, at: datetime) -> list[Fate]:
    """What would become of the rows; nothing for a run that was not checked."""
    found = run.found
    if not found:
        return []
    kind = TARGETS[run.kind].kind
    told = _Told(kind, [*found["updated"], *found["merged"]], by=by, at=at, cells=found.get("cells", {}))
    merged = {name: count for name, count in found["by"].items() if name not in SURE_KEYS}
    every = [
        Fate(
            name="created", icon="plus", title=_("New records"), count=run.counts["created"],
            examples=[told.example(one) for one in found["created"]],
        ),
        Fate(
            name="updated", icon="pencil", title=_("Will change"), count=run.counts["updated"],
            examples=[told.example(one) for one in found["updated"]],
        ),
        Fate(
            name="merged", icon="merge", title=_("Recognised as records that stand"), count=sum(merged.values()),
            text=_("No second card is made: the row completes the one that is there."),
            chips=[f"{key_word(name)}: {grouped(count)}" for name, count in merged.items()],
            examples=[told.example(one, note=key_word(one["by"])) for one in found["merged"]],
        ),
        Fate(
            name="twins", icon="copy", title=_("Repeated in the file"), count=found["twins"],
            text=_("The first row goes in, the others are the same thing."),
            examples=[
                told.example(one, note=_("the same as row %(number)s") % {"number": one["of"]})
                for one in found["twin_rows"]
            ],
        ),
        Fate(
            name="rejected", icon="circle-alert", title=_("Rejected"), count=run.counts["rejected"],
            reasons=[
                (one["why"], one["count"], [told.example({"row": number}) for number in one["rows"]])
                for one in found["rejected"]
            ],
        ),
    ]  # fmt: skip
    return [one for one in every if one.count]


def decisions(run: ImportRun, page: int, *, by: User, at: datetime) -> Decisions:
    """The page of conflicts, fifty on each, with what was chosen for each of them."""
    pages = max(1, -(-len(run.conflicts) // PAGE))
    page = min(max(page, 1), pages)
    ones = run.conflicts[(page - 1) * PAGE : page * PAGE]
    chosen = terms_of(run.terms).rows
    told = _Told(TARGETS[run.kind].kind, ones, by=by, at=at, cells={})
    examples = [told.example(one, note=key_word(one["by"]), rule=chosen.get(one["row"])) for one in ones]
    return Decisions(examples=examples, page=page, pages=pages, count=len(run.conflicts))


def key_word(name: str) -> str:
    """By what a row was recognised, in words."""
    return {
        "voronka_id": _("by Voronka id"),
        "external_id": _("by outside id"),
        "phones": _("by phone"),
        "emails": _("by e-mail"),
        "inn": _("by tax number"),
        "merged": _("by the outside id of a merged record"),
    }.get(name, name)


class _Told:
    """Rows beside their records, as far as this person may see those; what is read of people goes to the journal."""

    def __init__(
        self, kind: Kind, ones: Sequence[Mapping[str, Any]], *, by: User, at: datetime, cells: Mapping[str, Any]
    ) -> None:
        self.kind, self.cells = kind, cells
        self.records = access.visible(kind, by).in_bulk({one["record"] for one in ones})
        shown_all(self.records.values())
        seen = as_seen(kind, by)
        differing = [one for one in ones if "after" in one and one["record"] in self.records]
        self.fields = [one for one in (*seen.built, *seen.own) if any(_has(one, row["after"]) for row in differing)]
        self.ours = self._values([(one["record"], one["before"]) for one in differing], by, at)
        self.theirs = self._values([(one["record"], one["after"]) for one in differing], by, at)

    def _values(self, rows: list[tuple[int, Mapping[str, Any]]], by: User, at: datetime) -> Values:
        records = [_filled(self.kind, pk, columns) for pk, columns in rows]
        links = [one.name for one in self.fields if one.joined]
        if records and links:
            prefetch_related_objects(records, *links)
        return values_of(records, self.fields, by=by, at=at)

    def example(self, one: Mapping[str, Any], *, note: str = "", rule: Rule | None = None) -> Example:
        """A row with all that may be told of it."""
        pk = one.get("record")
        record = self.records.get(pk)
        changes = [
            Change(
                label=str(field.label), ours=self._text(self.ours, pk, field), theirs=self._text(self.theirs, pk, field)
            )
            for field in (self.fields if record is not None and "after" in one else ())
            if _has(field, one["after"])
        ]
        hidden = _("a record of another employee") if pk and record is None else ""
        return Example(
            row=one["row"],
            says=[(name, cell) for name, cell in self.cells.get(str(one["row"]), ())],
            name=str(record) if record is not None else hidden,
            url=self.kind.url(record.pk) if record is not None else "",
            changes=changes,
            note=note,
            rule=rule.value if rule else "",
            is_sure=one.get("by") in SURE_KEYS,
        )

    def _text(self, values: Values, pk: Any, field: Field) -> str:
        return field.show(values.get(pk, {}).get(field.name))


def _has(field: Field, columns: Mapping[str, Any]) -> bool:
    if isinstance(field, Custom):
        return field.key in columns.get(COLUMN, {})
    return field.attribute in columns


def _filled(kind: Kind, pk: int, columns: Mapping[str, Any]) -> Any:
    """A record that says only this, never saved."""
    model: Any = kind.model
    record = model(pk=pk)
    known = {str(one.column): one for one in kind.model._meta.concrete_fields}
    for name, value in columns.items():
        setattr(record, known[name].attname, value if name == COLUMN else known[name].to_python(value))
    return record
