"""What a report can be narrowed by."""

from voronka.accounts.models import User
from voronka.records.models import ClassifierValue
from voronka.sales.models import Pipeline

type Options = list[tuple[str, str]]


def pipelines() -> Options:
    """All pipelines: those in use first."""
    rows = Pipeline.objects.order_by("-is_active", "position", "pk")
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


def users() -> Options:
    """Employees, those who left too: their deals count."""
    return [(str(user.pk), user.full_name) for user in User.objects.order_by("-is_active", "first_name", "last_name")]


def values(classifier: str) -> Options:
    """Values of a classifier, switched off ones too."""
    rows = ClassifierValue.objects.filter(classifier=classifier)
    return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]
