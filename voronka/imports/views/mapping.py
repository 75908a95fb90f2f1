"""The mapping screen while it is being filled in: a guess anew, a field made of a column."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import Conflict, Refused
from voronka.imports.actions import runs
from voronka.imports.actions import terms as actions
from voronka.imports.models import ImportRun
from voronka.imports.models.runs import RunState
from voronka.imports.new_field import guess_field
from voronka.imports.plan import look
from voronka.imports.queries import own_run, source_of
from voronka.records.actions import custom_fields
from voronka.records.fields.custom import PREFIX
from voronka.records.models import FieldType
from voronka.ui import render

# What a column of a file can become; links and employees are made in the settings.
HOLDS = (
    FieldType.TEXT, FieldType.LONG_TEXT, FieldType.NUMBER, FieldType.MONEY, FieldType.DATE, FieldType.FLAG,
    FieldType.CHOICE, FieldType.CHOICES, FieldType.URL,
)  # fmt: skip


@require_POST
def guess(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget what was recalled from an import before."""
    run = _uploaded(request, pk)
    plan = look(source_of(run), runs.target_of(run.kind).asked_by(run.owner), run.layout)
    actions.guess(run=run, plan=plan, by=asker(request))
    return render.redirect(request, "imports:run", pk)


@require_http_methods(["GET", "POST"])
@administrators
def field(request: HttpRequest, pk: int) -> HttpResponse:
    """A field of the company's own out of a column: GET guesses, POST makes it and tells the page."""
    run = _uploaded(request, pk)
    words = request.GET if request.method == "GET" else request.POST
    heading = words.get("heading", "")
    guessed = guess_field(run, heading)
    context: dict[str, Any] = {
        "run": run,
        "heading": heading,
        "kind": runs.target_of(run.kind).kind,
        "label": words.get("label", heading),
        "holds": words.get("type") or guessed.holds,
        "types": [(one.value, str(one.label)) for one in HOLDS],
        "values": words.get("values") or "\n".join(guessed.values),
        "places": words.get("places") or str(guessed.places),
        "is_personal": "is_personal" in words,
        "error": {},
    }
    if request.method == "GET":
        return render.page(request, "imports/new_field.html", context, block="dialog")
    given = {
        "values": [line.strip() for line in words.get("values", "").splitlines() if line.strip()],
        "places": words.get("places", "") if words.get("places", "").isdecimal() else 0,
        "is_personal": context["is_personal"],
    }
    try:
        kind = runs.target_of(run.kind).kind.name
        made = custom_fields.add(
            kind=kind, label=context["label"], holds=context["holds"], given=given, by=asker(request)
        )
    except Refused as refusal:
        context["error"] = {refusal.field: refusal.message}
        return render.page(request, "imports/new_field.html", context, block="dialog", status=422)
    if not render.is_htmx(request):
        return render.redirect(request, "imports:run", pk)
    answer = render.done(_("Field added: %(name)s") % {"name": made.label})
    detail = {"name": f"{PREFIX}{made.key}", "label": made.label, "heading": heading}
    return render.trigger(answer, "field-made", detail)


def _uploaded(request: HttpRequest, pk: int) -> ImportRun:
    run = own_run(pk, asker(request))
    if run.state != RunState.UPLOADED:
        raise Conflict(_("This import is under way or done already."), version=0)
    return run
