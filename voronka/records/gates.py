"""What stands between a record and a value given by hand: rules of higher apps, asked wherever people change."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Protocol

from voronka.accounts.models import User
from voronka.records.kinds import Kind


class Gate(Protocol):
    """The rules for one change of one or of many records by one person."""

    def meet(self, records: Collection[Any]) -> None:
        """These records are about to change: what is known of them can be asked at once."""

    def admit(self, record: Any, before: Mapping[str, Any]) -> None:
        """Raises Refused where a rule forbids the change; `before` holds what stood there, nothing for a new record."""


type Opener = Callable[..., Gate]

_openers: dict[str, Opener] = {}


def keep(kind: str, opener: Opener) -> None:
    """Put a gate before the changes of a kind: `opener(by=, at=, waived=)` gives it. Call it in AppConfig.ready."""
    _openers[kind] = opener


class _Open:
    """The gate of kinds that have none."""

    def meet(self, records: Collection[Any]) -> None:
        """Nothing is asked."""

    def admit(self, record: Any, before: Mapping[str, Any]) -> None:
        """Everything is admitted."""


def gate_of(kind: Kind, *, by: User | None, at: datetime, waived: Collection[str] = ()) -> Gate:
    """The gate for a change by this person; nobody (`by` is None: the program) is asked for nothing.

    `waived` names the rules that the calling action has settled by itself.
    """
    opener = _openers.get(kind.name)
    return opener(by=by, at=at, waived=frozenset(waived)) if opener and by else _Open()
