"""Places of work on cards: the main one is chosen, a person leaves one."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from voronka.accounts.asking import asker
from voronka.accounts.models import Action
from voronka.people.actions import positions
from voronka.people.kinds import PERSON, POSITION
from voronka.records import access
from voronka.records.kinds import kind_of
from voronka.ui.render import done, is_htmx, redirect


@require_POST
def make_main(request: HttpRequest, pk: int) -> HttpResponse:
    """The organization of this position becomes the person's main one."""
    position = access.load(POSITION, asker(request), pk, action=Action.EDIT)
    person = positions.make_main(position=position, by=asker(request), at=timezone.now())
    return _done(request, person, _("The main place of work is another one now."))


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """The person does not work at the main place any more, from today."""
    person = access.load(PERSON, asker(request), pk, action=Action.EDIT)
    at = timezone.now()
    positions.leave(person=person, on=timezone.localdate(at), by=asker(request), at=at)
    return _done(request, person, _("Moved to the former ones."))


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """The person does not work there any more, from today."""
    position = access.load(POSITION, asker(request), pk, action=Action.EDIT)
    at = timezone.now()
    ended = positions.end(position=position, on=timezone.localdate(at), by=asker(request), at=at)
    return _done(request, ended, _("Moved to the former ones."))


def _done(request: HttpRequest, record: Any, text: str) -> HttpResponse:
    if not is_htmx(request):
        return redirect(request, record, text=text)
    return done(text, changed=(kind_of(record).name, record.pk))
