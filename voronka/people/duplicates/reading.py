"""The raw signs of persons and organizations, read from the base by portions."""

from collections.abc import Sequence

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, Value
from django.db.models.functions import Concat
from django.utils.translation import pgettext_lazy

from voronka.people.duplicates.organizations import ORGANIZATIONS, domains
from voronka.people.duplicates.persons import PERSONS
from voronka.people.models import Organization, Person
from voronka.records.duplicates.registry import Duplicates, Rows

PORTION = 5000


def persons(ids: Sequence[int] | None) -> Rows:
    """Name, phones, boxes, address, organization."""
    rows = Person.objects.order_by("pk") if ids is None else Person.objects.filter(pk__in=ids)
    columns = ("pk", "last_name", "first_name", "middle_name", "phones", "emails", "address", "organization_id")
    for pk, last, first, middle, phones, emails, address, home in rows.values_list(*columns).iterator(PORTION):
        signs = {"name": (last, first, middle), "phones": phones, "emails": emails, "address": address}
        yield pk, signs | ({"home": [str(home)]} if home else {})


def organizations(ids: Sequence[int] | None) -> Rows:
    """Name, phones, boxes, site, address, tax numbers and units (КПП) of its legal entities."""
    rows = Organization.objects.order_by("pk") if ids is None else Organization.objects.filter(pk__in=ids)
    numbered = Q(legal_entities__inn__gt="")
    inns = ArrayAgg("legal_entities__inn", filter=numbered, distinct=True, default=[])
    unit = Concat("legal_entities__inn", Value("/"), "legal_entities__kpp")
    kpps = ArrayAgg(unit, filter=numbered & Q(legal_entities__kpp__gt=""), distinct=True, default=[])
    columns = ("pk", "name", "phones", "emails", "website", "address")
    for pk, name, phones, emails, site, address, codes, units in (
        rows.annotate(codes=inns, units=kpps).values_list(*columns, "codes", "units").iterator(PORTION)
    ):
        yield (
            pk,
            {
                "name": name,
                "phones": phones,
                "emails": emails,
                "site": domains(site, emails),
                "address": address,
                "codes": codes,
                "units": units,
            },
        )


PERSON_DUPLICATES = Duplicates(
    scheme=PERSONS,
    signs=("phones", "emails", "name", "address", "home"),
    read=persons,
    labels={"name": pgettext_lazy("of a person", "Name")},
)
ORGANIZATION_DUPLICATES = Duplicates(
    scheme=ORGANIZATIONS, signs=("phones", "emails", "codes", "name", "site", "address"), read=organizations
)
