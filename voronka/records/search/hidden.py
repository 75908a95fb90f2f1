"""The index knows names of linked records, readers only of those that they may see."""

from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, Value, When

from voronka.accounts.models import User
from voronka.records import access, kinds
from voronka.records.fields import Link
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry
from voronka.records.names import fold


def marked(entries: QuerySet[SearchEntry], user: User) -> QuerySet[Any]:
    """The entries with the mark `_hides`: a linked record whose name stands there is not for this person."""
    cases = []
    for kind in kinds.all_kinds():
        if hidden := _hidden_links(kind, user):
            rows = kind.model._default_manager.filter(hidden, pk=OuterRef("record_id"))
            cases.append(When(Q(kind=kind.name) & Exists(rows), then=Value(True)))
    return entries.annotate(_hides=Case(*cases, default=Value(False), output_field=BooleanField()))


def conceal(entries: Iterable[Any]) -> None:
    """Take the hidden names out of entries that came `marked`."""
    for entry in entries:
        if entry._hides:
            entry.subtitle, entry.words = "", fold(entry.title)


def _hidden_links(kind: Kind, user: User) -> Q:
    hidden = Q()
    for name in kind.search.links if kind.search else ():
        link = kind.field(name)
        assert isinstance(link, Link)  # noqa: S101  # SearchText.links says so
        target = kinds.get(link.kind)
        if access.condition(target, user) != Q():
            seen = access.visible(target, user).filter(pk=OuterRef(link.path))
            hidden |= Q(**{f"{link.path}__isnull": False}) & Q(~Exists(seen))
    return hidden
