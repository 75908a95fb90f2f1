"""What the frame offers on every page: sections, what can be created, settings; `AppConfig.ready` registers here."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse
from django.utils.functional import Promise

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

type Text = str | _StrPromise | Promise


def _everybody(user: Any) -> bool:  # noqa: ARG001  # the shape of a rule: user → bool
    return True


@dataclass(frozen=True, kw_only=True)
class Item:
    """A place one can go to; `shortcut` is the Latin letter pressed after G, `section` the small heading above it.

    `covers` names the view under whose address one stands here too: the board of deals for every page of deals.
    `within` names the section that leads here from its own pages: it stands in the command line, not in the sidebar.
    """

    label: Text
    icon: str
    url_name: str
    order: int
    shortcut: str = ""
    section: Text = ""
    hint: Text = ""
    covers: str = ""
    within: str = ""
    visible: Callable[[Any], bool] = _everybody


@dataclass(frozen=True)
class Link:
    """An item as one request sees it: its address, and whether one stands there now."""

    item: Item
    href: str
    current: bool


@dataclass(frozen=True)
class Group:
    """Links under one heading; the first group has none."""

    heading: Text
    links: list[Link]


@dataclass(frozen=True, kw_only=True)
class Frame:
    """What stands around a page; `settings` is where «Settings» leads, empty when this person has none.

    `inner` are the places within sections. Two frames with one `key` are drawn alike.
    """

    groups: list[Group]
    inner: list[Link]
    creates: list[Link]
    pages: list[Link]
    settings: str
    in_settings: bool
    key: tuple[Any, ...]


_sections: dict[str, Item] = {}
_creates: dict[str, Item] = {}
_settings: dict[str, Item] = {}
_places: dict[str, str] = {}


def register(item: Item) -> None:
    """Add a section to the sidebar; the same `url_name` again replaces it."""
    _sections[item.url_name] = item


def register_create(item: Item) -> None:
    """Add a kind of record to the «+» menu; its address answers with a dialog form."""
    _creates[item.url_name] = item


def register_setting(item: Item) -> None:
    """Add a page to the settings; `section` groups them, `hint` is searched too."""
    _settings[item.url_name] = item


def register_place(place: str, url_name: str) -> None:
    """Say which view serves a place of the frame: `search`, `live`, `quick`, `profile`, `preferences`, `settings`."""
    _places[place] = url_name


def address_or_empty(url_name: str, *args: int) -> str:
    """Address of a view that a higher app may have; empty while nobody serves it."""
    return _address(url_name, args, get_script_prefix(), get_urlconf() or settings.ROOT_URLCONF) if url_name else ""


@lru_cache(maxsize=512)
def _address(url_name: str, args: tuple[int, ...], _prefix: str, urlconf: str) -> str:
    """Every page asks for the same eighty addresses of its frame."""
    try:
        return reverse(url_name, urlconf=urlconf, args=args)
    except NoReverseMatch:
        return ""


def place(name: str) -> str:
    """Address of a place of the frame; empty while nobody serves it."""
    return address_or_empty(_places.get(name, ""))


def settings_pages(request: HttpRequest) -> list[Group]:
    """Settings for this person, by section."""
    return _grouped(_links(request, _settings))


def frame(request: HttpRequest) -> Frame:
    """Sections, things to create and settings for this person, with the place where the person stands marked."""
    known, creates, pages = (_links(request, one) for one in (_sections, _creates, _settings))
    inner = [link for link in known if link.item.within]
    here = {link.item.within for link in inner if link.current}
    chosen = [
        replace(link, current=link.current or link.item.url_name in here) for link in known if not link.item.within
    ]
    settings_home = place("settings") or (pages[0].href if pages else "")
    return Frame(
        groups=_grouped(chosen),
        inner=inner,
        creates=creates,
        pages=pages,
        settings=settings_home,
        in_settings=request.path == place("settings") or any(link.current for link in pages),
        key=tuple((id(link.item), link.href, link.current) for link in (*chosen, *inner, *creates, *pages)),
    )


def _links(request: HttpRequest, registry: dict[str, Item]) -> list[Link]:
    found = [
        (item, href, address_or_empty(item.covers) or href)
        for item in sorted(registry.values(), key=lambda each: each.order)
        if item.visible(request.user) and (href := address_or_empty(item.url_name))
    ]
    here = max((place for *_, place in found if _covers(place, request.path)), key=len, default=None)
    return [Link(item, href, place == here) for item, href, place in found]


def _covers(href: str, path: str) -> bool:
    return path == href if href == "/" else path.startswith(href)


def _grouped(links: list[Link]) -> list[Group]:
    groups: dict[str, Group] = {}
    for link in links:
        heading = str(link.item.section)
        groups.setdefault(heading, Group(link.item.section, [])).links.append(link)
    return [*([groups.pop("")] if "" in groups else []), *groups.values()]
