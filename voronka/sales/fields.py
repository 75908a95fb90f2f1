"""Field types of deals: the pipeline and the stage."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import F, Model, QuerySet
from django.db.models.expressions import Combinable

from voronka.core.numbers import whole
from voronka.records.fields import bad_value
from voronka.records.fields.links import ForeignLink
from voronka.sales.models import Pipeline, Stage

if TYPE_CHECKING:
    from voronka.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Setting(ForeignLink):
    """One row of a settings table; what was switched off stays where it stands but cannot be chosen."""

    widget = "select"
    model: ClassVar[type[Model]]

    def rows(self) -> QuerySet[Any]:
        """What can be chosen, in order."""
        return self.model._default_manager.filter(is_active=True)

    def parse(self, raw: Any, *, by: "User") -> int:
        if (pk := whole(raw)) is not None:
            found = self.rows().filter(pk=pk).values_list("pk", flat=True).first()
        else:
            found = self.rows().filter(name__iexact=str(raw).strip()).values_list("pk", flat=True).first()
        if found is None:
            raise bad_value(self, raw)
        return int(found)

    def options(self) -> list[tuple[str, str]]:
        """(id, name) of what can be chosen."""
        return [(str(pk), name) for pk, name in self.rows().values_list("pk", "name")]


@dataclass(frozen=True, kw_only=True)
class PipelineLink(Setting):
    """A pipeline."""

    model = Pipeline

    def ordering(self) -> Combinable:
        return F("pipeline__position")


@dataclass(frozen=True, kw_only=True)
class StageLink(Setting):
    """A stage; where there are several pipelines, its name stands after that of the pipeline."""

    model = Stage

    def rows(self) -> QuerySet[Any]:
        return super().rows().filter(pipeline__is_active=True)

    def options(self) -> list[tuple[str, str]]:
        stages = list(self.rows().select_related("pipeline"))
        is_one = len({stage.pipeline_id for stage in stages}) < 2
        return [(str(stage.pk), stage.name if is_one else f"{stage.pipeline.name} · {stage.name}") for stage in stages]

    def ordering(self) -> Combinable:
        return F("stage__position")
