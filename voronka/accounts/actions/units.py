"""Business units: add, rename, switch off and on."""

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import BusinessUnit, User
from voronka.accounts.names import clean_name
from voronka.accounts.policies import require_administrator
from voronka.core.errors import Refused


def _free_name(name: str, *, besides: int = 0) -> str:
    name = clean_name(name, field="name", limit=120)
    if BusinessUnit.objects.filter(name__iexact=name).exclude(pk=besides).exists():
        raise Refused(_("There is a business unit with this name already."), field="name")
    return name


@transaction.atomic
def create(*, name: str, by: User) -> BusinessUnit:
    """A new unit in use."""
    require_administrator(by)
    unit, is_new = BusinessUnit.objects.get_or_create(name=_free_name(name))
    if not is_new:
        raise Refused(_("There is a business unit with this name already."), field="name")
    return unit


@transaction.atomic
def rename(*, unit: BusinessUnit, name: str, by: User) -> BusinessUnit:
    """Another name for the same unit."""
    require_administrator(by)
    unit = BusinessUnit.objects.select_for_update().get(pk=unit.pk)
    unit.name = _free_name(name, besides=unit.pk)
    unit.save(update_fields=["name"])
    return unit


@transaction.atomic
def switch(*, unit: BusinessUnit, on: bool, by: User) -> BusinessUnit:
    """Out of use or back; a unit with departments in use stays."""
    require_administrator(by)
    unit = BusinessUnit.objects.select_for_update().get(pk=unit.pk)
    if not on and unit.departments.filter(is_active=True).exists():
        raise Refused(_("Departments in use belong to this unit. Move them first."))
    unit.is_active = on
    unit.save(update_fields=["is_active"])
    return unit
