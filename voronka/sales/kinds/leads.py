"""The kind «lead»."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action, User
from voronka.people.fields import Inn
from voronka.records import access
from voronka.records.fields import (
    Choice,
    ClassifierChoice,
    Computed,
    Emails,
    Link,
    LongText,
    Moment,
    Money,
    Number,
    Phones,
    Text,
    Told,
    Url,
)
from voronka.records.kinds import Chip, Group, Kind, SearchText
from voronka.records.models import Classifier
from voronka.records.names import joined
from voronka.records.standard import MINE, NEW, STANDARD
from voronka.sales.models import Answer, Lead, LeadState
from voronka.sales.waiting import waits

OPEN: dict[str, Any] = {"field": "state", "op": "in", "value": ["open"]}


def _chip(state: LeadState, label: Any) -> Chip:
    return Chip(name=state.value, label=label, filter={"field": "state", "op": "in", "value": [state.value]})


QUEUE = Chip(name="queue", label=_("Queue"), filter={"all": [OPEN, {"field": "owner", "op": "empty"}]})

UNANSWERED = Chip(
    name="unanswered",
    label=_("Without an answer"),
    filter={"all": [OPEN, {"field": "respond_by", "op": "filled"}, {"field": "answered_at", "op": "empty"}]},
)


def note_assignment(lead: Lead, changes: dict[str, Any]) -> None:
    """An owner is given together with the moment of it; `updated_at` is the moment of the change."""
    is_new = lead.pk is None
    if is_new or "owner" in changes:
        lead.assigned_at = lead.updated_at if lead.owner_id else None


def takes(leads: Sequence[Lead], by: User, _at: datetime) -> dict[int, Told]:
    """The button «take» of the leads that wait for somebody; the action looks at the right again."""
    if not access.may(by, Action.EDIT, LEAD):
        return {}
    return {
        lead.pk: Told(text=gettext("Take"), post=reverse("sales:take", args=[lead.pk]))
        for lead in leads
        if lead.owner_id is None and lead.is_open
    }


LEAD = Kind(
    name="lead",
    plural="leads",
    model=Lead,
    label=_("Lead"),
    labels=_("Leads"),
    new_label=_("New lead"),
    icon="inbox",
    always=(
        *("last_name", "first_name", "middle_name", "company", "state", "status", "assigned_at", "converted_at"),
        *("disqualified_at", "disqualify_reason", "disqualify_comment"),
    ),
    fields=(
        Text(name="name", label=_("Lead"), editable=False, personal=True),
        Text(name="last_name", label=_("Last name"), max_length=120, personal=True),
        Text(name="first_name", label=_("First name"), max_length=120, personal=True),
        Text(name="middle_name", label=_("Patronymic"), max_length=120, personal=True),
        Text(name="company", label=_("Company"), about="organization"),
        Text(name="position", label=_("Position"), max_length=160, personal=True, about="organization"),
        Phones(name="phones", label=_("Phones")),
        Emails(name="emails", label=_("E-mails")),
        Url(name="website", label=_("Website")),
        Inn(name="inn", label=_("INN"), about="organization"),
        ClassifierChoice(name="industry", label=_("Industry"), classifier=Classifier.INDUSTRY, about="organization"),
        ClassifierChoice(name="region", label=_("Region"), classifier=Classifier.REGION, about="organization"),
        ClassifierChoice(name="product", label=_("Product"), classifier=Classifier.PRODUCT),
        ClassifierChoice(name="language", label=_("Language"), classifier=Classifier.LANGUAGE),
        ClassifierChoice(name="source", label=_("Source"), classifier=Classifier.SOURCE),
        Link(name="campaign", label=_("Campaign"), kind="campaign"),
        ClassifierChoice(name="status", label=_("Status"), classifier=Classifier.LEAD_STATUS),
        Choice(
            name="state",
            label=_("State"),
            choices=LeadState,
            editable=False,
            tones={LeadState.CONVERTED.value: "good", LeadState.DISQUALIFIED.value: "bad"},
        ),
        Computed(name="take", label=_("Queue"), values=takes),
        Computed(name="waits", label=_("Waits"), values=waits),
        Choice(
            name="answer",
            label=_("Answer in time"),
            choices=Answer,
            editable=False,
            tones={Answer.IN_TIME.value: "good", Answer.LATE.value: "bad", Answer.WAITS.value: "warn"},
        ),
        Moment(name="respond_by", label=_("Answer due"), editable=False),
        Moment(name="answered_at", label=_("First answer"), editable=False),
        Number(name="answer_minutes", label=_("Working minutes to the first answer"), editable=False),
        Money(name="amount", label=_("Amount")),
        LongText(name="note", label=_("Note")),
        Moment(name="assigned_at", label=_("Assigned"), editable=False),
        Moment(name="converted_at", label=_("Converted"), editable=False),
        Link(name="organization", label=_("Became the client"), kind="organization", editable=False),
        Link(name="person", label=_("Became the person"), kind="person", editable=False),
        Moment(name="disqualified_at", label=_("Disqualified"), editable=False),
        ClassifierChoice(
            name="disqualify_reason",
            label=_("Reason to disqualify"),
            classifier=Classifier.DISQUALIFY_REASON,
            editable=False,
        ),
        LongText(name="disqualify_comment", label=_("Comment on the disqualification"), editable=False),
        *STANDARD,
    ),
    columns=("name", "waits", "company", "phones", "status", "source", "owner", "created_at", "take"),
    form=("last_name", "first_name", "company", "phones", "emails", "source", "status", "note"),
    groups=(
        Group(label=_("Contacts"), fields=("phones", "emails", "company", "position")),
        Group(label=_("Enquiry"), fields=("status", "source", "campaign", "product", "amount", "note", "owner")),
        Group(
            label=_("More"),
            fields=(
                "last_name",
                "first_name",
                "middle_name",
                "website",
                "inn",
                "industry",
                "region",
                "language",
                "department",
                "external_id",
                "assigned_at",
                "respond_by",
                "answered_at",
                "answer_minutes",
                "created_at",
                "updated_at",
            ),
            more=True,
        ),
    ),
    chips=(
        UNANSWERED,
        QUEUE,
        MINE,
        NEW,
        _chip(LeadState.OPEN, pgettext_lazy("leads", "Open")),
        _chip(LeadState.CONVERTED, pgettext_lazy("leads", "Converted")),
        _chip(LeadState.DISQUALIFIED, pgettext_lazy("leads", "Disqualified")),
    ),
    search=SearchText(
        title=F("name"),
        subtitle=F("company"),
        words=(joined("emails"), F("company"), F("position")),
        digits=(joined("phones"), F("inn")),
    ),
    before_save=note_assignment,
    shared_when_unowned=True,
    importable=True,
    comes_back=True,
)
