"""Reasons that people choose from."""

from voronka.records.models import Classifier, ClassifierValue


def lost_reasons() -> list[tuple[int, str]]:
    """(id, name) of the reasons of a loss in use."""
    return _in_use(Classifier.LOST_REASON)


def disqualify_reasons() -> list[tuple[int, str]]:
    """(id, name) of the reasons to disqualify a lead in use."""
    return _in_use(Classifier.DISQUALIFY_REASON)


def _in_use(classifier: Classifier) -> list[tuple[int, str]]:
    return list(ClassifierValue.objects.filter(classifier=classifier, is_active=True).values_list("pk", "name"))
