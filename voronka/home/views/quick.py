"""Quick create: anything from anywhere, about the record that is open."""

from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.activities.queries.titles import Named, named
from voronka.home.open_card import ref_of_page
from voronka.home.reading.text import LONGEST
from voronka.records import access, kinds
from voronka.records.fields import Link
from voronka.records.kinds import Kind
from voronka.ui.render import page

OFFERED = ("organization", "person", "lead", "deal", "task", "interaction")


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A kind that can be made here."""

    kind: Kind
    href: str


@require_safe
def quick(request: HttpRequest) -> HttpResponse:
    """What may be made, with the record of the page one stands on filled in."""
    user = asker(request)
    here = ref_of_page(request.headers.get("HX-Current-URL", ""))
    about = named([here], user).get(here) if here else None
    choices = [Choice(kind=kind, href=_address(kind, about)) for kind in _offered(user)]
    context = {
        "choices": choices,
        "about": about,
        "text": request.GET.get("text", "").replace("\x00", "")[:LONGEST],
        "may_enter": bool({one.kind.name for one in choices} & {"organization", "person", "deal", "task"}),
        "idempotency_key": uuid4().hex,
        "form": None,
    }
    return page(request, "home/quick.html", context, block="dialog")


def _offered(user: User) -> list[Kind]:
    return [kind for name in OFFERED if access.may(user, Action.CREATE, kind := kinds.get(name))]


def _address(kind: Kind, about: Named | None) -> str:
    """The form of a new record; its link to the open one is given."""
    address = reverse(f"{kind.name}:new")
    if about is None:
        return address
    if kind.name in {"task", "interaction"}:
        return f"{address}?{urlencode({'subject': about.ref})}"
    link = next((one for one in kind.fields if isinstance(one, Link) and one.kind == about.ref.kind), None)
    return f"{address}?{urlencode({link.name: about.ref.id})}" if link and link.editable else address
