"""Settings of one stage: its words, norms, people, check-list, contacts and playbook, beside the drawn pipeline."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import Refused
from voronka.sales.actions import stage_method
from voronka.sales.forms import stage_method as forms
from voronka.sales.forms.pipelines import StageForm
from voronka.sales.models import AdviceSort, Stage
from voronka.sales.queries.pipeline_settings import demanded_from
from voronka.ui.render import is_htmx, page, redirect, toast, trigger

BASICS = ("name", "outcome", "probability", "days_norm")


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything of a stage in one form; what was sent is not lost where something is wrong with it."""
    stage = get_object_or_404(Stage.objects.select_related("pipeline"), pk=pk)
    if request.method == "GET":
        return _drawn(request, stage)
    basics, work = StageForm(request.POST), forms.WorkForm(request.POST, stage=stage)
    errors: dict[str, str] = {}
    if basics.is_valid() and work.is_valid():
        try:
            method = forms.method_of(work, stage, request.POST)
            stage = stage_method.change(stage=stage, basics=basics.cleaned_data, method=method, by=asker(request))
        except Refused as refusal:
            errors = refusal.told
        else:
            return _saved(request, stage)
    return _drawn(request, stage, basics=basics, work=work, errors=errors)


def _saved(request: HttpRequest, stage: Stage) -> HttpResponse:
    if not is_htmx(request):
        return redirect(request, "sales:stage-edit", stage.pk, text=_("Saved."))
    answer = toast(_drawn(request, Stage.objects.select_related("pipeline").get(pk=stage.pk)), _("Saved."))
    return trigger(answer, "changed", {"kind": "pipeline", "id": 0})


def _drawn(
    request: HttpRequest,
    stage: Stage,
    *,
    basics: StageForm | None = None,
    work: forms.WorkForm | None = None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    sent = request.POST if basics and basics.is_bound else None
    basics = basics or StageForm(initial={name: getattr(stage, name) for name in BASICS})
    work = work or forms.WorkForm(stage=stage, initial=forms.WorkForm.begun(stage))
    beside: dict[str, str] = {}
    for name, said in (errors or {}).items():
        known = next((form for form in (basics, work) if name in form.fields), None)
        if known:
            known.add_error(name, said)
        else:
            beside[name] = said
    context: dict[str, Any] = {
        "stage": stage,
        "basics": basics,
        "work": work,
        "items": forms.item_rows(stage, sent),
        "contacts": forms.contact_rows(stage, sent),
        "advice": forms.advice_rows(stage, sent),
        "sorts": [(sort.value, str(sort.label)) for sort in AdviceSort],
        "demanded": demanded_from().get(stage.pk, []),
        "beside": beside,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if sent is not None and (basics.errors or work.errors or beside) else 200
    return page(request, "sales/stage_settings.html", context, block="panel", status=status)
