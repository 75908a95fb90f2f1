"""How one's account is kept safe: password, second factor, places where one is signed in."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from voronka.accounts.actions import sessions
from voronka.accounts.asking import asker
from voronka.accounts.queries import protection_of, sessions_of
from voronka.ui.render import page, redirect


@require_GET
@never_cache
def security(request: HttpRequest) -> HttpResponse:
    """Everything at one glance; each change has a page of its own."""
    user = asker(request)
    context = {
        "protection": protection_of(user),
        "sessions": sessions_of(user),
        "current_key": request.session.session_key,
    }
    return page(request, "accounts/security.html", context)


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign out in one other place."""
    sessions.end(session_id=pk, by=asker(request))
    return redirect(request, "accounts:security", text=_("Signed out there."))


@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    """Sign out everywhere but here."""
    sessions.end_others(by=asker(request), keep=request.session.session_key or "")
    return redirect(request, "accounts:security", text=_("Signed out everywhere else."))
