"""The kind «person»."""

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from voronka.people.models import Person
from voronka.records.fields import ClassifierChoice, Emails, Link, LongText, Phones, Text
from voronka.records.kinds import Group, Kind, SearchText
from voronka.records.models import Classifier
from voronka.records.names import joined
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
        Link(name="organization", label=_("Organization"), kind="organization"),
        Text(name="position", label=_("Position"), max_length=160, personal=True),
        ClassifierChoice(name="role", label=_("Role in the purchase"), classifier=Classifier.ROLE),
        Phones(name="phones", label=_("Phones")),
        Emails(name="emails", label=_("E-mails")),
        ClassifierChoice(name="source", label=_("Source"), classifier=Classifier.SOURCE),
        LongText(name="note", label=_("Note")),
        *STANDARD,
    ),
    columns=("name", "organization", "position", "phones", "emails", "owner"),
    form=("last_name", "first_name", "middle_name", "phones", "emails", "organization", "position", "role"),
    groups=(
        Group(label=_("Contacts"), fields=("phones", "emails")),
        Group(label=_("Work"), fields=("organization", "position", "role")),
        Group(label=_("About"), fields=("source", "note", "owner")),
        Group(
            label=_("More"),
            fields=("last_name", "first_name", "middle_name", "department", "external_id", "created_at", "updated_at"),
            more=True,
        ),
    ),
    chips=(MINE, NEW),
    sort="name",
    search=SearchText(
        title=F("name"),
        subtitle=F("organization__name"),
        words=(joined("emails"), F("position"), F("organization__name")),
        digits=(joined("phones"),),
        links=("organization",),
    ),
    before_save=lambda person, _changes: person.require_name(),
    importable=True,
)
