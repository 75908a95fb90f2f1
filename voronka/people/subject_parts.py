"""What a subject's export tells of consents."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.people.models import Consent
from voronka.records.erasing.rules import Erasing
from voronka.records.subject import parts
from voronka.records.subject.parts import Entry, Part


def declare() -> None:
    """Say it to the registry."""
    parts.declare(Part(name="consents", label=gettext_lazy("Consents"), models=(Consent,), tell=_consents))


def _consents(found: Erasing) -> list[Entry]:
    of_this = Q(pk__in=[])
    for kind, ids in found.whole.items():
        of_this |= Q(kind=kind, record_id__in=ids)
    rows = Consent.objects.filter(of_this).select_related("purpose", "text", "by").order_by("-at", "-pk")
    return [_entry(row) for row in rows]


def _entry(row: Consent) -> Entry:
    said = _("Agrees") if row.is_given else _("Takes it back")
    wording = row.text.text if row.text else ""
    lines = (
        (_("How"), str(row.get_channel_display())),
        (_("Wording"), wording and f"{wording} (v{row.text.version if row.text else 0})"),
        (_("Proof"), row.proof),
    )
    return Entry(
        title=f"{row.purpose.name}: {said}",
        at=row.at,
        lines=tuple((label, text) for label, text in lines if text),
        data={
            "purpose": row.purpose.code,
            "is_given": row.is_given,
            "channel": row.channel,
            "proof": row.proof,
            "wording": wording,
            "wording_version": row.text.version if row.text else None,
            "entered_at": row.entered_at,
            "by": row.by.full_name if row.by else None,
        },
    )
