"""What a person may see of a kind: the field rules of the roles, compiled to a kind with fewer fields."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from voronka.accounts.models import Action, User
from voronka.accounts.queries import grants_by_role
from voronka.records import access, aside, kinds, obligations
from voronka.records.fields import Field
from voronka.records.fields.custom import COLUMN, Custom
from voronka.records.kinds import Kind
from voronka.records.models import FieldRight, FieldRule, Record
from voronka.records.moments import CREATE

WIDTH = {FieldRight.HIDDEN: 0, FieldRight.READ: 1, FieldRight.EDIT: 2}

type Rules = Mapping[str, Mapping[str, Mapping[int, FieldRight]]]


@dataclass
class _Known:
    """The rules by kind, field and role as this process knows them, and the kinds compiled out of them."""

    rules: Rules = field(default_factory=dict)
    seen: dict[tuple[Any, ...], Kind] = field(default_factory=dict)


_known: list[_Known] = [_Known()]


def read() -> None:
    """Read the rules of all roles anew; whoever knows that they have changed calls it."""
    rules: dict[str, dict[str, dict[int, FieldRight]]] = {}
    for kind, name, role, right in FieldRule.objects.values_list("kind", "field", "role", "right"):
        rules.setdefault(kind, {}).setdefault(name, {})[role] = FieldRight(right)
    _known[0] = _Known(rules)


def forget() -> None:
    """No rules: what tests begin with."""
    _known[0] = _Known()


def as_seen(kind: Kind, user: User, *, making: bool = False, moments: Collection[str] = (CREATE,)) -> Kind:
    """The kind as this person may see it: without hidden fields, with read-only ones closed. No query of its own.

    Fields that tell of what the company does without are not there for anybody, those that are only for who may see
    another kind not for others. What the company demands of this person at one of the `moments` is required; never what
    is hidden or closed. Somebody who may make a record fills what every record must have, though it is closed later:
    `making`.
    """
    whole = _useful(kind)
    gates = _gates(whole, user, moments)
    if not gates.rules and not gates.demanded and not gates.closed:
        return whole
    key, seen = (kind.name, making, gates.demanded, gates.closed, *sorted(gates.roles.items())), _known[0].seen
    if key not in seen:
        seen[key] = _through(whole, gates, making=making)
    return seen[key]


def as_laid(laid: Kind, user: User, *, making: bool = False) -> Kind:
    """The same of a kind in another layout than the one that holds: as it is given, worked out anew each time."""
    return _through(laid, _gates(laid, user, (CREATE,)), making=making)


@dataclass(frozen=True, kw_only=True)
class _Gates:
    """What stands between a person and the fields of a kind; `roles` say whether each may write, `closed` are names."""

    rules: Mapping[str, Mapping[int, FieldRight]]
    roles: Mapping[int, bool]
    demanded: frozenset[str]
    closed: tuple[str, ...]


def _gates(kind: Kind, user: User, moments: Collection[str]) -> _Gates:
    rules = {} if user.is_superuser else _known[0].rules.get(kind.name, {})
    return _Gates(
        rules=rules,
        roles=_roles(user, kind) if rules else {},
        demanded=obligations.demanded(kind, user, moments),
        closed=tuple(
            one.name for one in kind.gated if access.scope(kinds.get(one.only_with), user, Action.VIEW) is None
        ),
    )


def _through(kind: Kind, gates: _Gates, *, making: bool) -> Kind:
    """The kind with what the gates let through."""
    rights = {name: _widest(rights, gates.roles) for name, rights in gates.rules.items()}
    left = _with(kind, kind.fields, {*kind.by_name} - {*gates.closed}) if gates.closed else kind
    return _compiled(left, rights, gates.demanded, making=making)


def hides(user: User, kind: Kind, name: str) -> bool:
    """Whether this person is kept from a field of the kind."""
    return name not in as_seen(kind, user).by_name


def hides_named(user: User, name: str) -> bool:
    """The same for a name with its kind: "deal.amount"."""
    kind, _dot, field_name = name.partition(".")
    return hides(user, kinds.get(kind), field_name)


def fillable(kind: Kind, names: Iterable[str], user: User, *, making: bool = True) -> tuple[str, ...]:
    """Those of the fields that this person may fill in a new record, or else change."""
    seen = as_seen(kind, user, making=making).by_name
    return tuple(name for name in names if name in seen and seen[name].editable)


def demanded(kind: Kind, user: User, moments: Collection[str] = (CREATE,)) -> list[Field]:
    """The fields that the company demands of this person in a new record; not those that every record must have."""
    return [one for one in as_seen(kind, user, making=True, moments=moments).fields if _is_demanded(kind.whole, one)]


def _is_demanded(whole: Kind, one: Field) -> bool:
    return one.required and not whole.field(one.name).required


def hidden(kind: Kind, user: User) -> list[Field]:
    """The fields of the kind that this person is kept from."""
    whole, seen = _useful(kind), as_seen(kind, user)
    return [] if seen is whole else [one for one in whole.fields if one.name not in seen.by_name]


def _useful(kind: Kind) -> Kind:
    """The kind as the company works with it."""
    whole, seen = kind.whole, _known[0].seen
    if not aside.names():
        return whole
    if (kind.name,) not in seen:
        useful = {one.name for one in whole.fields if not aside.hides(one)}
        seen[kind.name,] = whole if len(useful) == len(whole.fields) else _with(whole, whole.fields, useful)
    return seen[kind.name,]


def _roles(user: User, kind: Kind) -> dict[int, bool]:
    """The roles that open the kind to this person (all of them where none does), and whether each may write in it."""
    granted = grants_by_role(user)
    writes = {
        role: bool({(kind.name, Action.EDIT), (kind.name, Action.CREATE)} & set(granted[role])) for role in granted
    }
    opening = {role: may for role, may in writes.items() if any(name == kind.name for name, _do in granted[role])}
    return opening or writes


def _widest(rights: Mapping[int, FieldRight], roles: Mapping[int, bool]) -> FieldRight:
    """The widest right of the roles; one that only looks at the kind gives no more than looking."""
    if not roles:
        return min(rights.values(), key=WIDTH.__getitem__)
    given = (
        min(rights.get(role, FieldRight.EDIT), FieldRight.EDIT if writes else FieldRight.READ, key=WIDTH.__getitem__)
        for role, writes in roles.items()
    )
    return max(given, key=WIDTH.__getitem__)


def _compiled(kind: Kind, rights: Mapping[str, FieldRight], demanded: Collection[str], *, making: bool) -> Kind:
    narrowed = (
        _narrowed(one, rights.get(one.name, FieldRight.EDIT), making=making)
        for one in kind.fields
        if rights.get(one.name) != FieldRight.HIDDEN or not kind.may_hide(one)
    )
    fields = [
        replace(one, required=True) if one.name in demanded and obligations.may_demand(kind, one) else one
        for one in narrowed
    ]
    return _with(kind, fields, {one.name for one in fields})


def _with(kind: Kind, fields: Iterable[Field], names: set[str]) -> Kind:
    """The kind with those of the fields that are named; what is demanded stands in its short form."""
    fields = tuple(one for one in fields if one.name in names)
    asked = tuple(one.name for one in fields if _is_demanded(kind.whole, one) and one.name not in kind.form)
    groups = [replace(one, fields=_kept(one.fields, names)) for one in kind.groups]
    return replace(
        kind,
        fields=fields,
        columns=_kept(kind.columns, names),
        form=_asking(kind, _kept(kind.form, names), asked),
        groups=tuple(one for one in groups if one.fields),
        chips=tuple(one for one in kind.chips if fields_of(one.filter) <= names),
    )


def _asking(kind: Kind, form: tuple[str, ...], asked: tuple[str, ...]) -> tuple[str, ...]:
    """The short form with what is demanded beyond it, behind what every record must have."""
    place = next((number for number, name in enumerate(form) if not kind.field(name).required), len(form))
    return (*form[:place], *asked, *form[place:])


def _narrowed(one: Field, right: FieldRight, *, making: bool) -> Field:
    is_closed = right != FieldRight.EDIT and one.editable and not (making and one.required)
    return replace(one, editable=False) if is_closed else one


def _kept(names: Iterable[str], known: set[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name in known)


def fields_of(tree: Any) -> set[str]:
    """The fields that a filter tree names."""
    if isinstance(tree, list | tuple):
        return {name for one in tree for name in fields_of(one)}
    if not isinstance(tree, Mapping):
        return set()
    own = {str(tree["field"])} if "field" in tree else set()
    return own | {name for word in ("all", "any", "not") for name in fields_of(tree.get(word))}


class Veiled:
    """A record whose hidden fields are empty, and those of what it is linked to: for templates, never to be saved."""

    def __init__(self, record: Record, veiled: Mapping[str, Any], user: User) -> None:
        self._record = record
        self._veiled = veiled
        self._user = user

    @property  # type: ignore[misc]  # what a proxy is allowed: to be of the class of what it stands for
    def __class__(self) -> Any:
        return type(self._record)

    def __getattr__(self, name: str) -> Any:
        if name in self._veiled:
            return self._veiled[name]
        made = getattr(type(self._record), name, None)
        if isinstance(made, property) and made.fget:  # what is worked out of hidden fields sees them as empty too
            return made.fget(self)
        value = getattr(self._record, name)
        return veiled(value, self._user) if isinstance(value, Record) else value

    def __str__(self) -> str:
        return str(self._record)

    def __eq__(self, other: object) -> bool:
        return self._record == (other._record if isinstance(other, Veiled) else other)

    def __hash__(self) -> int:
        return hash(self._record)


def veiled(record: Any, user: User) -> Any:
    """The record as this person may see it, outside of the registry's own screens; None stays None."""
    if record is None or not (aside.names() or (_known[0].rules and not user.is_superuser)):
        return record
    seen = as_seen(kind := kinds.kind_of(record), user).by_name
    fields = [one for one in kind.fields if one.name not in seen]
    blank: dict[str, Any] = {one.name: None if one.related else one.blank for one in fields}
    blank |= {one.attribute: None for one in fields if one.related}
    own = {one.key for one in fields if isinstance(one, Custom)}
    if own:
        blank[COLUMN] = {key: value for key, value in record.custom.items() if key not in own}
    return Veiled(record, blank, user)


def veiled_all(records: Iterable[Any], user: User) -> list[Any]:
    """Records as this person may see them."""
    return [veiled(one, user) for one in records]
