"""One's own page: name, language, how the screen looks."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from voronka.accounts.actions import users
from voronka.accounts.asking import asker
from voronka.accounts.forms import ProfileForm, tell
from voronka.core.errors import Refused
from voronka.ui.render import page, redirect


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Show and change what one says of oneself; the answer speaks the language just chosen."""
    user = asker(request)
    form = ProfileForm(request.POST) if request.method == "POST" else ProfileForm.of(user)
    if request.method == "POST" and form.is_valid():
        try:
            user = users.prefer(user=user, by=user, **form.cleaned_data)
        except Refused as error:
            tell(form, error)
        else:
            translation.activate(user.language)
            return redirect(request, "accounts:profile", text=_("Saved."))
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return page(request, "accounts/profile.html", {"form": form}, status=status)


@require_POST
def look(request: HttpRequest) -> HttpResponse:
    """Colours and density, from the switches of the frame."""
    wanted: users.Preferences = {}
    if "theme" in request.POST:
        wanted["theme"] = request.POST["theme"]
    if "is_compact" in request.POST:
        wanted["is_compact"] = request.POST["is_compact"] == "on"
    users.prefer(user=asker(request), by=asker(request), **wanted)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)
