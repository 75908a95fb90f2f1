"""The column of leads by what sellers said of their facts: by it the figures of the report open their leads."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from voronka.records.fields import FilterContext, Signs
from voronka.sales.models import Fact, LeadVerdict, Verdict

if TYPE_CHECKING:
    from voronka.accounts.models import User


def said(fact: str, verdict: str) -> str:
    """How a filter names a verdict on a fact."""
    return f"{fact}-{verdict}"


CHOICES = {said(fact, verdict): (fact, verdict) for fact in Fact for verdict in Verdict}


@dataclass(frozen=True, kw_only=True)
class Verdicts(Signs):
    """What the seller said of need, budget, contact and timing."""

    def options(self) -> list[tuple[str, str]]:
        """«Budget: wrong»."""
        return [(name, f"{fact.label}: {str(verdict.label).lower()}") for name, (fact, verdict) in CHOICES.items()]

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        wanted = Q(pk__in=[])
        for fact, verdict in (CHOICES[name] for name in self.asked(value)):
            wanted |= Q(fact=fact, verdict=verdict)
        return Q(Exists(LeadVerdict.objects.filter(wanted, lead=OuterRef("pk"))))


def told(leads: Sequence[Any], _by: "User", _at: datetime) -> Mapping[int, str]:
    """What was said of each of the leads, by one query."""
    rows = LeadVerdict.objects.filter(lead__in=[lead.pk for lead in leads]).order_by("pk")
    found: dict[int, list[str]] = defaultdict(list)
    for one in rows:
        found[one.lead_id].append(f"{one.get_fact_display()}: {str(one.get_verdict_display()).lower()}")
    return {pk: ", ".join(words) for pk, words in found.items()}


VERDICTS = Verdicts(name="verdicts", label=_("What the seller found"), values=told)
