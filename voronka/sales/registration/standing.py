"""Whose protection stands over a client or a deal."""

from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from voronka.people.models import Person
from voronka.records.kinds import kind_of
from voronka.records.models import Record
from voronka.sales.models import Deal, Registration, RegistrationTerms


def terms() -> RegistrationTerms:
    """What the company has set, or what holds until it does."""
    return RegistrationTerms.objects.first() or RegistrationTerms(pk=1)


def day_of(*, at: datetime) -> date:
    """The day of a moment where the company is: protection is counted in its days."""
    return at.astimezone(timezone.get_default_timezone()).date()


def on_record(record: Record) -> dict[str, Any]:
    """The columns by which a registration points to the record."""
    return {f"{kind_of(record).name}_id": record.pk}


def client_of(deal: Deal) -> dict[str, Any]:
    """The same for the client of a deal: the organization, else the person; empty without either."""
    if deal.organization_id:
        return {"organization_id": deal.organization_id}
    return {"person_id": deal.person_id} if deal.person_id else {}


def is_registered_by_itself(record: Record) -> bool:
    """Whether the record is a client or a deal; a person of an organization is its contact."""
    return not isinstance(record, Person) or record.organization_id is None


def covering(record: Record) -> list[Registration]:
    """Registrations that stand over the record, its own first, then that of the deal's client; one query."""
    meant = Q(**on_record(record))
    if isinstance(record, Deal) and (client := client_of(record)):
        meant |= Q(**client)
    rows = standing().filter(meant)
    return sorted(rows, key=lambda one: one.target != kind_of(record).name)


def protector(record: Record, *, on: date) -> Registration | None:
    """The registration that protects the record from rivals on a day."""
    return next((one for one in covering(record) if one.protects(on)), None)


def standing() -> QuerySet[Registration]:
    """Registrations that stand, whether their days have passed or not."""
    return Registration.objects.filter(stands=True).select_related("registrar")
