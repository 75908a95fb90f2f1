"""Fields that every client has, a company or a human being alike."""

from django.utils.translation import gettext_lazy as _

from voronka.people.models import AddressType
from voronka.records.fields import Addresses, ClassifierChoice, ClassifierChoices, Field, LongText, Percent, Text
from voronka.records.models import Classifier


def places(*, personal: bool) -> tuple[Field, ...]:
    """Where the client is; of a human being that is personal."""
    return (
        Text(name="address", label=_("Address"), personal=personal),
        Addresses(name="addresses", label=_("Other addresses"), types=AddressType, personal=personal),
        ClassifierChoice(name="region", label=_("Region"), classifier=Classifier.REGION),
    )


ABOUT: tuple[Field, ...] = (
    ClassifierChoices(name="segments", label=_("Segments"), classifier=Classifier.SEGMENT),
    ClassifierChoice(name="source", label=_("Source"), classifier=Classifier.SOURCE),
    Text(name="trigger_event", label=_("What made them come")),
    ClassifierChoice(name="impression", label=_("Impression"), classifier=Classifier.IMPRESSION),
    Percent(name="probability", label=_("Probability of a purchase")),
    LongText(name="note", label=_("Note")),
)
CHANCE = ("trigger_event", "impression", "probability")
