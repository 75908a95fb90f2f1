"""The page behind the one-time link of the first start."""

from http import HTTPStatus

from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from voronka.accounts.actions import setup
from voronka.accounts.forms import FounderForm, tell
from voronka.core.errors import Refused
from voronka.ui.render import page, redirect


@login_not_required
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, secret: str) -> HttpResponse:
    """Ask for the company and its administrator, make both, and let the administrator in."""
    if not setup.is_open(secret, at=timezone.now()):
        return page(request, "accounts/setup_closed.html", status=HTTPStatus.NOT_FOUND)
    form = FounderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        founder = setup.Founder(**form.cleaned_data, language=translation.get_language() or "")
        try:
            user = setup.consume(secret=secret, founder=founder, at=timezone.now())
        except Refused as error:
            tell(form, error)
        else:
            login(request, user)
            return redirect(request, "/")
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, "accounts/setup.html", {"form": form}, status=status)
