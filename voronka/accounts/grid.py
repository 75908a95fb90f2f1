"""Which kinds of records the grid of rights has rows for; the apps that own them register here."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """A row of the grid: the name kept in grants and the words shown."""

    name: str
    label: "str | Promise"


_kinds: dict[str, Kind] = {}


def register_kind(name: str, label: "str | Promise") -> None:
    """Add a row to the grid; called from AppConfig.ready, a second call with the same name replaces the label."""
    _kinds[name] = Kind(name, label)


def kinds() -> tuple[Kind, ...]:
    """All rows in the order of registration."""
    return tuple(_kinds.values())


def kind(name: str) -> Kind:
    """The row with this name; KeyError for an unknown one."""
    return _kinds[name]
