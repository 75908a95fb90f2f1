"""Plans: a year of people and departments, typed or pasted as into a sheet."""

from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import User
from voronka.core.calendar_periods import CalendarPeriod
from voronka.core.errors import Conflict, Forbidden, Refused
from voronka.records.exporting.tables import write_xlsx
from voronka.records.fields.trees import offered
from voronka.records.models import Classifier
from voronka.sales.actions.plans import set_plans
from voronka.sales.forms.plans import SHORTENED, SPANS, Typed, read_cells, read_question, say_value
from voronka.sales.models import Measure, PlanSpan
from voronka.sales.planning.rights import sets_plans, shows, shows_products
from voronka.sales.planning.sheet import heads, lines
from voronka.sales.queries.plan_grid import Grid, GridQuestion, choices, grid
from voronka.sales.queries.plans import latest, staff
from voronka.ui.render import page, redirect

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def plans(request: HttpRequest) -> HttpResponse:
    """The plans of a year, and their saving."""
    by, today, typed = asker(request), timezone.localdate(), Typed()
    found = _found(request, by, today)
    question = found.question
    if request.method == "POST":
        typed = read_cells(request.POST.dict(), found)
        said = "" if typed.errors else _save(typed, question, by)
        if said:
            return redirect(request, request.get_full_path(), text=said)
        found = grid(question, by=by)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if typed.errors else HTTPStatus.OK
    return page(request, "sales/plans.html", _shown(found, typed, by, today), status=status)


@require_safe
def export(request: HttpRequest) -> FileResponse:
    """The same plans as a file."""
    by = asker(request)
    found = _found(request, by, timezone.localdate())
    question = found.question
    about = [_name(found), str(Measure(question.measure).label)]
    if question.product:
        about.append(dict(offered(Classifier.PRODUCT)).get(str(question.product), "").strip())
    file = write_xlsx(heads(found, ", ".join(filter(None, about))), lines(found), _("Plans"))
    return FileResponse(file, as_attachment=True, filename=f"plans-{question.year.key}.xlsx", content_type=XLSX)


def _found(request: HttpRequest, by: User, today: date) -> Grid:
    """The plans that the address asks for; Forbidden for whom they are not meant."""
    if not sets_plans(by):
        raise Forbidden(_("You may set plans of your people only."))
    where = staff()
    question = read_question(request.GET.dict(), by=by, today=today, where=where)
    if not shows(by, question.measure):
        raise Forbidden(_("Your role does not show these sums."))
    return grid(question, by=by, where=where)


def _name(found: Grid) -> str:
    return found.staff.names.get(found.question.of, _("The whole company"))


def _save(typed: Typed, question: GridQuestion, by: User) -> str:
    """What is said of the saving; "" when it is refused, with the reasons beside the inputs."""
    try:
        changed = set_plans(cells=typed.cells, measure=question.measure, product=question.product, by=by)
    except Conflict as conflict:
        text = _("Somebody else has set %(value)s. Save again to put yours in its place.")
        typed.errors = {one.field: text % {"value": say_value(one.theirs) or "—"} for one in conflict.clashes}
        typed.errors = typed.errors or {"": conflict.message}
        return ""
    except Refused as refusal:
        typed.errors = dict(refusal.told)
        return ""
    if not changed:
        return _("Nothing has changed.")
    text = ngettext("%(count)s plan is saved.", "%(count)s plans are saved.", len(changed))
    return text % {"count": len(changed)}


def _shown(found: Grid, typed: Typed, by: User, today: date) -> dict[str, Any]:
    question = found.question
    words = {"of": question.of.key, "year": str(question.year.first.year), "span": question.span}
    words |= {"measure": question.measure, "product": str(question.product or "")}
    address = reverse("sales:plans")

    def to(where: str = address, **other: Any) -> str:
        return f"{where}?{urlencode({name: value for name, value in {**words, **other}.items() if value})}"

    who = {one.pk: name for one, name in found.staff.names.items() if one.sort == "user"}
    changes = latest(question.year, question.measure, question.product, seen=[one.whom for one in found.everybody])
    return {
        "grid": found,
        "question": question,
        "typed": typed,
        "say": say_value,
        "shortened": SHORTENED,
        "words": words,
        "address": address,
        "here": to(),
        "export": to(reverse("sales:plans-export")),
        "before": to(year=str(question.year.first.year - 1)),
        "after": to(year=str(question.year.first.year + 1)),
        "spans": [{"label": str(PlanSpan(one).label), "href": to(span=one), "current": one == question.span}
                  for one in SPANS],
        "of_choices": [(whom.key, "\N{EM SPACE}" * depth + (name or _("The whole company")))
                       for name, whom, depth in choices(by, found.staff)],
        "measures": [(one.value, str(one.label)) for one in Measure if shows(by, one.value)],
        "products": offered(Classifier.PRODUCT) if shows_products(by) else [],
        "name": _name(found),
        "open_department": lambda whom: to(of=whom.key),
        "now": CalendarPeriod.around(today, question.span),
        "changes": [(one, found.staff.names.get(one.whom, _("The whole company")), who.get(one.by or 0, ""))
                    for one in changes],
    }  # fmt: skip
