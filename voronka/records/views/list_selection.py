"""Which records were selected in a list: named one by one, or all that the list finds."""

from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.core.numbers import whole_ones
from voronka.records import access
from voronka.records.fields import FilterContext
from voronka.records.listing import matching
from voronka.records.views.list_state import ListState


def selected(words: QueryDict, state: ListState, asking: FilterContext) -> QuerySet[Any]:
    """The records named by `pk`, or all that the list finds when `all` says so; raises Refused where none is named."""
    ids = named(words)
    if ids is None:
        return matching(state.kind, state.question(), asking)
    return access.visible(state.kind, asking.by).filter(pk__in=ids)


def named(words: QueryDict) -> list[int] | None:
    """The ids of `pk`, None for all that the list finds; raises Refused where none is named."""
    if words.get("all") == "1":
        return None
    ids = whole_ones(words.getlist("pk"))
    if not ids:
        raise Refused(_("Select at least one record."))
    return ids
