"""Retention rules of the client base: leads turned down long ago, persons whom nobody has dealt with for long."""

from datetime import datetime
from typing import Any

from django.db.models import DateTimeField, Exists, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.utils.translation import gettext_lazy as _

from voronka.activities.models import HistoryLink, Task
from voronka.people.models import Person
from voronka.records import retention
from voronka.records.retention import Rule
from voronka.sales.models import Deal, Lead, Outcome


def register() -> None:
    """Say it to the registry."""
    retention.register(
        Rule(
            code="leads",
            kind="lead",
            label=_("Disqualified leads"),
            hint=_("Leads that were disqualified so many months ago"),
            why=_("disqualified on %(day)s"),
            months=12,
            due=_leads,
        ),
        Rule(
            code="persons",
            kind="person",
            label=_("Persons without deals and contact"),
            hint=_(
                "Nothing happened with them for so many months; they have no deal,"
                " their organization none that is open or recent"
            ),
            why=_("nothing since %(day)s"),
            months=36,
            due=_persons,
        ),
    )


def _leads(before: datetime) -> QuerySet[Any]:
    return Lead.objects.filter(disqualified_at__lt=before).annotate(since=F("disqualified_at"))


def _persons(before: datetime) -> QuerySet[Any]:
    """No deal ever, none of their organization that is open or of late, no open task, no contact of late."""
    last = HistoryLink.objects.filter(kind="person", record_id=OuterRef("pk")).values("record_id")
    latest = Subquery(last.annotate(last=Max("at")).values("last"), output_field=DateTimeField())
    house = Deal.objects.filter(organization=OuterRef("organization"))
    live = house.filter(Q(outcome=Outcome.OPEN) | Q(updated_at__gte=before))
    tasks = Task.objects.filter(subject_kind="person", subject_id=OuterRef("pk"), done_at=None)
    leads = Lead.objects.filter(person=OuterRef("pk"), disqualified_at=None, updated_at__gte=before)
    rows = Person.objects.filter(updated_at__lt=before)
    rows = rows.annotate(since=Greatest("updated_at", Coalesce(latest, "updated_at"))).filter(since__lt=before)
    return rows.filter(
        ~Exists(Deal.objects.filter(person=OuterRef("pk"))), ~Exists(live), ~Exists(tasks), ~Exists(leads)
    )
