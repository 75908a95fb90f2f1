"""Views of a list are kept, changed, shared and taken away."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.names import clean_name
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.records.fields import FilterContext
from voronka.records.filters import compile_filter
from voronka.records.kinds import Kind
from voronka.records.models import SavedView

MOST = 50


def create(
    *,
    kind: Kind,
    name: str,
    filter: dict[str, Any],  # noqa: A002  # the word of the model and of the address
    sort: str,
    columns: Sequence[str],
    is_shared: bool,
    by: User,
    at: datetime,
) -> SavedView:
    """Keep what a list shows under a name; raises Refused for a name that one has already or a senseless filter."""
    own = SavedView.objects.filter(kind=kind.name, owner=by)
    if own.count() >= MOST:
        raise Refused(_("You have %(most)s views already: delete one first.") % {"most": MOST})
    view = SavedView(
        kind=kind.name,
        name=clean_name(name, field="name", limit=80),
        owner=by,
        is_shared=is_shared,
        filter=filter,
        sort=_known_sort(kind, sort),
        columns=_known_columns(kind, columns),
        position=(own.aggregate(last=Max("position"))["last"] or 0) + 1,
        created_at=at,
    )
    compile_filter(kind, filter, FilterContext(by=by, at=at, zone=at.tzinfo or UTC))
    _store(view)
    return view


def change(*, kind: Kind, pk: int, by: User, at: datetime, **values: Any) -> SavedView:
    """Change a view of one's own: `name`, `is_shared`, `filter`, `sort`, `columns`, those that are given."""
    view = load(kind=kind, pk=pk, by=by)
    if "name" in values:
        view.name = clean_name(values["name"], field="name", limit=80)
    if "is_shared" in values:
        view.is_shared = bool(values["is_shared"])
    if "filter" in values:
        compile_filter(kind, values["filter"], FilterContext(by=by, at=at, zone=at.tzinfo or UTC))
        view.filter = values["filter"]
    if "sort" in values:
        view.sort = _known_sort(kind, values["sort"])
    if "columns" in values:
        view.columns = _known_columns(kind, values["columns"])
    _store(view)
    return view


def remove(*, kind: Kind, pk: int, by: User) -> None:
    """Take a view away; the records stay."""
    load(kind=kind, pk=pk, by=by).delete()


def load(*, kind: Kind, pk: int, by: User) -> SavedView:
    """A view that this person may change: one's own, any shared one for an administrator."""
    view = SavedView.objects.filter(kind=kind.name, pk=pk).first()
    if view is None or not (view.owner_id == by.pk or view.is_shared):
        raise NotFound(_("There is no such view."))
    if view.owner_id != by.pk and not by.is_superuser:
        raise Forbidden(_("This view belongs to %(owner)s.") % {"owner": view.owner})
    return view


def _store(view: SavedView) -> None:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as error:
        raise Refused(_("You have a view with this name already."), field="name") from error


def _known_sort(kind: Kind, sort: str) -> str:
    field = kind.by_name.get(sort.lstrip("-"))
    return sort if field and field.sortable else ""


def _known_columns(kind: Kind, columns: Sequence[str]) -> list[str]:
    return [name for name in dict.fromkeys(columns) if name in kind.by_name]
