"""Moments from which on the company may demand a field: registered by the apps that know of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from voronka.records.fields.base import Label

CREATE = "create"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A line of the settings: one moment that is on or off, or several of which one is chosen.

    `moments` are (name, words); `prefix` is what the names of this line begin with.
    """

    prefix: str
    label: Label
    moments: tuple[tuple[str, Label], ...]


_offered: dict[str, list[Callable[[], Iterable[Choice]]]] = {}


def offer(kinds: Iterable[str], choices: Callable[[], Iterable[Choice]]) -> None:
    """Give these kinds further moments; call it in AppConfig.ready."""
    for kind in kinds:
        known = _offered.setdefault(kind, [])
        if choices not in known:
            known.append(choices)


def offered(kind: str) -> list[Choice]:
    """The moments of a kind as they are now, the creation first."""
    creation = Choice(prefix=CREATE, label=_("At creation"), moments=((CREATE, _("At creation")),))
    return [creation, *(choice for choices in _offered.get(kind, ()) for choice in choices())]
