"""The registry of kinds: from it come lists, cards, filters, forms, imports, exports, the API and access."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Q
from django.db.models.expressions import Combinable
from django.urls import get_script_prefix, reverse

from voronka.accounts.grid import register_kind
from voronka.records import filter_tree
from voronka.records.fields import Computed, Field, Link
from voronka.records.fields.base import Label
from voronka.records.fields.custom import Custom
from voronka.records.models import Record
from voronka.ui.navigation import address_or_empty

if TYPE_CHECKING:
    from voronka.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Chip:
    """A quick filter above the list: one condition with a name."""

    name: str
    label: Label
    filter: dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Group:
    """Fields that stand together on the card and in forms; a `more` group is folded away."""

    label: Label
    fields: tuple[str, ...]
    more: bool = False


@dataclass(frozen=True, kw_only=True)
class SearchText:
    """What global search knows of a record, as expressions over its table.

    `links` are the fields whose records give their names to the second line and to the words. `second(ids, user)`
    gives the second line of a kind where it depends on who asks, such as the name of a client. `through` names the
    field that leads to the record which an entry stands for: it is found as that record, and `second` says why.
    """

    title: Combinable
    subtitle: Combinable | None = None
    words: tuple[Combinable, ...] = ()
    digits: tuple[Combinable, ...] = ()
    links: tuple[str, ...] = ()
    second: Callable[[Collection[int], "User"], dict[int, str]] | None = None
    through: str = ""


@dataclass(frozen=True, kw_only=True)
class Told:
    """Where a found passage leads: the card that it belongs to, at its place there; `title` names that card."""

    url: str
    title: str
    icon: str
    what: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Passage:
    """The long text of a kind that is searched by the stems of its words, newest first.

    `text` and `at` are expressions over its table; `tell(ids, user)` says where each of them leads, without those
    that this person may not see.
    """

    text: Combinable
    at: Combinable
    tell: Callable[[Collection[int], "User"], dict[int, Told]]


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A piece of a card that an app adds; the frame asks for its context and fetches it anew on live events.

    `slot`: head (chips beside the title), actions (buttons of the head), bar (across the card, under its head),
    middle (tabs of the main column; the first one is open) or right (a box under `label`). `template` draws what is
    inside; it gets what `context(record, user, at)` gives, and kind, record, at. `count` in that context stands beside
    the label, `add` = {label, href} becomes the «+» of the box; `hidden` = True leaves the box out. `live` names the
    kinds whose changes it shows. A `lazy` panel of the right column comes by its own address when the card stands.
    """

    name: str
    label: Label
    template: str
    context: Callable[[Any, "User", datetime], dict[str, Any]]
    slot: str = "right"
    order: int = 100
    live: tuple[str, ...] = ()
    lazy: bool = False


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Another way to look at all records of a kind beside its list: a board, a plan; `url_name` is its address."""

    url_name: str
    label: Label
    icon: str


@dataclass(frozen=True, kw_only=True)
class Kind:
    """One kind of record.

    `name` stands in permissions, URLs' namespaces and search; `plural` in addresses and the API.
    `contacts` names links whose phone and letter box serve where the record has none of its own.
    `new_label` heads the form of a new record («New person»).
    `create` is the app's own action where making a record means more than storing it.
    `hint` is what an empty list teaches: what belongs here and how it comes.
    `overview` is the screen that shows the records in another way than the list, where it has one.
    `unused` names the fields that this very record has no use for: its card leaves them out while they are empty.
    `reach` replaces owner-and-department access where a record is seen through another one.
    `comes_back` says that an import knows exported records again by their ids, and changes them.
    `optional` kinds are those that a company may do without.
    `always` names the fields that nobody who sees the record can be kept from: those by which it is known and moved.
    `ruled` names the fields whose filling the rules of the kind decide by themselves, not the company's settings.
    """

    name: str
    plural: str
    model: type[Record]
    label: Label
    labels: Label
    icon: str
    fields: tuple[Field, ...]
    columns: tuple[str, ...]
    form: tuple[str, ...]
    groups: tuple[Group, ...] = ()
    chips: tuple[Chip, ...] = ()
    title: str = "name"
    new_label: Label = ""
    contacts: tuple[str, ...] = ()
    sort: str = "-created_at"
    search: SearchText | None = None
    passage: Passage | None = None
    create: Callable[..., Any] | None = None
    before_save: Callable[[Any, dict[str, Any]], None] | None = None
    unused: Callable[[Any], Collection[str]] | None = None
    reach: Callable[["User", str], Q] | None = None
    shared_when_unowned: bool = False
    importable: bool = False
    comes_back: bool = False
    optional: bool = False
    hint: Label = ""
    always: tuple[str, ...] = ()
    ruled: tuple[str, ...] = ()
    overview: Overview | None = None
    by_name: dict[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        self.by_name.update({one.name: one for one in self.fields})

    def field(self, name: str) -> Field:
        """The field of that name; KeyError for an unknown one."""
        return self.by_name[name]

    def url(self, pk: int) -> str:
        """The address of a record's card."""
        return _card(self.name, get_script_prefix()).replace("/0/", f"/{pk}/")

    def field_url(self, pk: int, name: str) -> str:
        """The address of one field of a record."""
        return f"{self.url(pk)}fields/{name}/"

    @property
    def whole(self) -> "Kind":
        """The kind with all its fields, where this one is what a person sees of it."""
        return get(self.name)

    def may_hide(self, field: Field) -> bool:
        """Whether a role can be kept from this field: not where the record would lose its name, owner or place."""
        if isinstance(field, Custom):
            return True
        known = {self.title, *self.always, "owner", "department", "created_at", "updated_at", "created_by"}
        return not (field.name in known or field.required or isinstance(field, Computed | Link))

    @property
    def built(self) -> tuple[Field, ...]:
        """The fields that the code knows, without those that the company has made."""
        return tuple(one for one in self.fields if not isinstance(one, Custom))

    @property
    def own(self) -> tuple[Custom, ...]:
        """The fields that the company has made."""
        return tuple(one for one in self.fields if isinstance(one, Custom))

    @cached_property
    def personal(self) -> tuple[Field, ...]:
        """The fields that tell something of a human being: the one place to ask."""
        return tuple(one for one in self.fields if one.personal)

    @cached_property
    def gated(self) -> tuple[Field, ...]:
        """The fields that are only for those who may see another kind."""
        return tuple(one for one in self.fields if one.only_with)

    @property
    def related(self) -> tuple[str, ...]:
        """Foreign keys to fetch together with a row when all columns are shown."""
        return tuple(one.path for one in self.fields if one.joined)


@cache
def _card(kind: str, _prefix: str) -> str:
    """The address of the card that has the id 0: a list asks for the cards of all its rows."""
    return reverse(f"{kind}:card", args=[0])


_kinds: dict[str, Kind] = {}
_models: dict[type[Any], Kind] = {}
_panels: dict[str, list[Panel]] = {}


def register(kind: Kind) -> None:
    """Add a kind; call it in AppConfig.ready. It becomes a row of the grid of rights too."""
    register_kind(kind.name, kind.labels)
    object.__setattr__(kind, "form", required_first(kind.form, kind.by_name))
    _kinds[kind.name] = kind
    _models[kind.model] = kind


def required_first(names: Iterable[str], fields: Mapping[str, Field]) -> tuple[str, ...]:
    """The fields of a form, those that must be filled before the others."""
    return tuple(sorted(names, key=lambda name: not fields[name].required))


def list_of(kind: Kind, owner: "User") -> str:
    """The address of the list of what a person answers for; empty for a kind without one."""
    whose = filter_tree.write({"field": "owner", "op": "in", "value": [owner.pk]})
    address = list_url(kind)
    return f"{address}?{urlencode({'f': whose})}" if address else ""


def list_url(kind: Kind) -> str:
    """The address of the kind's list; empty for a kind without one."""
    return address_or_empty(f"{kind.name}:list")


def get(name: str) -> Kind:
    """The kind of that name; KeyError for an unknown one."""
    return _kinds[name]


def kind_of(record: Any) -> Kind:
    """The kind of a record."""
    return _models[record.__class__]  # a proxy has the class of what it stands for


def all_kinds() -> Iterator[Kind]:
    """Every kind, in the order of registration (lower apps first)."""
    return iter(_kinds.values())


def add_fields(kinds: Iterable[str], *fields: Field) -> None:
    """Give columns of a higher app (Computed ones) to these kinds; call it in AppConfig.ready."""
    for name in kinds:
        kind = _kinds[name]
        fresh = tuple(one for one in fields if one.name not in kind.by_name)
        object.__setattr__(kind, "fields", (*kind.fields, *fresh))  # the registry is filled at the start only
        kind.by_name.update({one.name: one for one in fresh})
        kind.__dict__.pop("gated", None)


def add_panel(kinds: Iterable[str], panel: Panel) -> None:
    """Put a panel on the cards of these kinds; call it in AppConfig.ready."""
    for name in kinds:
        known = _panels.setdefault(name, [])
        if panel.name not in {one.name for one in known}:
            known.append(panel)
            known.sort(key=lambda one: one.order)


def panels_of(kind: Kind, slot: str = "") -> list[Panel]:
    """The panels of a kind's card, in order; of one slot when it is named."""
    return [panel for panel in _panels.get(kind.name, ()) if not slot or panel.slot == slot]
