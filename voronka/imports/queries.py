"""Imports of one's own: nobody sees those of another person."""

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import NotFound
from voronka.imports.models import ImportRun


def own_run(pk: int, by: User) -> ImportRun:
    """The import of this id; raises NotFound for an absent one and for another person's alike."""
    found = ImportRun.objects.filter(pk=pk, owner=by).first()
    if found is None:
        raise NotFound(_("There is no such import."))
    return found
