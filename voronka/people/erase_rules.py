"""What becomes of clients when somebody is erased."""

from django.utils.translation import gettext_lazy as _

from voronka.people.models import Consent, LegalEntity, Position
from voronka.records.erasing import rules
from voronka.records.erasing.rules import Eraser, Erasing, How, Own, Rule


def declare() -> None:
    """Say it to the registry; papers of an organization stay, but for the words of the one who is erased."""
    rules.declare(
        Own(
            kind="person",
            put={"last_name": _("Erased person")},
            also=("trigger_event",),
            is_human=True,
            spreads=("organization",),
        ),
        Own(kind="organization"),
        Own(kind="legal_entity"),
        Rule(
            model=Consent,
            column="record_id",
            kind_column="kind",
            how=How.KEEP,
            reason="that and when one agreed has to be proved for years; the proof itself is emptied",
        ),
        Eraser(models=(Consent,), erase=_proofs),
        Own(kind="position"),
        Rule(model=Position, column="person", how=How.WHOLE),
        Rule(model=LegalEntity, column="organization", how=How.WORDS),
    )


def _proofs(erasing: Erasing) -> None:
    for kind, ids in erasing.whole.items():
        Consent.objects.filter(kind=kind, record_id__in=ids).update(proof="")
