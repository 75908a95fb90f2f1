"""Quick entry: a text is shown as what it would make, saved in one go, taken back in one go."""

from http import HTTPStatus
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from voronka.accounts.asking import asker
from voronka.core.errors import Refused
from voronka.home import entry_reading, forms
from voronka.home.actions import entries
from voronka.home.forms import QuickForm
from voronka.home.models import QuickEntry
from voronka.home.queries.entries import made_by
from voronka.records.requests import texts_of
from voronka.sales.models import Currency
from voronka.ui.render import done, is_htmx, page, redirect, toast, trigger


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What would be made of the text."""
    return _page(request, _read(request))


@require_POST
def enter(request: HttpRequest) -> HttpResponse:
    """Make it, once; a text that was changed after its preview is read anew."""
    by, at = asker(request), timezone.localtime()
    is_fresh = request.POST.get("read", "") == forms.mark_of(request.POST.get("text", ""))
    form = forms.filled(texts_of(request.POST)) if is_fresh else _read(request)
    key = request.POST.get("idempotency_key", "")
    try:
        if wanted := entry_reading.read(form, by=by, at=at):
            return _made(request, entries.enter(wanted=wanted, key=f"quick:{key}" if key else "", by=by, at=at))
    except Refused as refusal:
        form.errors |= refusal.told
    if is_fresh:
        form = forms.with_matches(form, by=by)
    return _page(request, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)


@require_POST
def undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an entry of one's own back."""
    entry = entries.undo(pk=pk, by=asker(request), at=timezone.now())
    return done(_("Taken back."), changed=(entry.made[0][0], entry.made[0][1]))


def _read(request: HttpRequest) -> QuickForm:
    given = request.POST
    return forms.of_text(
        given.get("text", ""), about=given.get("about", ""), by=asker(request), at=timezone.localtime()
    )


def _page(request: HttpRequest, form: QuickForm, status: int = HTTPStatus.OK) -> HttpResponse:
    context = {
        "form": forms.with_demands(form, texts_of(request.POST), by=asker(request)),
        "idempotency_key": request.POST.get("idempotency_key") or uuid4().hex,
        "currencies": [(code, str(label)) for code, label in Currency.choices],
    }
    return page(request, "home/entry.html", context, block="preview", status=status)


def _again(request: HttpRequest, text: str) -> HttpResponse:
    """The dialog anew, with the cards that are left."""
    context = {"text": text, "may_enter": True, "choices": [], "about": None, "idempotency_key": uuid4().hex}
    answer = page(request, "home/quick.html", context, block="dialog")
    answer["HX-Retarget"], answer["HX-Reswap"] = "#dialog", "innerHTML"
    return answer


def _made(request: HttpRequest, entry: QuickEntry) -> HttpResponse:
    made = made_by(entry, by=asker(request))
    text = _("Created: %(name)s") % {"name": ", ".join(str(record) for record in made)}
    if not is_htmx(request):
        return redirect(request, made[0] if made else "home:day", text=text)
    link = made[0].get_absolute_url() if made else ""
    undo_url = reverse("home:undo_entry", args=[entry.pk])
    answer = HttpResponse(status=HTTPStatus.NO_CONTENT)
    if rest := forms.rest_of(request.POST.get("text", "")):
        answer = _again(request, rest)
    answer = toast(answer, text, undo_url, link=link)
    return trigger(answer, "changed", {"kind": entry.made[0][0], "id": entry.made[0][1]})
