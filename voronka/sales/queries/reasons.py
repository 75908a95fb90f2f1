"""Reasons that people choose from."""

from voronka.records.fields.trees import offered
from voronka.records.models import Classifier


def lost_reasons() -> list[tuple[int, str]]:
    """(id, name) of the reasons of a loss in use."""
    return _in_use(Classifier.LOST_REASON)


def disqualify_reasons() -> list[tuple[int, str]]:
    """(id, name) of the reasons to disqualify a lead in use."""
    return _in_use(Classifier.DISQUALIFY_REASON)


def _in_use(classifier: Classifier) -> list[tuple[int, str]]:
    return [(int(pk), label) for pk, label in offered(classifier)]


def competitors() -> list[tuple[int, str]]:
    """(id, name) of the competitors in use."""
    return _in_use(Classifier.COMPETITOR)
