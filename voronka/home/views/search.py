"""The command line: everything that can be found, and what can be made of the words."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.home.reading.whole import understand
from voronka.records import access, kinds
from voronka.records.kinds import Kind
from voronka.records.search.query import Hit, find
from voronka.ui.render import page, target

IN_LINE, ON_PAGE = 5, 30
# Which field of a new record the typed words go to.
NAMED_BY = {"organization": "name", "person": "last_name", "lead": "company", "deal": "name", "task": "title"}


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was found of one kind."""

    kind: Kind
    hits: list[Hit]
    has_more: bool


@dataclass(frozen=True, kw_only=True)
class Making:
    """A record that can be made of the typed words."""

    kind: Kind
    href: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page of what was found; the command line gets only the results."""
    user, text = asker(request), request.GET.get("q", "").strip()[:200]
    is_line = target(request) == "command-results"
    groups = _groups(find(text, user, most=60), IN_LINE if is_line else ON_PAGE)
    context = {"text": text, "groups": groups, "makings": _makings(text, user), "parts": _parts(text, user)}
    return page(request, "home/search.html", context, block="line" if is_line else None)


def _groups(hits: list[Hit], most: int) -> list[Group]:
    """Hits by kind; the kind of the best hit comes first."""
    names = dict.fromkeys(hit.kind.name for hit in hits)
    found = {name: [hit for hit in hits if hit.kind.name == name] for name in names}
    return [Group(kind=kinds.get(name), hits=own[:most], has_more=len(own) > most) for name, own in found.items()]


def _parts(text: str, user: User) -> list[Kind]:
    """The kinds that quick entry would make of the text, where they are more than a name."""
    if len(text) < 3:
        return []
    reading = understand(text, timezone.localtime())
    read = {"person": reading.person, "organization": reading.organization, "deal": reading.deal, "task": reading.task}
    found = [name for name, part in read.items() if part is not None]
    return [kinds.get(name) for name in found if access.may(user, Action.CREATE, kinds.get(name))]


def _makings(text: str, user: User) -> list[Making]:
    if len(text) < 3 or not any(sign.isalpha() for sign in text):
        return []
    allowed = [kinds.get(name) for name in NAMED_BY if access.may(user, Action.CREATE, kinds.get(name))]
    return [
        Making(kind=kind, href=f"{reverse(f'{kind.name}:new')}?{urlencode({NAMED_BY[kind.name]: text})}")
        for kind in allowed
    ]
