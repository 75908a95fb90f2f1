"""What becomes of clients when somebody is erased."""

from django.utils.translation import gettext_lazy as _

from voronka.people.models import LegalEntity
from voronka.records.erasing import rules
from voronka.records.erasing.rules import How, Own, Rule


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
        Rule(model=LegalEntity, column="organization", how=How.WORDS),
    )
