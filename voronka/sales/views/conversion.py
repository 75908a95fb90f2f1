"""The conversion of a lead: one form, matches shown, attaching instead of duplicating."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.core.errors import Refused
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.records import access
from voronka.records.field_rules import veiled
from voronka.records.requests import texts_of
from voronka.sales.actions import conversion
from voronka.sales.actions.conversion import Conversion
from voronka.sales.asking import the_lead
from voronka.sales.forms import conversion as forms
from voronka.sales.models import Lead
from voronka.sales.queries import matches, pipelines
from voronka.ui.navigation import address_or_empty
from voronka.ui.render import page, redirect


@require_http_methods(["GET", "POST"])
def convert(request: HttpRequest, pk: int) -> HttpResponse:
    """GET proposes, POST converts once and opens the deal."""
    by, lead = asker(request), the_lead(request, pk)
    if lead.converted_at or lead.disqualified_at:
        return _settled(request, lead)
    if request.method == "GET":
        found = matches.of_lead(lead, by=by)
        return _form(request, lead, forms.proposed(lead, found, by=by), found)
    form = forms.filled(texts_of(request.POST))
    if wanted := forms.read(form, lead, by=by):
        try:
            made = conversion.convert(
                lead=lead,
                organization=wanted.organization,
                person=wanted.person,
                deal=wanted.deal,
                facts=wanted.facts,
                by=by,
                at=timezone.now(),
            )
            return _opened(request, made)
        except Refused as refusal:
            form.errors |= refusal.told
    return _form(request, lead, form, matches.of_lead(lead, by=by))


def _form(request: HttpRequest, lead: Lead, form: forms.ConversionForm, found: matches.Matches) -> HttpResponse:
    by = asker(request)
    context = {
        "lead": veiled(lead, by),
        "form": forms.with_demands(form, lead, by=by),
        "closed": forms.closed(by),
        "matches": found,
        "pipelines": [(one.pk, one.name) for one in pipelines.in_use()],
        "lookups": {
            kind.name: address_or_empty(f"{kind.name}:lookup")
            for kind in (ORGANIZATION, PERSON)
            if access.may(by, Action.VIEW, kind) or access.may(by, Action.CREATE, kind)
        },
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return page(
        request, "sales/convert.html", context, block="form" if request.method == "POST" else None, status=status
    )


def _opened(request: HttpRequest, made: Conversion) -> HttpResponse:
    text = _("This lead was converted before.") if made.is_repeat else _("The lead became a client.")
    return redirect(request, made.deal or made.organization or made.person or made.lead, text=text)


def _settled(request: HttpRequest, lead: Lead) -> HttpResponse:
    if lead.disqualified_at:
        raise Refused(_("This lead is disqualified; open it again first."))
    deal = lead.deals.order_by("pk").first()
    return redirect(request, deal or lead, text=_("This lead was converted before."))
