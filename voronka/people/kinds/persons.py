"""The kind «person»."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from voronka.people.fields import OrganizationLink
from voronka.people.kinds.facts import ABOUT, CHANCE, places
from voronka.people.models import Person
from voronka.records.fields import ClassifierChoice, Date, Emails, Phones, Text
from voronka.records.kinds import Group, Kind, SearchText
from voronka.records.models import Classifier
from voronka.records.names import joined, placed
from voronka.records.standard import MINE, NEW, STANDARD

PERSON = Kind(
    name="person",
    plural="persons",
    model=Person,
    label=_("Person"),
    labels=_("People"),
    new_label=_("New person"),
    icon="user",
    fields=(
        Text(name="name", label=_("Full name"), editable=False, personal=True),
        Text(name="last_name", label=_("Last name"), max_length=120, personal=True),
        Text(name="first_name", label=_("First name"), max_length=120, personal=True),
        Text(name="middle_name", label=_("Patronymic"), max_length=120, personal=True),
        OrganizationLink(name="organization", label=_("Organization")),
        Text(name="position", label=_("Position"), max_length=160, personal=True, about="organization"),
        ClassifierChoice(
            name="role", label=_("Role in the purchase"), classifier=Classifier.ROLE, about="organization"
        ),
        Date(name="works_since_on", label=_("Works there since"), about="organization"),
        Phones(name="phones", label=_("Phones")),
        Emails(name="emails", label=_("E-mails")),
        Text(name="called", label=_("How to address"), max_length=120, personal=True),
        Text(name="preferences", label=_("Preferences"), personal=True),
        *places(personal=True),
        *ABOUT,
        *STANDARD,
    ),
    columns=("name", "organization", "position", "phones", "emails", "owner"),
    form=("last_name", "first_name", "middle_name", "phones", "emails", "organization", "position", "role"),
    groups=(
        Group(label=_("Contacts"), fields=("phones", "emails", "called", "preferences")),
        Group(label=_("Work"), fields=("organization", "position", "role", "works_since_on")),
        Group(label=_("About"), fields=("segments", *CHANCE, "note", "owner")),
        Group(
            label=_("More"),
            fields=(
                *("last_name", "first_name", "middle_name", "address", "addresses", "region", "source"),
                *("department", "external_id", "created_at", "updated_at"),
            ),
            more=True,
        ),
    ),
    chips=(MINE, NEW),
    sort="name",
    always=("last_name", "first_name", "middle_name"),
    search=SearchText(
        title=F("name"),
        subtitle=F("organization__name"),
        words=(
            *(joined("emails"), F("position"), F("organization__name")),
            *(F("called"), F("address"), placed("addresses")),
        ),
        digits=(joined("phones"),),
        links=("organization",),
    ),
    before_save=lambda person, _changes: person.require_name(),
    importable=True,
    comes_back=True,
)
