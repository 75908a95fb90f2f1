"""Records are erased."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import CASCADE, ProtectedError
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import events, live
from voronka.core.errors import Refused
from voronka.records import access
from voronka.records.actions.constraints import constraints_told
from voronka.records.events import RecordsDeleted
from voronka.records.history import written_by
from voronka.records.kinds import Kind, all_kinds
from voronka.records.merging import own_links
from voronka.records.search.index import forget


def delete(*, kind: Kind, ids: Iterable[int], by: User, at: datetime, right: str = Action.DELETE) -> int:
    """Erase those of the records that this person may delete; gives how many.

    `right` is another right to ask for where an author takes back what was made a moment ago.
    Raises Refused when something that must stay (a deal of the client, say) hangs on one of them; then none is erased.
    """
    with transaction.atomic(), written_by(by), constraints_told(kind):
        rows = access.visible(kind, by, right).filter(pk__in=list(ids)).select_for_update(of=("self",))
        found = tuple(rows.values_list("pk", flat=True))
        along = _going_along(kind, found)
        try:
            kind.model._default_manager.filter(pk__in=found).delete()
        except ProtectedError as error:
            raise Refused(_told(error, by)) from error
        own_links.cut(kind, found)
        for other, gone in [(kind, found), *along]:
            forget(other, gone)
        events.publish(RecordsDeleted(kind=kind, ids=found, by=by, at=at))
        live.publish_many(kind=kind.name, ids=found, verb="deleted")
    return len(found)


def _going_along(kind: Kind, ids: tuple[int, ...]) -> list[tuple[Kind, list[int]]]:
    """The records of other kinds that go with these, with their kinds: search must not know them any longer."""
    found = []
    for other in all_kinds():
        for one in other.model._meta.concrete_fields if other.search or other.passage else ():
            if one.related_model is kind.model and one.remote_field and one.remote_field.on_delete is CASCADE:
                rows = other.model._default_manager.filter(**{f"{one.name}__in": ids})
                found.append((other, list(rows.values_list("pk", flat=True))))
    return found


def _told(error: ProtectedError, by: User) -> str:
    """What hangs on the records, by kind and number, as far as this person sees it."""
    hanging: dict[type[Any], list[Any]] = defaultdict(list)
    for one in error.protected_objects:
        hanging[type(one)].append(one.pk)
    ours = [kind for kind in all_kinds() if kind.model in hanging]
    counts = [(kind.labels, access.visible(kind, by).filter(pk__in=hanging[kind.model]).count()) for kind in ours]
    known = [f"{labels}: {count}" for labels, count in counts if count]
    if not known:
        return _("Other records hang on this one; move them first.")
    return _("Other records hang on this one; move or delete them first. %(what)s.") % {"what": ", ".join(known)}
