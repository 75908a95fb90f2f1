"""The gate at work: asked by every change of deals by hand, and by the form that asks what is missing."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core.errors import Refused
from voronka.records import access, gates
from voronka.sales.gate.approvers import agreed, approves
from voronka.sales.gate.facts import Known, Marks, known, standing, stood_last
from voronka.sales.gate.lacks import WIP, Lacks, lacks_of
from voronka.sales.gate.rules import Facts, judge
from voronka.sales.models import Deal, Outcome, Stage

KEEPER = "deal"


class Keeper:
    """The gate for one change by one person; what it has learned it keeps while the change lasts."""

    def __init__(self, *, by: User, at: datetime, waived: Collection[str] = ()) -> None:
        self._by, self._at, self._waived = by, at, waived
        self._known: list[Known] = []
        self._marks = Marks()
        self._met: list[int] = []
        self._came: Counter[tuple[int, int | None]] = Counter()
        self._stood: dict[tuple[int, int | None], int] = {}
        self._agrees: dict[int, bool] = {}
        self._held: set[int] = set()

    def meet(self, records: Collection[Deal]) -> None:
        """These deals are about to change."""
        self._met = [one.pk for one in records]

    def admit(self, deal: Deal, before: Mapping[str, Any]) -> None:
        """Raises Refused where the deal, as it is about to be stored, may not come to its stage, or to its owner."""
        self._require_giver(deal, before)
        if deal.stage_id is None or before.get("stage") == deal.stage_id or (before and "stage" not in before):
            return
        stage = self._pipeline(deal.stage_id).stages[deal.stage_id]
        if not self._is_used(stage):
            return  # the rules of the kind say so
        lacks = self.lacks(deal, stage, before.get("stage"), locks=True)
        if not lacks.is_open:
            raise lacks.refusal
        self._came[stage.pk, deal.owner_id] += 1

    def _require_giver(self, deal: Deal, before: Mapping[str, Any]) -> None:
        """Who only takes part gives the deal to nobody: his part would never end."""
        stood = {f"{name}_id": before.get(name, getattr(deal, f"{name}_id")) for name in ("owner", "department")}
        is_given = before and any(getattr(deal, column) != value for column, value in stood.items())
        if is_given and self._by.takes_part and not access.holds(self._by, Action.EDIT, Deal(**stood)):
            raise Refused(_("Only those who answer for the deal give it to somebody else."), field="owner")

    def lacks(self, deal: Deal, stage: Stage, stood: int | None, *, locks: bool = False) -> Lacks:
        """What stands between a deal that stands at the stage `stood` (None: it is new) and another stage."""
        pipeline = self._pipeline(stage.pk)
        if stage.outcome == Outcome.LOST:
            return Lacks()
        stage = pipeline.stages[stage.pk]
        if locks and stage.wip_limit and stage.pk not in self._held:
            self._held.add(stage.pk)
            Stage.objects.select_for_update(of=("self",), no_key=True).get(pk=stage.pk)
        verdict = judge(pipeline.method, self._facts(deal, stage, stood, pipeline), stage.pk)
        return lacks_of(verdict, deal, stage, pipeline, by=self._by)

    def _facts(self, deal: Deal, stage: Stage, stood: int | None, pipeline: Known) -> Facts:
        if deal.pk is None:
            return Facts(is_new=True, is_granted=self._approves(stage))
        self._marks.read({deal.pk, *self._met}, pipeline.method)
        at = pipeline.stages.get(stood) if stood else None
        here = at.pk if at and at.is_open else stood_last(deal.pk, stage.pipeline_id)
        return Facts(
            here=here,
            been=deal.passed,
            ticked=self._marks.ticked[deal.pk],
            logged=self._marks.logged[deal.pk],
            standing=self._standing(stage, deal.owner_id),
            is_granted=stage.needs_approval and (self._approves(stage) or agreed(deal, stage)),
        )

    def _standing(self, stage: Stage, owner: int | None) -> int:
        """How many deals of the owner stand there, with those that this change has admitted."""
        if not stage.wip_limit or WIP in self._waived:
            return 0
        place = stage.pk, owner
        if place not in self._stood:
            self._stood[place] = standing(*place).count()
        return self._stood[place] + self._came[place]

    def _approves(self, stage: Stage) -> bool:
        if stage.pk not in self._agrees:
            self._agrees[stage.pk] = approves(stage, self._by)
        return self._agrees[stage.pk]

    def _pipeline(self, stage: int) -> Known:
        """The pipeline of a stage."""
        found = next((one for one in self._known if stage in one.stages), None)
        if found is None:
            found = known(stage)
            self._known.append(found)
        return found

    @staticmethod
    def _is_used(stage: Stage) -> bool:
        return stage.is_active and stage.pipeline.is_active


def register() -> None:
    """Put the gate before changes of deals; call it in AppConfig.ready."""
    gates.keep(KEEPER, Keeper)
