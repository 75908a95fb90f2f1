"""Records are erased."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core import events, live
from voronka.core.errors import Refused
from voronka.records import access
from voronka.records.events import RecordsDeleted
from voronka.records.history import written_by
from voronka.records.kinds import Kind, all_kinds
from voronka.records.search.index import forget


def delete(*, kind: Kind, ids: Iterable[int], by: User, at: datetime) -> int:
    """Erase those of the records that this person may delete; gives how many.

    Raises Refused when something that must stay (a deal of the client, say) hangs on one of them; then none is erased.
    """
    with transaction.atomic(), written_by(by):
        rows = access.visible(kind, by, Action.DELETE).filter(pk__in=list(ids)).select_for_update(of=("self",))
        found = tuple(rows.values_list("pk", flat=True))
        try:
            kind.model._default_manager.filter(pk__in=found).delete()
        except ProtectedError as error:
            raise Refused(_told(error)) from error
        forget(kind, found)
        events.publish(RecordsDeleted(kind=kind, ids=found, by=by, at=at))
        live.publish_many(kind=kind.name, ids=found, verb="deleted")
    return len(found)


def _told(error: ProtectedError) -> str:
    """What hangs on the records, by kind and number."""
    counts = Counter(type(one) for one in error.protected_objects)
    labels = {one.model: str(one.labels) for one in all_kinds()}
    known = [f"{labels[model]}: {count}" for model, count in counts.items() if model in labels]
    if not known:
        return _("Other records hang on this one; move them first.")
    return _("Other records hang on this one; move or delete them first. %(what)s.") % {"what": ", ".join(known)}
