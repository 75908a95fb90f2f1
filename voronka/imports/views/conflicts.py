"""Rows that say something else than their record: who is right, for all and one by one."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import asker
from voronka.core.errors import Conflict, Refused
from voronka.core.numbers import whole
from voronka.imports import foretold
from voronka.imports.actions import runs
from voronka.imports.actions import terms as actions
from voronka.imports.models.runs import RunState
from voronka.imports.queries import own_run
from voronka.imports.terms import Rule, terms_of
from voronka.ui import render


@require_http_methods(["GET", "POST"])
def conflicts(request: HttpRequest, pk: int) -> HttpResponse:
    """GET shows fifty of them; POST keeps what was chosen, and counts anew where that is wanted."""
    by, error = asker(request), ""
    run = own_run(pk, by)
    if run.state != RunState.CHECKED:
        raise Conflict(_("This import is under way or done already."), version=0)
    page = whole(request.POST.get("page") or request.GET.get("page")) or 1
    if request.method == "POST":
        rows = {whole(number) or 0: rule for number, rule in _pairs(request)}
        try:
            run = actions.decide(run=run, rows=rows, conflicts=request.POST.get("conflicts", ""), by=by)
        except Refused as refusal:
            error = refusal.message
        else:
            if "again" in request.POST:
                runs.check(
                    run=run,
                    mapping=run.mapping,
                    region=run.region,
                    by=by,
                    at=timezone.now(),
                    adds_values=run.adds_values,
                )
                return render.redirect(request, "imports:run", pk)
            page = whole(request.POST.get("go")) or page
    context = {
        "run": run,
        "error": error,
        "told": foretold.decisions(run, page, by=by, at=timezone.now()),
        "rule": terms_of(run.terms).conflicts.value,
        "rules": [(one.value, str(one.label)) for one in Rule],
    }
    return render.page(request, "imports/conflicts.html", context, block="conflicts", status=422 if error else 200)


def _pairs(request: HttpRequest) -> Iterator[tuple[str, str]]:
    return zip(request.POST.getlist("row"), request.POST.getlist("rule"), strict=False)
