"""What leads and deals still lack of what the company demands."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from voronka.accounts.models import User
from voronka.records.actions.ownership import with_department
from voronka.records.completeness import Completeness
from voronka.records.completeness import lacking as lacking_in
from voronka.records.field_rules import demanded
from voronka.records.fields import Field
from voronka.sales.gate.keeper import Keeper
from voronka.sales.gate.lacks import WIP, Lacks, heads
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Deal, Lead, Stage
from voronka.sales.moments import CONVERT


def lacking(lead: Lead, by: User) -> list[Field]:
    """What this person must fill in a lead before it may be converted."""
    return lacking_in(demanded(LEAD, by, (CONVERT,)), lead)


def lacking_at(deal: Deal, stage: Stage, by: User) -> list[Field]:
    """What this person must fill in a deal to bring it to the stage."""
    if stage.pk == deal.stage_id:
        return []
    complete = Completeness(kind=DEAL, by=by)
    return lacking_in(complete.demanded(complete.reached(stage.pk)), deal)


def gate_lacks(deal: Deal, stage: Stage, by: User, *, at: datetime, over_limit: bool = False) -> Lacks:
    """What else the gate asks for before this person may bring the deal to the stage."""
    if stage.pk == deal.stage_id:
        return Lacks()
    waived = {WIP} if over_limit and heads(by, deal) else ()
    return Keeper(by=by, at=at, waived=waived).lacks(deal, stage, deal.stage_id)


def as_given(deal: Deal, values: Mapping[str, Any], by: User) -> Deal:
    """The deal as it would be with the owner among the parsed `values`: limits and rights of heads look at that one."""
    if "owner" not in values:
        return deal
    found = copy(deal)
    for name, value in with_department(DEAL, {"owner": values["owner"]}, by=by).items():
        setattr(found, f"{name}_id", value)
    return found


def moments_at(stage: Stage, by: User) -> frozenset[str]:
    """The moments with demands that a deal has reached at the stage."""
    return Completeness(kind=DEAL, by=by).reached(stage.pk)
