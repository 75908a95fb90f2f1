"""What the settings of sales answer with: a form in a dialog, or that it is done."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.sales.forms.pipelines import tell
from voronka.ui.render import done, is_htmx, page, redirect


def dialog(
    request: HttpRequest,
    form: forms.Form,
    carry_out: Callable[[dict[str, Any]], object],
    *,
    title: str,
    said: str,
    back: str,
    submit: str = "",
    template: str = "accounts/dialog.html",
    more: Mapping[str, Any] | None = None,
    of: str = "pipeline",
) -> HttpResponse:
    """Show the form; when it is sent and right, carry it out, say so and go `back`; what shows an `of` is told."""
    if form.is_bound and form.is_valid():
        try:
            carry_out(form.cleaned_data)
            return settled(request, said, back=back, of=of)
        except Refused as refusal:
            tell(form, refusal)
    context = {"form": form, "title": title, "submit": submit or _("Save"), "back": back, **(more or {})}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, template, context, block="dialog", status=status)


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form came with, were it nothing at all; None while it is only asked for."""
    return request.POST if request.method == "POST" else None


def settled(request: HttpRequest, said: str, *, back: str, of: str = "pipeline") -> HttpResponse:
    """It is done: what shows it fetches itself anew."""
    return done(said, changed=(of, 0)) if is_htmx(request) else redirect(request, back, text=said)


def switched(name: str, *, on: bool) -> str:
    """What is said of something switched off or on."""
    said = _("“%(name)s” is in use.") if on else _("“%(name)s” is switched off.")
    return said % {"name": name}
