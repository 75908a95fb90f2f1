"""Payments of a deal are marked on its card, and refunds."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import asker
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.records import access
from voronka.sales.actions import payments
from voronka.sales.bonus.rights import may_mark
from voronka.sales.forms.bonuses import PaymentForm, RefundForm
from voronka.sales.forms.pipelines import tell
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal, Payment
from voronka.sales.payments import Received, Refunded
from voronka.ui.render import done, is_htmx, page, redirect


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """Money came in."""
    deal, by, at = _marked(request, pk), asker(request), timezone.localtime()
    form = PaymentForm(_sent(request), initial={"paid_on": at.date(), "currency": deal.currency})
    if request.method == "POST" and form.is_valid():
        try:
            payments.mark(Received(deal=deal, **form.cleaned_data), by=by, at=at)
            return _answered(request, pk, _("The payment is marked."))
        except Refused as refusal:
            tell(form, refusal)
    return _form(request, form, deal, _("Payment received"), _("Mark"))


@require_http_methods(["GET", "POST"])
def refund(request: HttpRequest, pk: int, payment_id: int) -> HttpResponse:
    """Money went back."""
    deal, by, at = _marked(request, pk), asker(request), timezone.localtime()
    payment = Payment.objects.filter(deal=deal, pk=payment_id, refund_of=None).first()
    if payment is None:
        raise NotFound
    form = RefundForm(_sent(request), initial={"paid_on": at.date(), "amount": payments.left_of(payment)})
    if request.method == "POST" and form.is_valid():
        try:
            payments.refund(Refunded(payment=payment, **form.cleaned_data), by=by, at=at)
            return _answered(request, pk, _("The refund is marked."))
        except Refused as refusal:
            tell(form, refusal)
    return _form(request, form, deal, _("Refund"), _("Mark"))


def _marked(request: HttpRequest, pk: int) -> Deal:
    """The deal, for this person to mark payments of; NotFound or Forbidden."""
    deal: Deal = access.load(DEAL, asker(request), pk)
    if not may_mark(asker(request), deal):
        raise Forbidden(_("Your role does not let you mark payments of this deal."))
    return deal


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _form(request: HttpRequest, form: PaymentForm | RefundForm, deal: Deal, title: str, submit: str) -> HttpResponse:
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"form": form, "title": title, "text": deal.name, "submit": submit}
    return page(request, "sales/deed_form.html", context, block="dialog", status=status)


def _answered(request: HttpRequest, pk: int, said: str) -> HttpResponse:
    return done(said, changed=("deal", pk)) if is_htmx(request) else redirect(request, "deal:card", pk, text=said)
