"""Reads of consents: what a human being has agreed to, and whether one may write to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Max, OuterRef
from django.db.models.functions import JSONObject

from voronka.people.models import Channel, Consent, ConsentPurpose, ConsentText

KINDS = ("person", "lead")


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A purpose and the latest word about it; `at` is None when nothing was said."""

    purpose: ConsentPurpose
    is_given: bool
    at: datetime | None
    channel: str
    proof: str
    version: int | None


def standing(kind: str, pk: int) -> list[Standing]:
    """Every purpose in use with the latest word of this human being: one query."""
    told = JSONObject(given="is_given", at="at", channel="channel", proof="proof", version="text__version")
    latest = Consent.objects.filter(kind=kind, record_id=pk, purpose=OuterRef("pk")).order_by("-at", "-pk")
    rows = ConsentPurpose.objects.filter(is_active=True).annotate(told=ArraySubquery(latest.values(told=told)[:1]))
    return [_standing(row, next(iter(vars(row)["told"]), None)) for row in rows]


def said(kind: str, pk: int) -> list[Consent]:
    """Everything that was said, the latest first."""
    found = Consent.objects.filter(kind=kind, record_id=pk).select_related("purpose", "text", "by")
    return list(found)


def may_be_written_to(kind: str, ids: Iterable[int], purpose: str) -> set[int]:
    """Which of these persons or leads have agreed to the purpose (its code) and have not taken it back.

    Every mailing asks this when it is about to send, not when it is planned: a withdrawal counts at once. Nothing said
    is no consent. One query, whatever the number of ids.
    """
    rows = Consent.objects.filter(kind=kind, record_id__in=list(ids), purpose__code=purpose)
    latest = rows.order_by("record_id", "-at", "-pk").distinct("record_id")
    return {pk for pk, is_given in latest.values_list("record_id", "is_given") if is_given}


def purposes() -> list[Any]:
    """All purposes for the settings, each with the wording that is in use as `now`."""
    newest = ConsentText.objects.values("purpose").annotate(last=Max("version")).values_list("purpose", "last")
    versions = dict(newest)
    texts = {one.purpose_id: one for one in ConsentText.objects.all() if versions[one.purpose_id] == one.version}
    rows: list[Any] = list(ConsentPurpose.objects.all())
    for row in rows:
        row.now = texts.get(row.pk)
    return rows


def _standing(purpose: ConsentPurpose, told: dict[str, Any] | None) -> Standing:
    told = told or {}
    at = told.get("at")
    return Standing(
        purpose=purpose,
        is_given=bool(told.get("given")),
        at=datetime.fromisoformat(at) if at else None,
        channel=str(Channel(told["channel"]).label) if told else "",
        proof=told.get("proof", ""),
        version=told.get("version"),
    )
