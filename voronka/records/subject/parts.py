"""Parts of a subject's export: what the apps keep of a human being beside the records, and what says nothing of one."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models

from voronka.records.erasing.rules import Erasing
from voronka.records.fields.base import Label


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One thing that is kept: what it is, of when, its lines for people and the same values for programs."""

    title: str
    at: datetime | None = None
    lines: tuple[tuple[str, str], ...] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Part:
    """What an app tells of its tables that are no kinds: `models` names them, `tell` gives the entries."""

    name: str
    label: Label
    models: tuple[type[models.Model], ...]
    tell: Callable[[Erasing], list[Entry]]


@dataclass(frozen=True, kw_only=True)
class Silent:
    """Tables that hold something of people and tell a subject nothing that is not told elsewhere; says why."""

    models: tuple[type[models.Model], ...]
    reason: str


_parts: list[Part] = []
_silent: list[Silent] = []


def declare(*given: Part | Silent) -> None:
    """Say what an app tells of a subject; call it in AppConfig.ready."""
    for one in given:
        if isinstance(one, Part):
            _parts.append(one)
        else:
            _silent.append(one)


def parts() -> Iterator[Part]:
    """All parts, those of lower apps first."""
    return iter(_parts)


def spoken_of() -> dict[type[models.Model], str]:
    """Every table that somebody has spoken of, with the reason where it stays silent."""
    told = {model: "" for part in _parts for model in part.models}
    return told | {model: one.reason for one in _silent for model in one.models}
