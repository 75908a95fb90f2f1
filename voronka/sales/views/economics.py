"""The cost of selling: expenses are told and decided upon on a deal's card, rates and terms set in the settings."""

from http import HTTPStatus

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.core.errors import NotFound, Refused
from voronka.records import access
from voronka.sales.actions import economics
from voronka.sales.asking import the_deal
from voronka.sales.economy.facts import terms as terms_now
from voronka.sales.forms.economics import ExpenseForm, RateForm, TermsForm
from voronka.sales.forms.pipelines import tell
from voronka.sales.kinds import DEAL
from voronka.sales.models import Expense, Rate
from voronka.sales.views.dialogs import dialog, sent, settled
from voronka.sales.views.downloads import download
from voronka.ui.render import done, is_htmx, page, redirect

LIST = "sales:selling-cost"


@require_http_methods(["GET", "POST"])
def expense_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell of an expense on a deal."""
    deal, at = the_deal(request, pk), timezone.localtime()
    form = ExpenseForm(sent(request), request.FILES or None, initial={"on": at.date()})
    if request.method == "POST" and form.is_valid():
        try:
            made = economics.spend(deal=deal, by=asker(request), at=at, **form.cleaned_data)
            said = _("It waits for an approval.") if made.is_pending else _("Saved.")
            return _answered(request, pk, said)
        except Refused as refusal:
            tell(form, refusal)
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, "sales/expense.html", {"form": form, "deal": deal}, block="dialog", status=status)


@require_safe
def expense_proof(request: HttpRequest, pk: int, expense_id: int) -> FileResponse:
    """The bill itself."""
    return download(_expense(request, pk, expense_id))


@require_POST
def approve(request: HttpRequest, pk: int, expense_id: int) -> HttpResponse:
    """Agree to an expense."""
    economics.approve(expense=_expense(request, pk, expense_id), by=asker(request), at=timezone.now())
    return _answered(request, pk, _("The expense is approved."))


@require_http_methods(["GET", "POST"])
def refuse(request: HttpRequest, pk: int, expense_id: int) -> HttpResponse:
    """Do not agree to an expense, and say why."""
    expense, error = _expense(request, pk, expense_id), ""
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")
            economics.refuse(expense=expense, reason=reason, by=asker(request), at=timezone.now())
            return _answered(request, pk, _("%(who)s is told why.") % {"who": expense.by.full_name})
        except Refused as refusal:
            error = refusal.message
    status = HTTPStatus.UNPROCESSABLE_ENTITY if error else HTTPStatus.OK
    context = {"expense": expense, "error": error, "reason": request.POST.get("reason", "")}
    return page(request, "sales/expense_refuse.html", context, block="dialog", status=status)


@require_safe
@administrators
def settings(request: HttpRequest) -> HttpResponse:
    """Rates of all people, and the company's terms."""
    rates = Rate.objects.select_related("user", "role")
    return page(request, "sales/selling_cost.html", {"rates": rates, "terms": terms_now()}, block="list")


@require_http_methods(["GET", "POST"])
@administrators
def terms(request: HttpRequest) -> HttpResponse:
    """The company's terms."""
    names, now, by = tuple(TermsForm.base_fields), terms_now(), asker(request)
    form = TermsForm(sent(request), initial={name: getattr(now, name) for name in names})
    return dialog(
        request,
        form,
        lambda given: economics.set_terms(**given, by=by),
        title=_("Expenses, margin and silence"),
        said=_("Saved."),
        back=LIST,
    )


@require_http_methods(["GET", "POST"])
@administrators
def rate_new(request: HttpRequest) -> HttpResponse:
    """A rate from a day on."""
    by, form = asker(request), RateForm(sent(request), initial={"valid_from": timezone.localdate()})
    return dialog(
        request,
        form,
        lambda given: economics.set_rate(**given, by=by),
        title=_("New rate"),
        said=_("Saved."),
        back=LIST,
    )


@require_POST
@administrators
def rate_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a rate out."""
    economics.drop_rate(rate=get_object_or_404(Rate, pk=pk), by=asker(request))
    return settled(request, _("The rate is taken out."), back=LIST)


def _answered(request: HttpRequest, pk: int, said: str) -> HttpResponse:
    return done(said, changed=("deal", pk)) if is_htmx(request) else redirect(request, "deal:card", pk, text=said)


def _expense(request: HttpRequest, pk: int, expense_id: int) -> Expense:
    deal = access.load(DEAL, asker(request), pk)
    found = Expense.objects.select_related("deal", "by").filter(deal=deal.pk, pk=expense_id).first()
    if found is None:
        raise NotFound
    return found
