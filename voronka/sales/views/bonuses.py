"""Bonuses: the statement of a person and of a team, as a page and as a file; months are locked; rules are set."""

from datetime import date

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.accounts.models import User
from voronka.core.dates import FIRST, LAST
from voronka.core.errors import Forbidden, Refused
from voronka.records.exporting.tables import write_xlsx
from voronka.sales.actions import bonuses, registrations
from voronka.sales.bonus.arithmetic import month_after, month_before, month_of
from voronka.sales.bonus.rights import may_lock, people_of
from voronka.sales.bonus.sheet import heads, rows_of
from voronka.sales.forms.bonuses import LastDayForm, LockForm, RegistrationTermsForm, RuleForm
from voronka.sales.models import BonusRule
from voronka.sales.queries.bonuses import lock_of, statement, statements, team, totals
from voronka.sales.queries.expected_bonuses import expected_of
from voronka.sales.registration.standing import day_of, terms
from voronka.sales.views.dialogs import dialog
from voronka.ui.render import page, redirect

LIST = "sales:bonus-rules"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """The team of who sees others; one’s own statement for everybody else."""
    by = asker(request)
    month = _month(request)
    rows = team(month, by=by)
    if all(person.pk == by.pk for person, _balances in rows) and people_of(by).count() == 1:
        return _statement(request, by, month)
    context = {
        "rows": rows, "totals": totals(rows), "month": month, **_around(request), "locked": lock_of(month),
        "may_lock": may_lock(by) and month <= day_of(at=timezone.now()), "export": _export_url(request, None),
    }  # fmt: skip
    return page(request, "sales/bonuses.html", context)


@require_safe
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The statement of somebody whose statements one may see."""
    return _statement(request, _person(request, pk), _month(request))


@require_safe
def export(request: HttpRequest, pk: int | None = None) -> FileResponse:
    """The lines of a month as a file: of one person, or of all whose statements one may see."""
    by, month = asker(request), _month(request)
    people = [_person(request, pk)] if pk else [one for one, _balances in team(month, by=by)]
    lines = (row for one in statements(people, month, by=by) for row in rows_of(one))
    file = write_xlsx(heads(), lines, _("Bonuses"))
    return FileResponse(file, as_attachment=True, filename=f"bonuses-{month:%Y-%m}.xlsx", content_type=XLSX)


@require_http_methods(["GET", "POST"])
def lock(request: HttpRequest) -> HttpResponse:
    """Settle a month with all before it, once one has read that it is for good."""
    month, by = _month(request), asker(request)
    if not may_lock(by):
        raise Forbidden(_("Your role does not let you lock months."))
    form = LockForm(request.POST if request.method == "POST" else None, initial={"month": f"{month:%Y-%m}"})
    if request.method == "POST" and form.is_valid():
        bonuses.lock_month(month=month, by=by, at=timezone.now())
        said = _("%(month)s is locked. What comes late goes to the next month.") % {"month": _said(month)}
        return redirect(request, f"{reverse('sales:bonuses')}?month={month:%Y-%m}", text=said)
    text = _("Nothing enters %(month)s and earlier months any more; it cannot be unlocked. What comes late goes on.")
    text %= {"month": _said(month)}
    context = {"form": form, "title": _("Lock the month"), "text": text, "submit": _("Lock for good")}
    return page(request, "sales/deed_form.html", context, block="dialog")


@require_safe
@administrators
def rules(request: HttpRequest) -> HttpResponse:
    """Rules of bonuses, and how long registrations protect."""
    found = BonusRule.objects.select_related("pipeline", "unit", "by")
    context = {"rules": found, "terms": terms(), "today": day_of(at=timezone.now())}
    return page(request, "sales/bonus_rules.html", context, block="list")


@require_http_methods(["GET", "POST"])
@administrators
def rule_new(request: HttpRequest) -> HttpResponse:
    """A rule from a day on."""
    by, at = asker(request), timezone.localtime()
    form = RuleForm(request.POST or None, initial={"valid_from": at.date()})
    return dialog(request, form, lambda given: bonuses.set_rule(**given, by=by, at=at), title=_("New rule"),
                  said=_("Saved."), back=LIST)  # fmt: skip


@require_http_methods(["GET", "POST"])
@administrators
def rule_end(request: HttpRequest, pk: int) -> HttpResponse:
    """The last day of a rule."""
    by, rule = asker(request), get_object_or_404(BonusRule, pk=pk)
    form = LastDayForm(request.POST or None, initial={"valid_to": timezone.localdate()})
    return dialog(request, form, lambda given: bonuses.end_rule(rule=rule, by=by, **given), title=_("End the rule"),
                  said=_("Saved."), back=LIST)  # fmt: skip


@require_http_methods(["GET", "POST"])
@administrators
def registration_terms(request: HttpRequest) -> HttpResponse:
    """How long registrations protect."""
    by = asker(request)
    form = RegistrationTermsForm(request.POST or None, initial={"protection_days": terms().protection_days})
    title = _("How long a registration protects")
    return dialog(request, form, lambda given: registrations.set_terms(by=by, **given), title=title,
                  said=_("Saved."), back=LIST)  # fmt: skip


def _statement(request: HttpRequest, whose: User, month: date) -> HttpResponse:
    by, today = asker(request), day_of(at=timezone.now())
    context = {
        "found": statement(whose, month, by=by),
        "expected": expected_of(whose, on=today) if month == month_of(today) else [],
        **_around(request), "month": month, "is_own": whose.pk == by.pk,
        "has_team": people_of(by).exclude(pk=by.pk).exists(), "export": _export_url(request, whose),
    }  # fmt: skip
    return page(request, "sales/bonus_statement.html", context)


def _person(request: HttpRequest, pk: int) -> User:
    """Somebody whose statements this person may see; of anybody else as of nobody."""
    return get_object_or_404(people_of(asker(request)), pk=pk)


def _month(request: HttpRequest) -> date:
    """The month of the address or of the form, else the present one; Refused for what is none."""
    given = request.POST.get("month", "") or request.GET.get("month", "")
    if not given:
        return month_of(day_of(at=timezone.now()))
    try:
        month = date.fromisoformat(f"{given}-01")
    except ValueError as error:
        raise Refused(_("There is no such month."), field="month") from error
    if not FIRST <= month <= LAST:
        raise Refused(_("There is no such month."), field="month")
    return month


def _around(request: HttpRequest) -> dict[str, str]:
    """The month in words, those before and after it for an address; one ahead of the present month is the last."""
    month, now = _month(request), month_of(day_of(at=timezone.now()))
    after = f"{month_after(month):%Y-%m}" if month <= now else ""
    return {"month_said": _said(month), "before": f"{month_before(month):%Y-%m}", "after": after}


def _export_url(request: HttpRequest, whose: User | None) -> str:
    address = reverse("sales:bonus-export-of", args=[whose.pk]) if whose else reverse("sales:bonus-export")
    return f"{address}?month={_month(request):%Y-%m}"


def _said(month: date) -> str:
    """«March 2026»."""
    return str(date_format(month, "F Y"))
