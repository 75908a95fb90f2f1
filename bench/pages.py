"""Which pages are measured, with the busiest records of the base in them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from voronka.activities.models import Interaction
from voronka.records import kinds
from voronka.records.kinds import Kind
from voronka.sales.models import Outcome, Stage

SAMPLE = 50_000
WORD = "ром"
NAME, MISTYPED, PHONE = "Королёв", "Кролёв", "903 12"


@dataclass(frozen=True)
class Budget:
    """Milliseconds of server time that a page may take at the median and at p95."""

    p50: float
    p95: float


# ARCHITECTURE.md of the house, part 9: over a million persons.
LIST, CARD, BOARD, FUNNEL = Budget(20, 50), Budget(25, 60), Budget(30, 80), Budget(150, 400)


@dataclass(frozen=True)
class Page:
    """A question to the server; one with `sent` is a POST, and `sent` gets the number of the round."""

    name: str
    path: str
    budget: Budget = CARD
    sent: Any = None


def pages() -> Iterator[Page]:
    """Everything that people wait for."""
    yield Page("My day", reverse("home:day"))
    yield Page("Deal board", reverse("sales:board"), BOARD)
    stage = Stage.objects.filter(outcome=Outcome.OPEN, is_active=True).order_by("position").first()
    if stage:
        yield Page("Deal board: a column", reverse("sales:column", args=[stage.pk]), BOARD)
    yield Page("Deal board by people", f"{reverse('sales:board')}?lanes=owner", BOARD)
    yield Page("Bonus statement", reverse("sales:bonuses"))
    yield from _reports()
    for what, text in (("a word", WORD), ("a name", NAME), ("a typing error", MISTYPED), ("a number", PHONE)):
        yield Page(f"Search: {what}", f"{reverse('home:search')}?{urlencode({'q': text})}")
    for kind in kinds.all_kinds():
        yield from _of(kind)
    deals = reverse("deal:list")
    yield Page("List: deals, the largest", f"{deals}?sort=-amount", LIST)
    yield Page("List: deals, by expected close", f"{deals}?sort=expected_close_on", LIST)
    yield from _typed()


def _reports() -> Iterator[Page]:
    """Each with the period that it opens with."""
    yield Page("Funnel", reverse("reports:funnel"), FUNNEL)
    yield Page("Funnel of all units", reverse("reports:common"), FUNNEL)
    yield Page("Funnel of all units, as today", f"{reverse('reports:common')}?count=now", FUNNEL)
    yield Page("Report: what will close", reverse("reports:forecast"), FUNNEL)
    yield Page(
        "Report: what will close in a year", f"{reverse('reports:forecast')}?period={timezone.localdate().year}", FUNNEL
    )
    yield Page("Report: how fast we sell", reverse("reports:speed"), FUNNEL)
    yield Page("Report: what brings money", reverse("reports:money"), FUNNEL)
    yield Page("Report: what selling costs", reverse("reports:cost"), FUNNEL)
    yield Page("Report: on what time goes", reverse("reports:time"), FUNNEL)
    yield Page("Report: what leads are worth", reverse("reports:worth"), FUNNEL)
    yield Page("Report: how soon leads are answered", reverse("reports:answers"), FUNNEL)


def _of(kind: Kind) -> Iterator[Page]:
    label, address = kind.plural.replace("_", " "), reverse(f"{kind.name}:list")
    yield Page(f"List: {label}", address, LIST)
    yield Page(f"List: {label}, searched", f"{address}?{urlencode({'q': WORD})}", LIST)
    mine = any(chip.name == "mine" for chip in kind.chips)
    if mine:
        yield Page(f"List: {label}, mine", f"{address}?view=mine", LIST)
    if pk := busiest(kind):
        yield Page(f"Card: {kind.name.replace('_', ' ')}", kind.url(pk))


def _typed() -> Iterator[Page]:
    """What people do in forms of a person: choose, be warned, make, change."""
    person = kinds.get("person")
    pk = busiest(person)
    yield Page("Picker, nothing typed", reverse("person:lookup"))
    yield Page("Picker", f"{reverse('organization:lookup')}?{urlencode({'q': WORD})}")
    likely = {"last_name": "Королёв", "first_name": "Павел", "phones": "+7 903 123-45-67"}
    yield Page("Known already?", f"{reverse('person:similar')}?{urlencode(likely)}")
    yield Page(
        "Create",
        reverse("person:new"),
        sent=lambda number: {"last_name": f"Замеров-{number}", "phones": "", "stay": "1"},
    )
    if pk:
        yield Page(
            "Edit in place",
            reverse("person:field", args=[pk, "position"]),
            sent=lambda number: {"position": f"должность {number}"},
        )


def busiest(kind: Kind) -> int | None:
    """The record that most was done about, whose card has most to show; any record, or None in an empty table."""
    some = Interaction.objects.filter(pk__in=Interaction.objects.order_by("-happened_at").values("pk")[:SAMPLE])
    done = some.filter(subject_kind=kind.name).values_list("subject_id").annotate(count=Count("pk"))
    row = done.order_by("-count", "subject_id").first()
    return row[0] if row else kind.model._default_manager.order_by("pk").values_list("pk", flat=True).first()
