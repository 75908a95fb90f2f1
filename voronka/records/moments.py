"""Moments from which on the company may demand a field: registered by the apps that know of them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from voronka.records.fields.base import Label

CREATE = "create"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A line of the settings: one moment that is on or off, or several of which one is chosen.

    `moments` are (name, words); `prefix` is what the names of this line begin with. `told` puts a moment into words
    where it stands without the line.
    """

    prefix: str
    label: Label
    moments: tuple[tuple[str, Label], ...]
    told: Label = "%(moment)s"


@dataclass(frozen=True, kw_only=True)
class Steps:
    """Moments that a record reaches by the stored value of one field.

    `reached(values, moments)` says which of the moments are reached by each of the values.
    """

    field: str
    reached: Callable[[Collection[Any], Collection[str]], Mapping[Any, frozenset[str]]]


_steps: dict[str, Steps] = {}
_offered: dict[str, list[Callable[[], Iterable[Choice]]]] = {}


def offer(kinds: Iterable[str], choices: Callable[[], Iterable[Choice]]) -> None:
    """Give these kinds further moments; call it in AppConfig.ready."""
    for kind in kinds:
        known = _offered.setdefault(kind, [])
        if choices not in known:
            known.append(choices)


def follow(kind: str, steps: Steps) -> None:
    """Say by which field records of the kind reach their moments; call it in AppConfig.ready."""
    _steps[kind] = steps


def steps_of(kind: str) -> Steps | None:
    """By which field records of the kind reach moments, if they do."""
    return _steps.get(kind)


def offered(kind: str) -> list[Choice]:
    """The moments of a kind as they are now, the creation first."""
    creation = Choice(prefix=CREATE, label=_("At creation"), moments=((CREATE, _("At creation")),))
    return [creation, *(choice for choices in _offered.get(kind, ()) for choice in choices())]
