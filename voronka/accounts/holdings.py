"""What a person still has in hand; the apps that own records register a counter here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from voronka.accounts.models import User


@dataclass(frozen=True)
class Holding:
    """So many records of one sort belong to the person; `url` opens their list."""

    label: "str | Promise"
    count: int
    url: str


Counter = Callable[[User], Iterable[Holding]]
_counters: dict[str, Counter] = {}


def register(name: str, counter: Counter) -> None:
    """Add a counter under a name; called from AppConfig.ready."""
    _counters[name] = counter


def of(user: User) -> tuple[Holding, ...]:
    """What the person holds, without the empty ones: the hint shown before switching somebody off."""
    return tuple(holding for counter in _counters.values() for holding in counter(user) if holding.count)
