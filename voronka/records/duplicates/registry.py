"""Which kinds are searched for duplicates, and how their signs are read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from voronka.records.duplicates.weights import Scheme

type Rows = Iterator[tuple[int, Mapping[str, Any]]]


@dataclass(frozen=True, kw_only=True)
class Duplicates:
    """What is compared, and `read(ids)`: the raw signs of these records, of all when None.

    `signs` names those that `read` gives and that people choose by; `labels` are what this kind calls them where that
    is another word than elsewhere.
    """

    scheme: Scheme
    signs: tuple[str, ...]
    read: Callable[[Sequence[int] | None], Rows]
    labels: Mapping[str, "str | Promise"] = field(default_factory=dict)


_known: dict[str, Duplicates] = {}


def register(kind: str, duplicates: Duplicates) -> None:
    """Have a kind searched for duplicates and its records merged; call it in AppConfig.ready."""
    _known[kind] = duplicates


def names() -> Iterable[str]:
    """The kinds that are searched."""
    return tuple(_known)


def find(kind: str) -> Duplicates | None:
    """What is compared of a kind, None for one that is not searched."""
    return _known.get(kind)
