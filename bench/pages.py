"""Which pages are measured, with the busiest records of the base in them."""

from collections.abc import Iterator

from django.db.models import Count
from django.urls import NoReverseMatch, reverse

from voronka.activities.models import Interaction
from voronka.records import kinds
from voronka.records.kinds import Kind

WORD = "ром"
# Pages of their own: name on the screen -> (name of the address, query).
SINGLE = {
    "My day": ("home:day", ""),
    "Deal board": ("deal:board", ""),
    "Search": ("search", f"?q={WORD}"),
    "Funnel": ("reports:funnel", ""),
}


def pages() -> Iterator[tuple[str, str]]:
    """(name, address) of every page that this version has."""
    for name, (address, query) in SINGLE.items():
        if found := _reversed(address):
            yield name, found + query
    for kind in kinds.all_kinds():
        label = kind.plural.replace("_", " ")
        if found := _reversed(f"{kind.name}:list"):
            yield f"List: {label}", found
            yield f"List: {label}, searched", f"{found}?q={WORD}"
        if pk := busiest(kind):
            yield f"Card: {kind.name.replace('_', ' ')}", kind.url(pk)


def busiest(kind: Kind) -> int | None:
    """The record that most was done about, whose card has most to show; any record, or None in an empty table."""
    done = Interaction.objects.filter(subject_kind=kind.name).values_list("subject_id").annotate(count=Count("pk"))
    row = done.order_by("-count", "subject_id").first()
    return row[0] if row else kind.model._default_manager.order_by("pk").values_list("pk", flat=True).first()


def _reversed(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
