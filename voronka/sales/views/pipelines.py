"""Settings: pipelines and their stages, drawn as they will look."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import Refused
from voronka.core.numbers import whole, whole_ones
from voronka.sales.actions import pipeline_copies, pipelines
from voronka.sales.forms.pipelines import CopyForm, MoveOutForm, PipelineForm, StageForm, tell
from voronka.sales.models import Pipeline, Stage
from voronka.sales.queries.pipeline_settings import demanded_from, drawn
from voronka.ui.render import done, is_htmx, page, redirect

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
    form = PipelineForm(request.POST or None)
    return _dialog(
        request, form, lambda given: pipelines.create(**given, by=asker(request)), _("New pipeline"), _("Added.")
    )


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Another name or business unit."""
    pipeline = get_object_or_404(Pipeline, pk=pk)
    names = ("name", "may_skip", "may_go_back")
    begun = {name: getattr(pipeline, name) for name in names} | {"unit": pipeline.unit_id}
    form = PipelineForm(request.POST or None, initial=begun)

    def carry_out(given: dict[str, Any]) -> object:
        return pipelines.change(pipeline=pipeline, **given, by=asker(request))

    return _dialog(request, form, carry_out, pipeline.name, _("Saved."))


@require_http_methods(["GET", "POST"])
@administrators
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A new pipeline with all of the method of this one."""
    pipeline = get_object_or_404(Pipeline, pk=pk)
    form = CopyForm(request.POST or None, initial={"name": _("%(name)s: copy") % {"name": pipeline.name}})

    def carry_out(given: dict[str, Any]) -> object:
        return pipeline_copies.copy(pipeline=pipeline, **given, by=asker(request))

    return _dialog(request, form, carry_out, _("Copy of “%(name)s”") % {"name": pipeline.name}, _("Added."))


@require_POST
@administrators
def switch(request: HttpRequest, pk: int, *, on: bool) -> HttpResponse:
    """A pipeline out of use or back."""
    pipeline = pipelines.switch(pipeline=get_object_or_404(Pipeline, pk=pk), on=on, by=asker(request))
    return _settled(request, _switched(pipeline.name, on=on))


@require_http_methods(["GET", "POST"])
@administrators
def stage_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A new stage."""
    pipeline = get_object_or_404(Pipeline, pk=pk)
    form = StageForm(request.POST or None, initial={"probability": 50})
    after = whole(request.GET.get("after", ""))

    def carry_out(given: dict[str, Any]) -> object:
        return pipelines.add_stage(pipeline=pipeline, after=after, **given, by=asker(request))

    return _dialog(request, form, carry_out, _("New stage"), _("Added."))


@require_http_methods(["GET", "POST"])
@administrators
def stage_off(request: HttpRequest, pk: int) -> HttpResponse:
    """A stage out of use; while deals stand there it is asked where they go."""
    stage, by, at = get_object_or_404(Stage, pk=pk), asker(request), timezone.now()
    said = _switched(stage.name, on=False)
    if request.method == "POST" and "move_to" not in request.POST:
        try:
            pipelines.switch_stage(stage=stage, on=False, by=by, at=at)
            return _settled(request, said)
        except Refused as refusal:
            if refusal.field != "move_to":
                raise
    form = MoveOutForm(request.POST if "move_to" in request.POST else None, stage=stage)

    def carry_out(given: dict[str, Any]) -> object:
        return pipelines.switch_stage(stage=stage, on=False, by=by, at=at, **given)

    title = _("Switch off “%(name)s”") % {"name": stage.name}
    return _dialog(request, form, carry_out, title, said, submit=_("Move and switch off"))


@require_POST
@administrators
def stage_on(request: HttpRequest, pk: int) -> HttpResponse:
    """A stage back in use."""
    stage = pipelines.switch_stage(stage=get_object_or_404(Stage, pk=pk), on=True, by=asker(request), at=timezone.now())
    return _settled(request, _switched(stage.name, on=True))


@require_POST
@administrators
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """Stages in the order in which they were put."""
    ids = whole_ones(request.POST.getlist("stage"))
    pipelines.order(pipeline=get_object_or_404(Pipeline, pk=pk), ids=ids, by=asker(request))
    return _settled(request, "")


def _switched(name: str, *, on: bool) -> str:
    said = _("“%(name)s” is in use.") if on else _("“%(name)s” is switched off.")
    return said % {"name": name}


def _settled(request: HttpRequest, said: str) -> HttpResponse:
    return done(said, changed=("pipeline", 0)) if is_htmx(request) else redirect(request, LIST, text=said)


def _dialog(  # noqa: PLR0917  # the words stand in the order in which they are read
    request: HttpRequest,
    form: forms.Form,
    carry_out: Callable[[dict[str, Any]], object],
    title: str,
    said: str,
    submit: str = "",
) -> HttpResponse:
    """Show the form; when it is sent and right, carry it out and say so."""
    if form.is_bound and form.is_valid():
        try:
            carry_out(form.cleaned_data)
            return _settled(request, said)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "title": title, "submit": submit or _("Save")}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, "sales/pipeline_form.html", context, block="dialog", status=status)
