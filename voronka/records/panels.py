"""What the engine itself puts on cards."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action, User
from voronka.records import access
from voronka.records.actions.merges import KEPT_FOR
from voronka.records.kinds import Panel, kind_of
from voronka.records.models import Merge


def merged_here(record: Any, user: User, at: datetime) -> dict[str, Any]:
    """The merges into this record that can still be undone, the latest first; hidden where there is none."""
    merges = Merge.objects.filter(kind=kind_of(record).name, into_id=record.pk, undone_at=None, at__gt=at - KEPT_FOR)
    merges = merges.exclude(before={})  # emptied when somebody was erased
    found = list(merges.select_related("by").order_by("-at")[:3]) if record.version > 1 else []
    may_undo = bool(found) and access.may_do(user, Action.EDIT, record)
    return {"merges": found, "may_undo": may_undo, "hidden": not found}


MERGED = Panel(
    name="merged",
    label=_("Merged"),
    template="records/duplicates/merged.html",
    context=merged_here,
    slot="bar",
    order=5,
)
