"""The forecast category that a deal counts in: its owner's word, else what the probability of its stage says."""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, CharField, F, Q, Value, When

from voronka.sales.models import Category

COMMIT_FROM, BEST_FROM, PIPELINE_FROM = 80, 50, 1
FROM = {
    Category.COMMIT.value: (COMMIT_FROM, 101),
    Category.BEST.value: (BEST_FROM, COMMIT_FROM),
    Category.PIPELINE.value: (PIPELINE_FROM, BEST_FROM),
    Category.OMITTED.value: (0, PIPELINE_FROM),
}


def by_probability(percent: int) -> Category:
    """What a stage says: 80 % and more is a commit, 50 % best case, anything above nothing pipeline."""
    return next(Category(name) for name, (least, below) in FROM.items() if least <= percent < below)


def category() -> Any:
    """The category of a deal of a QuerySet."""
    said = [
        When(forecast="", stage__probability__gte=least, stage__probability__lt=below, then=Value(name))
        for name, (least, below) in FROM.items()
    ]
    return Case(*said, default=F("forecast"), output_field=CharField())


def counts_in(names: Collection[str]) -> Q:
    """Deals of these categories."""
    by_stage = Q(pk__in=[])
    for name in names:
        least, below = FROM[name]
        by_stage |= Q(stage__probability__gte=least, stage__probability__lt=below)
    return Q(forecast__in=list(names)) | (Q(forecast="") & by_stage)
