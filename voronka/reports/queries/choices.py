"""What a report can be narrowed by."""

from voronka.accounts.models import User
from voronka.records.fields.trees import Known
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
    """Values of a classifier as its tree, switched off ones too."""
    return [(str(one.pk), one.label) for one in Known(classifier).all()]
