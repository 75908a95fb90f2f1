"""The command line and the page of what was found: everything that fits, and what can be made of the words."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from voronka.accounts.asking import asker
from voronka.accounts.models import Action, User
from voronka.core.numbers import whole
from voronka.home.reading.whole import understand
from voronka.records import access, kinds
from voronka.records.kinds import Kind
from voronka.records.search.query import RECORDS, TEXTS, Hit, find
from voronka.ui.render import page, target

IN_LINE, ON_PAGE, MOST_PAGES = 5, 30, 10
HISTORY = "history"
# Which field of a new record the typed words go to.
NAMED_BY = {"organization": "name", "person": "last_name", "lead": "company", "deal": "name", "task": "title"}


@dataclass(frozen=True, kw_only=True)
class Group:
    """What was found of one kind, or in the text of the history; `href` leads to all of it."""

    name: str
    label: Any
    icon: str
    hits: list[Hit]
    has_more: bool
    href: str


@dataclass(frozen=True, kw_only=True)
class Making:
    """A record that can be made of the typed words."""

    kind: Kind
    href: str


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """The page of what was found, narrowed to one kind and further pages of it; the command line gets the results."""
    user, text = asker(request), request.GET.get("q", "").strip()[:200]
    if target(request) == "command-results":
        context = {"text": text, "makings": _makings(text, user), "parts": _parts(text, user)}
        return page(request, "home/search.html", {**context, "groups": _groups(text, user, IN_LINE)}, block="line")
    tabs = _tabs(text, user)
    chosen = request.GET.get("kind", "")
    if chosen not in {tab.name for tab in tabs}:
        chosen = ""
    number = min(max(whole(request.GET.get("page", "")) or 1, 1), MOST_PAGES)
    groups = _page(text, user, chosen, number) if chosen else _groups(text, user, IN_LINE)
    shown = {"tabs": tabs, "chosen": chosen, "number": number, "last": MOST_PAGES}
    return page(request, "home/search.html", {**shown, "text": text, "groups": groups})


def _groups(text: str, user: User, most: int) -> list[Group]:
    """Hits by kind; the kind of the best hit comes first."""
    found: dict[str, list[Hit]] = {}
    for hit in find(text, user, most=most + 1):
        found.setdefault(HISTORY if hit.is_passage else hit.kind.name, []).append(hit)
    return [_group(name, hits, text, 0, most) for name, hits in found.items()]


def _page(text: str, user: User, chosen: str, number: int) -> list[Group]:
    """One page of one kind."""
    names, only = ((), TEXTS) if chosen == HISTORY else ((chosen,), RECORDS)
    hits = find(text, user, names=names, most=number * ON_PAGE + 1, only=only)
    return [_group(chosen, hits, text, (number - 1) * ON_PAGE, ON_PAGE)] if hits else []


def _group(name: str, hits: list[Hit], text: str, first: int, most: int) -> Group:
    label, icon = _face(name)
    shown = hits[first : first + most]
    return Group(
        name=name, label=label, icon=icon, hits=shown, has_more=len(hits) > first + most, href=_href(text, name)
    )


def _face(name: str) -> tuple[Any, str]:
    return (_("History"), "history") if name == HISTORY else (kinds.get(name).labels, kinds.get(name).icon)


def _href(text: str, name: str) -> str:
    return f"{reverse('home:search')}?{urlencode({'q': text, 'kind': name})}"


def _tabs(text: str, user: User) -> list[Group]:
    """What the page can be narrowed to: the kinds that this person may look at, and the history."""
    seen = [kind for kind in kinds.all_kinds() if access.may(user, Action.VIEW, kind)]
    names = ([HISTORY] if any(kind.passage for kind in seen) else []) + [
        kind.name for kind in seen if kind.search and not kind.search.through
    ]
    return [_group(name, [], text, 0, 0) for name in names]


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
