"""Settings: how the probability of a win is learned, how good it is, and whether the company wants it."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from voronka.accounts.asking import administrators, asker
from voronka.sales.actions import chances
from voronka.sales.probability.telling import state
from voronka.sales.views.dialogs import settled
from voronka.ui.render import page

PLACE = "sales:chances"


@require_safe
@administrators
def shown(request: HttpRequest) -> HttpResponse:
    """State, amount of data, quality, what counts how much."""
    return page(request, "sales/chances.html", {"state": state(at=timezone.now())}, block="state")


@require_POST
@administrators
def learn(request: HttpRequest) -> HttpResponse:
    """Have the worker learn now."""
    chances.learn_later(by=asker(request))
    return settled(request, _("The learning has begun: what comes of it will show here."), back=PLACE)


@require_POST
@administrators
def switch(request: HttpRequest, *, on: bool) -> HttpResponse:
    """The company wants it, or does without it."""
    chances.switch(on=on, by=asker(request))
    said = _("The probability is learned from closed deals.") if on else _("The probability of the stage counts now.")
    return settled(request, said, back=PLACE)
