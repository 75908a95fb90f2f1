"""A form in a dialog: asked by GET, done by POST, shown again with what is wrong."""

from collections.abc import Callable
from http import HTTPStatus

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise

from voronka.accounts.forms import tell
from voronka.core.errors import Refused
from voronka.ui.render import done, is_htmx, page, redirect

type Text = str | Promise


def dialog(
    request: HttpRequest,
    form: forms.Form,
    carry_out: Callable[[], tuple[str, int]],
    *,
    title: Text,
    submit: Text,
    said: Text,
    back: str,
    template: str = "accounts/dialog.html",
) -> HttpResponse:
    """Show the form; when it is sent and right, `carry_out` it (it tells what changed) and say so.

    Without JavaScript the same form is a page of its own, which goes `back` to the list.
    """
    if request.method == "POST" and form.is_valid():
        try:
            changed = carry_out()
        except Refused as error:
            tell(form, error)
        else:
            return settled(request, said, changed, back=back)
    context = {"form": form, "title": title, "submit": submit, "back": back}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, template, context, block="dialog", status=status)


def settled(request: HttpRequest, said: Text, changed: tuple[str, int], *, back: str) -> HttpResponse:
    """What was asked is done: say it, and let the list behind show it."""
    if is_htmx(request):
        return done(str(said), changed=changed)
    return redirect(request, back, text=str(said))
