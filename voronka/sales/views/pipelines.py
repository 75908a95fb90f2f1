"""Settings: pipelines and their stages, drawn as they will look."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import Refused
from voronka.core.numbers import whole, whole_ones
from voronka.sales.actions import pipeline_copies, pipelines
from voronka.sales.forms.pipelines import CopyForm, MoveOutForm, PipelineForm, StageForm
from voronka.sales.models import Pipeline, Stage
from voronka.sales.queries.pipeline_settings import demanded_from, drawn
from voronka.sales.views.dialogs import dialog, sent, settled, switched
from voronka.ui.render import page

LIST = "sales:pipelines"


@require_safe
@administrators
def listed(request: HttpRequest) -> HttpResponse:
    """All pipelines with their stages."""
    context = {"pipelines": drawn(), "demanded": demanded_from()}
    return page(request, "sales/pipelines.html", context, block="list")


@require_http_methods(["GET", "POST"])
@administrators
def create(request: HttpRequest) -> HttpResponse:
    """A new pipeline."""
    form = PipelineForm(sent(request))

    def carry_out(given: dict[str, Any]) -> object:
        return pipelines.create(**given, by=asker(request))

    return dialog(request, form, carry_out, title=_("New pipeline"), said=_("Added."), back=LIST)


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name or business unit."""
    pipeline = get_object_or_404(Pipeline, pk=pk)
    names = ("name", "may_skip", "may_go_back")
    begun = {name: getattr(pipeline, name) for name in names} | {"unit": pipeline.unit_id}
    form = PipelineForm(sent(request), initial=begun)

    def carry_out(given: dict[str, Any]) -> object:
        return pipelines.change(pipeline=pipeline, **given, by=asker(request))

    return dialog(request, form, carry_out, title=pipeline.name, said=_("Saved."), back=LIST)


@require_http_methods(["GET", "POST"])
@administrators
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A new pipeline with all of the method of this one."""
    pipeline = get_object_or_404(Pipeline, pk=pk)
    form = CopyForm(sent(request), initial={"name": _("%(name)s: copy") % {"name": pipeline.name}})

    def carry_out(given: dict[str, Any]) -> object:
        return pipeline_copies.copy(pipeline=pipeline, **given, by=asker(request))

    return dialog(
        request, form, carry_out, title=_("Copy of “%(name)s”") % {"name": pipeline.name}, said=_("Added."), back=LIST
    )


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """A pipeline out of use or back."""
    pipeline = pipelines.switch(pipeline=get_object_or_404(Pipeline, pk=pk), on=on, by=asker(request))
    return settled(request, switched(pipeline.name, on=on), back=LIST)


@require_http_methods(["GET", "POST"])
@administrators
def stage_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new stage."""
    pipeline = get_object_or_404(Pipeline, pk=pk)
    form = StageForm(sent(request), initial={"probability": 50})
    after = whole(request.GET.get("after", ""))

    def carry_out(given: dict[str, Any]) -> object:
        return pipelines.add_stage(pipeline=pipeline, after=after, **given, by=asker(request))

    return dialog(request, form, carry_out, title=_("New stage"), said=_("Added."), back=LIST)


@require_http_methods(["GET", "POST"])
@administrators
def stage_off(request: HttpRequest, pk: int) -> HttpResponse:
    """A stage out of use; while deals stand there it is asked where they go."""
    stage, by, at = get_object_or_404(Stage, pk=pk), asker(request), timezone.now()
    said = switched(stage.name, on=False)
    if request.method == "POST" and "move_to" not in request.POST:
        try:
            pipelines.switch_stage(stage=stage, on=False, by=by, at=at)
            return settled(request, said, back=LIST)
        except Refused as refusal:
            if refusal.field != "move_to":
                raise
    form = MoveOutForm(request.POST if "move_to" in request.POST else None, stage=stage)

    def carry_out(given: dict[str, Any]) -> object:
        return pipelines.switch_stage(stage=stage, on=False, by=by, at=at, **given)

    title = _("Switch off “%(name)s”") % {"name": stage.name}
    submit = _("Move and switch off")
    return dialog(request, form, carry_out, title=title, said=said, back=LIST, submit=submit)


@require_POST
@administrators
def stage_on(request: HttpRequest, pk: int) -> HttpResponse:
    """A stage back in use."""
    stage = pipelines.switch_stage(stage=get_object_or_404(Stage, pk=pk), on=True, by=asker(request), at=timezone.now())
    return settled(request, switched(stage.name, on=True), back=LIST)


@require_POST
@administrators
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Stages in the order in which they were put."""
    ids = whole_ones(request.POST.getlist("stage"))
    pipelines.order(pipeline=get_object_or_404(Pipeline, pk=pk), ids=ids, by=asker(request))
    return settled(request, "", back=LIST)
