"""A human being is forgotten: what was personal goes for good, sums, stages and dates stay."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.policies import require_administrator
from voronka.core import live
from voronka.core.errors import NotFound, Refused
from voronka.records import access
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Erasing
from voronka.records.erasing.walking import walk
from voronka.records.erasing.writing import write
from voronka.records.history import written_by
from voronka.records.kinds import Kind
from voronka.records.models import Erasure, Why


@transaction.atomic
def erase(*, kind: Kind, pk: int, why: str, said: str, by: User, at: datetime) -> Erasure:
    """Empty everything personal of a human being, in its records, in all their earlier states, in what keeps copies.

    `said` is the name as the administrator typed it: nothing brings the data back. Raises Forbidden for others than
    administrators, NotFound, Refused for another name, one erased before, or a relation that nobody has declared.
    """
    require_administrator(by)
    if not rules.is_human(kind.name):
        raise NotFound
    if unknown := rules.undeclared():
        raise Refused(_("Nobody can be erased: %(what)s has no erase rule.") % {"what": ", ".join(unknown)})
    record = access.load(kind, by, pk, lock=True)
    _refuse_twice(kind, pk)
    if " ".join(said.split()).casefold() != " ".join(str(record).split()).casefold():
        raise Refused(_("Type the name exactly as it stands above."), field="said")
    return _erase(kind, record, why, by, at)


@transaction.atomic
def erase_due(*, kind: Kind, pk: int, still: Callable[[], bool], by: User, at: datetime) -> bool:
    """The same by a retention rule, without a typed name; nothing when it is not due `still`. Raises as above."""
    require_administrator(by)
    if unknown := rules.undeclared():
        raise Refused(_("Nobody can be erased: %(what)s has no erase rule.") % {"what": ", ".join(unknown)})
    record = access.load(kind, by, pk, lock=True)
    _refuse_twice(kind, pk)
    if not still():
        return False
    _erase(kind, record, Why.RETENTION, by, at)
    return True


def _refuse_twice(kind: Kind, pk: int) -> None:
    if Erasure.objects.filter(kind=kind.name, record_id=pk).exists():
        raise Refused(_("The personal data of this record have been erased already."))


def _erase(kind: Kind, record: Any, why: str, by: User, at: datetime) -> Erasure:
    with written_by(by):
        erasing = walk(kind, record, by=by, at=at)
        for eraser in rules.erasers():
            eraser.erase(erasing)
        write(erasing)
    counts = dict(_counts(erasing))
    done = Erasure.objects.create(kind=kind.name, record_id=record.pk, by=by, at=at, why=why, counts=counts)
    for name, ids in erasing.whole.items():
        live.publish_many(kind=name, ids=tuple(ids), verb="updated")
    return done


def _counts(erasing: Erasing) -> dict[str, int]:
    return {name: len(ids) for name, ids in erasing.whole.items()}
