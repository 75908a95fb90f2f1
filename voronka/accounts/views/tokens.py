"""One's tokens of the API."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.accounts.actions import tokens
from voronka.accounts.asking import asker
from voronka.accounts.forms import NameForm, tell
from voronka.core.errors import Refused
from voronka.ui.render import page, redirect, trigger


@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """The living tokens, the newest first."""
    living = asker(request).api_tokens.filter(revoked_at=None)
    return page(request, "accounts/tokens.html", {"tokens": living}, block="list")


@require_http_methods(["GET", "POST"])
@never_cache
def issue(request: HttpRequest) -> HttpResponse:
    """Ask what the token is for, then show it: this once and never again."""
    form = NameForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            token, plain = tokens.issue(user=asker(request), name=form.cleaned_data["name"], at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            response = page(request, "accounts/token.html", {"token": token, "plain": plain}, block="dialog")
            return trigger(response, "changed", {"kind": "token", "id": token.pk})
    context = {"form": form, "title": _("New token"), "submit": _("Make"), "back": "accounts:tokens"}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, "accounts/dialog.html", context, block="dialog", status=status)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The token stops working at once."""
    token = get_object_or_404(asker(request).api_tokens, pk=pk)
    tokens.revoke(token=token, by=asker(request), at=timezone.now())
    return redirect(request, "accounts:tokens", text=_("The token is revoked."))
