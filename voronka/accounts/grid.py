"""Which kinds of records the grid of rights has rows for; the apps that own them register here."""

from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """A row of the grid: the name kept in grants, the words shown, the only `actions` there are (none named: all).

    `is_reserved` rights are none of a record: of the usual roles only the head has them from the start.
    """

    name: str
    label: "str | Promise"
    actions: tuple[str, ...] = ()
    is_reserved: bool = False

    def has(self, action: str) -> bool:
        """Whether the row has a cell for this action."""
        return not self.actions or action in self.actions


_kinds: dict[str, Kind] = {}
_left_out: list[frozenset[str]] = [frozenset()]


def register_kind(name: str, label: "str | Promise") -> None:
    """Add a row to the grid; called from AppConfig.ready, a second call with the same name replaces the label."""
    _kinds[name] = Kind(name, label)


def register_right(name: str, label: "str | Promise", *actions: str) -> None:
    """Add a row for a right that is no kind of records: who may mark payments, who sees the bonuses of others."""
    _kinds[name] = Kind(name, label, actions, is_reserved=True)


def kinds() -> tuple[Kind, ...]:
    """All rows in the order of registration, without those that are left out."""
    return tuple(one for one in _kinds.values() if one.name not in _left_out[0])


def leave_out(names: frozenset[str]) -> None:
    """Show no rows for these kinds, which the company does without; grants that were given wait for their return."""
    _left_out[0] = names


def kind(name: str) -> Kind:
    """The row with this name; KeyError for an unknown one."""
    return _kinds[name]
