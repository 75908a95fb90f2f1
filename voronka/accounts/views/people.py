"""People of the company: the list, a new one, one's card, on and off, ways in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from voronka.accounts import holdings
from voronka.accounts.actions import users
from voronka.accounts.asking import administrators, asker
from voronka.accounts.forms import PersonForm
from voronka.accounts.models import User
from voronka.accounts.queries import people_listed
from voronka.accounts.views.dialogs import dialog, settled
from voronka.ui.navigation import address_or_empty
from voronka.ui.render import page, trigger

_LIST = "accounts:people"


@require_GET
@administrators
def people(request: HttpRequest) -> HttpResponse:
    """Everybody with a login, found by name or e-mail."""
    search, with_former = request.GET.get("q", "")[:100], "former" in request.GET
    listed = people_listed(search, with_former=with_former)
    context = {"people": listed, "search": search, "with_former": with_former}
    return page(request, "accounts/people.html", context, block="list")


@require_http_methods(["GET", "POST"])
@administrators
def invite(request: HttpRequest) -> HttpResponse:
    """A new person; the next dialog gives the link by which the password is set."""
    form = PersonForm(request.POST or None)
    made: list[User] = []

    def carry_out() -> tuple[str, int]:
        made.append(users.invite(by=asker(request), **form.cleaned_data))
        return "user", made[0].pk

    answer = dialog(
        request,
        form,
        carry_out,
        title=_("New employee"),
        submit=_("Invite"),
        said=_("The employee is added."),
        back=_LIST,
        template="accounts/person.html",
    )
    return _link_shown(request, made[0]) if made else answer


@require_http_methods(["GET", "POST"])
@administrators
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """What the administrator may change of a person."""
    user = get_object_or_404(User, pk=pk)
    form = PersonForm.of(user, request.POST if request.method == "POST" else None)

    def carry_out() -> tuple[str, int]:
        users.edit(user=user, by=asker(request), **form.cleaned_data)
        return "user", user.pk

    return dialog(
        request,
        form,
        carry_out,
        title=user.full_name,
        submit=_("Save"),
        said=_("Saved."),
        back=_LIST,
        template="accounts/person.html",
    )


@require_http_methods(["GET", "POST"])
@administrators
def switch_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what the person still holds, then close all doors."""
    user = get_object_or_404(User, pk=pk)
    if request.method == "POST":
        users.deactivate(user=user, by=asker(request), at=timezone.now())
        said = _("%(name)s can no longer sign in.") % {"name": user.full_name}
        return settled(request, said, ("user", user.pk), back=_LIST)
    hand_over = address_or_empty("home:hand-over-new", user.pk)
    context = {"user": user, "holdings": holdings.of(user), "hand_over": hand_over, "back": _LIST}
    return page(request, "accounts/switch_off.html", context, block="dialog")


@require_POST
@administrators
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the person in again."""
    user = users.reactivate(user=get_object_or_404(User, pk=pk), by=asker(request))
    said = _("%(name)s may sign in again.") % {"name": user.full_name}
    return settled(request, said, ("user", user.pk), back=_LIST)


@require_POST
@administrators
def password_link(request: HttpRequest, pk: int) -> HttpResponse:
    """A fresh link to set the password, to be handed over in person or by letter."""
    return _link_shown(request, get_object_or_404(User, pk=pk, is_active=True))


@require_POST
@administrators
def reset_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """The phone is lost: codes and keys of the person go."""
    user = get_object_or_404(User, pk=pk)
    users.reset_second_factor(user=user, by=asker(request))
    said = gettext_lazy("The second factor is off; a password is enough to sign in.")
    return settled(request, said, ("user", user.pk), back=_LIST)


@never_cache
def _link_shown(request: HttpRequest, user: User) -> HttpResponse:
    link = request.build_absolute_uri(users.password_link(user=user, by=asker(request)))
    context = {"user": user, "link": link, "back": _LIST}
    response = page(request, "accounts/password_link.html", context, block="dialog")
    return trigger(response, "changed", {"kind": "user", "id": user.pk})
