"""The company's common funnel is set up: its macro-stages, and under which of them each stage is counted."""

from collections.abc import Sequence
from datetime import UTC, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.accounts.names import clean_name
from voronka.accounts.policies import require_administrator
from voronka.core.errors import Refused
from voronka.sales.models import MacroKind, MacroStage, Stage, StageMapping
from voronka.sales.models.macro_stages import MOST_NAME
from voronka.sales.queries.macro_stages import places_at

EARLIEST, LATEST = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
CERTAIN = {MacroKind.WON: 100, MacroKind.LOST: 0}


@transaction.atomic
def add(*, name: str, kind: MacroKind, probability: int, by: User) -> MacroStage:
    """A new macro-stage, after the last one of its kind."""
    require_administrator(by)
    everything = _locked()
    made = MacroStage.objects.create(
        name=_free_name(name), kind=kind, probability=CERTAIN.get(kind, probability), position=len(everything)
    )
    last = max((place for place, one in enumerate(everything) if one.kind == kind), default=len(everything) - 1)
    _number([*everything[: last + 1], made, *everything[last + 1 :]])
    return made


@transaction.atomic
def change(*, macro_stage: MacroStage, name: str, probability: int, by: User) -> MacroStage:
    """Another name or usual probability (per cent); the kind stays, since history was counted by it."""
    require_administrator(by)
    current = MacroStage.objects.select_for_update().get(pk=macro_stage.pk)
    current.name = _free_name(name, besides=current.pk)
    current.probability = CERTAIN.get(MacroKind(current.kind), probability)
    current.save(update_fields=["name", "probability"])
    return current


@transaction.atomic
def switch(*, macro_stage: MacroStage, on: bool, by: User, at: datetime) -> MacroStage:
    """Out of use or back. Refused while stages are counted there, and for the last one of its kind."""
    require_administrator(by)
    everything = _locked()
    current = next(one for one in everything if one.pk == macro_stage.pk)
    if not on:
        others = [one for one in everything if one.kind == current.kind and one.is_active and one.pk != current.pk]
        if not others and current.kind != MacroKind.PAUSED:
            raise Refused(_("This is the only macro-stage of its kind in use."))
        if current.pk in places_at(LATEST).values() or current.pk in places_at(at).values():
            raise Refused(_("Stages are counted here. Move them to another macro-stage first."))
    current.is_active = on
    current.save(update_fields=["is_active"])
    return current


@transaction.atomic
def order(*, ids: Sequence[int], by: User) -> None:
    """Put the common list into this order; those that are not named stay behind in their old one."""
    require_administrator(by)
    rest = {one.pk: one for one in _locked()}
    named = [rest.pop(pk) for pk in dict.fromkeys(ids) if pk in rest]
    _number([*named, *rest.values()])


@transaction.atomic
def remap(*, stage: Stage, macro_stage: MacroStage, valid_from: datetime | None, by: User) -> StageMapping:
    """Count a stage under a macro-stage from a moment on (None: from ever), whatever was said before of that time.

    Rows of the stage history that are there keep what they say. Raises Refused for a macro-stage of another outcome
    or out of use, and for a day that no company has lived.
    """
    require_administrator(by)
    current = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    target = MacroStage.objects.select_for_update().get(pk=macro_stage.pk)
    if not target.is_active:
        raise Refused(_("“%(name)s” is switched off.") % {"name": target.name}, field="macro_stage")
    if MacroKind(target.kind).outcome != current.outcome:
        raise Refused(
            _("Open stages are counted among open ones, won and lost ones among theirs."), field="macro_stage"
        )
    if valid_from is not None and not EARLIEST <= valid_from < LATEST:
        raise Refused(_("Choose a day between 1990 and 2100."), field="valid_from")
    return StageMapping.objects.create(stage=current, macro_stage=target, valid_from=valid_from, by=by)


def _locked() -> list[MacroStage]:
    """The whole list for us alone: what must stay of it is counted over all of it."""
    return list(MacroStage.objects.select_for_update().order_by("position", "pk"))


def _number(macro_stages: list[MacroStage]) -> None:
    for position, one in enumerate(macro_stages):
        one.position = position
    MacroStage.objects.bulk_update(macro_stages, ["position"])


def _free_name(name: str, *, besides: int = 0) -> str:
    name = clean_name(name, field="name", limit=MOST_NAME)
    if MacroStage.objects.filter(name__iexact=name).exclude(pk=besides).exists():
        raise Refused(_("There is a macro-stage with this name already."), field="name")
    return name
