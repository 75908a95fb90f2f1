"""Exports of one's own: nobody sees those of another person."""

from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import NotFound
from voronka.records.models import ExportEntry

LATEST = 30


@dataclass(frozen=True)
class _Named:
    name: str
    model: type[Model]


EXPORT = _Named("export", ExportEntry)


def own_export(pk: int, by: User) -> ExportEntry:
    """The export of this id; raises NotFound for an absent one and for another person's alike."""
    found = ExportEntry.objects.filter(pk=pk, user=by).first()
    if found is None:
        raise NotFound(_("There is no such export."))
    return found


def hearers(pk: int) -> set[int]:
    """Whose open pages hear how an export goes on."""
    return set(ExportEntry.objects.filter(pk=pk).values_list("user", flat=True))


def own_exports(by: User) -> list[ExportEntry]:
    """The latest exports of this person."""
    return list(ExportEntry.objects.filter(user=by).order_by("-at", "-pk")[:LATEST])
