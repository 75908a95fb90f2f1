"""What the engine itself puts on cards."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from voronka.accounts.models import Action, User
from voronka.records import access
from voronka.records.actions.merges import KEPT_FOR
from voronka.records.erasing.rules import own
from voronka.records.kinds import Kind, Panel, kind_of
from voronka.records.models import Erasure, Merge
from voronka.records.prepared import prepared


def merged_here(record: Any, user: User, at: datetime) -> dict[str, Any]:
    """The merges into this record that can still be undone, the latest first; hidden where there is none."""
    found = _merges(kind=kind_of(record).name, pk=record.pk, since=at - KEPT_FOR) if record.version > 1 else []
    may_undo = bool(found) and access.may_do(user, Action.EDIT, record)
    return {"merges": found, "may_undo": may_undo, "hidden": not found}


@prepared
def _merges(*, kind: str, pk: int, since: datetime) -> QuerySet[Merge]:
    merges = Merge.objects.filter(kind=kind, into_id=pk, undone_at=None, at__gt=since)
    merges = merges.exclude(before={})  # emptied when somebody was erased
    return merges.select_related("by").order_by("-at")[:3]


def erased_here(record: Any, _user: User, _at: datetime) -> dict[str, Any]:
    """Who anonymised the record, when and why; hidden, and not asked for, unless it is called as the erased are."""
    kind = kind_of(record)
    erasure = None
    if _is_named_as_erased(kind, record):
        erasure = Erasure.objects.filter(kind=kind.name, record_id=record.pk).select_related("by").first()
    return {"erasure": erasure, "hidden": erasure is None}


def _is_named_as_erased(kind: Kind, record: Any) -> bool:
    """By the name that an erasure leaves, in any language that it may have been made in."""
    names = set()
    for code, _language in settings.LANGUAGES:
        with override(code):
            names |= {str(label) for label in own(kind.name).put.values()}
    return str(record) in names


ERASED = Panel(
    name="erased",
    label=_("Anonymised"),
    template="records/erased.html",
    context=erased_here,
    slot="bar",
    order=4,
)
MERGED = Panel(
    name="merged",
    label=_("Merged"),
    template="records/duplicates/merged.html",
    context=merged_here,
    slot="bar",
    order=5,
)
