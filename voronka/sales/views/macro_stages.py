"""Settings: the common funnel, pipelines of all units as rows and macro-stages as columns."""

from datetime import date, datetime, time
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.core.numbers import whole_ones
from voronka.sales.actions import macro_stages
from voronka.sales.forms.macro_stages import MacroStageForm, PlaceForm, first_values
from voronka.sales.models import MacroKind, MacroStage, Stage
from voronka.sales.queries.macro_stages import drawn, places_at, said_of
from voronka.sales.views.dialogs import dialog, sent, settled, switched
from voronka.ui.render import page

LIST = "sales:common-funnel"


@require_safe
@administrators
def listed(request: HttpRequest) -> HttpResponse:
    """The whole map."""
    return page(request, "sales/common_funnel.html", {"funnel": drawn(timezone.now())}, block="map")


@require_http_methods(["GET", "POST"])
@administrators
def create(request: HttpRequest) -> HttpResponse:
    """A new macro-stage."""
    form = MacroStageForm(sent(request), initial={"probability": 50})

    def carry_out(given: dict[str, Any]) -> object:
        return macro_stages.add(**(given | {"kind": MacroKind(given["kind"])}), by=asker(request))

    return dialog(request, form, carry_out, title=_("New macro-stage"), said=_("Added."), back=LIST)


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name or usual probability."""
    one = get_object_or_404(MacroStage, pk=pk)
    first = {"name": one.name, "probability": one.probability}
    form = MacroStageForm(sent(request), initial=first, is_new=False)

    def carry_out(given: dict[str, Any]) -> object:
        return macro_stages.change(macro_stage=one, **given, by=asker(request))

    return dialog(request, form, carry_out, title=one.name, said=_("Saved."), back=LIST)


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """A macro-stage out of use or back."""
    one = get_object_or_404(MacroStage, pk=pk)
    macro_stages.switch(macro_stage=one, on=on, by=asker(request), at=timezone.now())
    return settled(request, switched(one.name, on=on), back=LIST)


@require_POST
@administrators
def order(request: HttpRequest) -> HttpResponse:
    """Macro-stages in the order in which they were put."""
    macro_stages.order(ids=whole_ones(request.POST.getlist("macro_stage")), by=asker(request))
    return settled(request, "", back=LIST)


@require_http_methods(["GET", "POST"])
@administrators
def place(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a stage is counted and from what day on, with everything that was said of it before."""
    stage = get_object_or_404(Stage.objects.select_related("pipeline"), pk=pk)
    at = timezone.now()
    first = first_values(places_at(at)[stage.pk], timezone.localdate(at), request.GET.getlist("to"))
    form = PlaceForm(sent(request), stage=stage, initial=first)

    def carry_out(given: dict[str, Any]) -> object:
        return macro_stages.remap(
            stage=stage, macro_stage=given["macro_stage"], valid_from=_midnight(given["valid_from"]), by=asker(request)
        )

    title = _("Where “%(name)s” is counted") % {"name": stage.name}
    more = {"stage": stage, "said_before": said_of(stage)}
    return dialog(
        request, form, carry_out, title=title, said=_("Saved."), back=LIST, template="sales/stage_place.html", more=more
    )


def _midnight(day: date | None) -> datetime | None:
    """The moment at which a day begins where the administrator is; a day beyond the calendar is refused later."""
    return datetime.combine(day, time(), timezone.get_current_timezone()) if day else None
