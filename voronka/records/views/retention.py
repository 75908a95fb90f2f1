"""Retention rules in the settings: whom each would take and why, by itself or now; and the erasures that were made."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import NotFound, Refused
from voronka.core.numbers import whole
from voronka.records import kinds, retention
from voronka.records.actions import retention as actions
from voronka.records.models import Erasure
from voronka.records.reads.months import months_over
from voronka.ui.render import page, redirect

PAGE = 100


@require_http_methods(["GET", "POST"])
@administrators
def listed(request: HttpRequest) -> HttpResponse:
    """Every rule with how many it would take now; POST sets how long the journal of reads is kept.

    The `months` of the address are tried: what the journal would lose with them.
    """
    errors: dict[str, str] = {}
    at = timezone.now()
    if request.method == "POST":
        try:
            _settle(request, retention.JOURNAL)
        except Refused as refusal:
            errors = {refusal.field: refusal.message}
        else:
            return redirect(request, "records:retention", text=_("Saved."))
    tried = whole(request.GET.get("months", ""))
    months = tried if tried and actions.SHORTEST <= tried <= actions.LONGEST else retention.journal_months()
    context = {
        "standings": retention.standings(at),
        "journal": request.POST.get("months", months),
        "over": months_over(retention.journal_before(at, months)),
        "errors": errors,
    }
    return page(request, "records/retention.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "POST"])
@administrators
def rule(request: HttpRequest, code: str) -> HttpResponse:
    """A dry run: whom the rule would take with the `months` of the address, or as kept; POST keeps them."""
    found, at = _rule(code), timezone.now()
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            _settle(request, code)
        except Refused as refusal:
            errors = {refusal.field: refusal.message}
        else:
            return redirect(request, reverse("records:retention-rule", args=[code]), text=_("Saved."))
    standing = retention.standing(found, at)
    tried = whole(request.GET.get("months", ""))
    months = tried if tried and actions.SHORTEST <= tried <= actions.LONGEST else standing.months
    context: dict[str, Any] = {
        "standing": standing,
        "months": request.POST.get("months", months),
        "taken": retention.preview(found, months, at),
        "count": standing.count if months == standing.months else retention.due(found, months, at).count(),
        "errors": errors,
    }
    return page(request, "records/retention_rule.html", context, status=422 if errors else 200)


@require_POST
@administrators
def run(request: HttpRequest, code: str) -> HttpResponse:
    """Anonymise now everybody whom the rule takes: a job does it."""
    count = actions.ask(code=code, by=asker(request), at=timezone.now())
    said = ngettext("%(count)s record is being anonymised.", "%(count)s records are being anonymised.", count)
    return redirect(request, "records:erasures", text=said % {"count": count})


@require_safe
@administrators
def erasures(request: HttpRequest) -> HttpResponse:
    """Erasures that were made, the latest first: when, by whom, why, of what; nothing says of whom."""
    rows = Erasure.objects.select_related("by").order_by("-pk")
    before = whole(request.GET.get("before", ""))
    found = list((rows.filter(pk__lt=before) if before is not None else rows)[: PAGE + 1])
    labels = {one.name: one for one in kinds.all_kinds()}
    lines = [
        (row, labels[row.kind], [(labels[name].labels, count) for name, count in row.counts.items() if name in labels])
        for row in found[:PAGE]
        if row.kind in labels
    ]
    more = found[PAGE - 1].pk if len(found) > PAGE else ""
    return page(request, "records/erasures.html", {"lines": lines, "more": more})


def _settle(request: HttpRequest, code: str) -> None:
    given = request.POST
    months, is_on = whole(given.get("months", "")), bool(given.get("is_on"))
    actions.settle(code=code, months=months, is_on=is_on, by=asker(request), at=timezone.now())


def _rule(code: str) -> retention.Rule:
    found = retention.find(code)
    if found is None:
        raise NotFound
    return found
