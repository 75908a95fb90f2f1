"""The kind «organization»."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from voronka.people.fields import OrganizationLink
from voronka.people.holdings import require_no_circle
from voronka.people.kinds.facts import ABOUT, CHANCE, places
from voronka.people.models import Organization
from voronka.records.fields import ClassifierChoice, Emails, Phones, Text, Url
from voronka.records.kinds import Group, Kind, SearchText
from voronka.records.models import Classifier
from voronka.records.names import joined, placed
from voronka.records.standard import MINE, NEW, STANDARD

ORGANIZATION = Kind(
    name="organization",
    plural="organizations",
    model=Organization,
    label=_("Organization"),
    labels=_("Organizations"),
    new_label=_("New organization"),
    icon="building-2",
    fields=(
        Text(name="name", label=_("Name"), required=True),
        Phones(name="phones", label=_("Phones")),
        Emails(name="emails", label=_("E-mails")),
        Url(name="website", label=_("Website")),
        *places(personal=False),
        OrganizationLink(name="parent", label=_("Parent organization"), members="pk"),
        ClassifierChoice(name="industry", label=_("Industry"), classifier=Classifier.INDUSTRY),
        ClassifierChoice(name="size", label=_("Size"), classifier=Classifier.SIZE),
        *ABOUT,
        *STANDARD,
    ),
    columns=("name", "phones", "emails", "industry", "owner", "created_at"),
    form=("name", "phones", "emails", "website", "industry", "source", "owner"),
    groups=(
        Group(label=_("Contacts"), fields=("phones", "emails", "website", "address", "addresses")),
        Group(label=_("About"), fields=("industry", "segments", *CHANCE, "note", "owner")),
        Group(
            label=_("More"),
            fields=("parent", "size", "region", "source", "department", "external_id", "created_at", "updated_at"),
            more=True,
        ),
    ),
    chips=(MINE, NEW),
    sort="name",
    search=SearchText(
        title=F("name"),
        subtitle=F("address"),
        words=(joined("emails"), F("website"), F("address"), placed("addresses")),
        digits=(joined("phones"),),
    ),
    before_save=lambda organization, _changes: require_no_circle(organization),
    importable=True,
    comes_back=True,
    optional=True,
)
