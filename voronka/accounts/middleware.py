"""Signed-in people: sent to sign in when they are not, spoken to in their language when they are."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware, get_user
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import translation

from voronka.ui.render import is_htmx

type GetResponse = Callable[[HttpRequest], HttpResponse]


class SignInRequiredMiddleware(LoginRequiredMiddleware):
    """Every page needs a person; a session that ended within a page is told to the page, which asks to sign in anew."""

    def handle_no_permission(  # type: ignore[override]  # wider than a redirect
        self, request: HttpRequest, view_func: Any
    ) -> HttpResponse:
        """For htmx: 401 with the address of the sign-in form and nothing swapped, so that what was typed stays."""
        if not is_htmx(request):
            return super().handle_no_permission(request, view_func)
        headers = {"HX-Reswap": "none", "X-Sign-In": resolve_url(settings.LOGIN_URL)}
        return HttpResponse(status=401, headers=headers)


class PreferredLanguageMiddleware:
    """The language that the person chose, whatever the browser asks for.

    The person is known from here on: what follows has the user at hand, not a promise of one behind each attribute.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.user = get_user(request)
        if request.user.is_authenticated:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
