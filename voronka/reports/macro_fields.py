"""Columns of deals by the common funnel: by them a figure of its report opens its rows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import BusinessUnit
from voronka.core.numbers import whole_ones
from voronka.records.fields import Computed, FilterContext, bad_value
from voronka.records.fields.choices import listed
from voronka.reports.queries.chosen import NO_UNIT
from voronka.reports.queries.common_funnel import onward
from voronka.sales.models import MacroKind, MacroStage, Outcome, Stage
from voronka.sales.queries.macro_stages import places_at

if TYPE_CHECKING:
    from voronka.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class ByFunnel(Computed):
    """What the common funnel counts deals by; filters give ids."""

    filterable: bool = True

    widget = "select"
    operators = ("in",)

    def options(self) -> list[tuple[str, str]]:
        """(id, name) of the macro-stages."""
        return [(str(pk), name) for pk, name in MacroStage.objects.values_list("pk", "name")]

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        ids = whole_ones(listed(value))
        if len(ids) != len(listed(value)):
            raise bad_value(self, value)
        return self.among(ids, context)

    def among(self, ids: list[int], context: FilterContext) -> Q:
        """Deals that one of the ids holds for."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class UnitThen(ByFunnel):
    """The business unit that a deal counts for: that of its pipeline when it came to its stage."""

    def options(self) -> list[tuple[str, str]]:
        units = BusinessUnit.objects.values_list("pk", "name")
        return [(str(NO_UNIT), str(_("No unit"))), *((str(pk), name) for pk, name in units)]

    def among(self, ids: list[int], context: FilterContext) -> Q:
        known = Q(unit__in=[pk for pk in ids if pk != NO_UNIT])
        return known | Q(unit=None) if NO_UNIT in ids else known


@dataclass(frozen=True, kw_only=True)
class MacroThen(ByFunnel):
    """The macro-stage that a deal stands at, by what held when it came there."""

    def among(self, ids: list[int], context: FilterContext) -> Q:
        return Q(macro_stage__in=ids)


@dataclass(frozen=True, kw_only=True)
class Been(ByFunnel):
    """A stage that a deal has stood at, of any pipeline."""

    def options(self) -> list[tuple[str, str]]:
        stages = Stage.objects.select_related("pipeline")
        return [(str(stage.pk), f"{stage.pipeline} · {stage}") for stage in stages]

    def among(self, ids: list[int], context: FilterContext) -> Q:
        return Q(passed__overlap=ids)


@dataclass(frozen=True, kw_only=True)
class Left(Been):
    """A stage that a deal has left, of any pipeline."""

    def among(self, ids: list[int], context: FilterContext) -> Q:
        return Q(left_stages__overlap=ids)


@dataclass(frozen=True, kw_only=True)
class BeenMacro(ByFunnel):
    """A macro-stage that a deal has stood at, by what held then."""

    def among(self, ids: list[int], context: FilterContext) -> Q:
        return Q(passed_macros__overlap=ids)


@dataclass(frozen=True, kw_only=True)
class ReachedMacro(ByFunnel):
    """The furthest open macro-stage of a deal; a won one has come through all. `today`: as stages are counted now."""

    today: bool = False

    def options(self) -> list[tuple[str, str]]:
        macros = MacroStage.objects.filter(kind=MacroKind.OPEN)
        return [(str(pk), name) for pk, name in macros.values_list("pk", "name")]

    def among(self, ids: list[int], context: FilterContext) -> Q:
        macros = {pk for one in MacroStage.objects.filter(pk__in=ids, kind=MacroKind.OPEN) for pk in onward(one)}
        won = Q(outcome=Outcome.WON)
        if not macros:
            return Q(pk__in=[])
        if not self.today:
            return won | Q(passed_macros__overlap=sorted(macros))
        return won | Q(passed__overlap=[pk for pk, place in places_at(context.at).items() if place in macros])


def _named_units(deals: Sequence[Any], _by: "User", _at: datetime) -> Mapping[int, str]:
    names = dict(BusinessUnit.objects.values_list("pk", "name"))
    return {deal.pk: names[deal.unit_id] for deal in deals if deal.unit_id}


def _named_macros(deals: Sequence[Any], _by: "User", _at: datetime) -> Mapping[int, str]:
    names = dict(MacroStage.objects.values_list("pk", "name"))
    return {deal.pk: names[deal.macro_stage_id] for deal in deals if deal.macro_stage_id}


def _ways(deals: Sequence[Any], _by: "User", _at: datetime) -> Mapping[int, str]:
    names = dict(Stage.objects.values_list("pk", "name"))
    return {deal.pk: " → ".join(names[pk] for pk in deal.passed) for deal in deals}


def _left(deals: Sequence[Any], _by: "User", _at: datetime) -> Mapping[int, str]:
    names = dict(Stage.objects.values_list("pk", "name"))
    return {deal.pk: " → ".join(names[pk] for pk in dict.fromkeys(deal.left_stages)) for deal in deals}


def _macro_ways(deals: Sequence[Any], _by: "User", _at: datetime) -> Mapping[int, str]:
    names = dict(MacroStage.objects.values_list("pk", "name"))
    return {deal.pk: " → ".join(names[pk] for pk in deal.passed_macros) for deal in deals}


def _furthest(deals: Sequence[Any], _by: "User", at: datetime, *, today: bool = False) -> Mapping[int, str]:
    macros = {one.pk: one for one in MacroStage.objects.filter(kind=MacroKind.OPEN)}
    places = places_at(at) if today else {}
    found = {}
    for deal in deals:
        been = {places[pk] for pk in deal.passed} if today else set(deal.passed_macros)
        if open_ones := [macros[pk] for pk in been if pk in macros]:
            found[deal.pk] = max(open_ones, key=lambda one: one.position).name
    return found


def _furthest_today(deals: Sequence[Any], by: "User", at: datetime) -> Mapping[int, str]:
    return _furthest(deals, by, at, today=True)


FIELDS = (
    UnitThen(name="unit", label=_("Business unit"), values=_named_units),
    MacroThen(name="macro_stage", label=_("Macro-stage"), values=_named_macros),
    Been(name="been", label=_("Stood at the stages"), values=_ways),
    Left(name="left", label=_("Left the stages"), values=_left),
    BeenMacro(name="been_macro", label=_("Stood at the macro-stages"), values=_macro_ways),
    ReachedMacro(name="reached_macro", label=_("Came as far as the macro-stage"), values=_furthest),
    ReachedMacro(
        name="reached_macro_today",
        label=_("Came as far as the macro-stage, as counted today"),
        values=_furthest_today,
        today=True,
    ),
)
