"""How the fields of a kind stand on its card and in its form: the start of each kind, and what a company made of it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from voronka.records.fields import Field
from voronka.records.fields.base import Label
from voronka.records.fields.custom import PREFIX, Custom
from voronka.records.kinds import Group, Kind, required_first
from voronka.records.models import CardLayout

SOURCE = "en"
OWN_FIELDS = _("Own fields")
HEAD = "owner"


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Groups of the card, what is kept off it, and what a new record is asked for at once; fields by their names."""

    groups: tuple[Group, ...]
    aside: tuple[str, ...]
    form: tuple[str, ...]


_starts: dict[str, Layout] = {}


def arrange(kind: Kind, own: Iterable[Custom], *, form: Iterable[str] = (), saved: CardLayout | None = None) -> None:
    """Put the fields that the company has made beside the built-in ones, all of them as its layout says.

    Own fields of `form` join the short form. Without a saved layout the kind's own order holds.
    """
    start, made = _start(kind), tuple(own)
    fields = (*kind.built, *made)
    by_name = {one.name: one for one in fields}
    layout = _with_own(start, [one.name for one in made], required_first((*start.form, *form), by_name))
    if saved is not None and saved.groups:
        layout = _as_saved(saved, layout, by_name)
    told = {"fields": fields, "groups": layout.groups, "form": layout.form, "by_name": by_name}
    for name, value in told.items():
        object.__setattr__(kind, name, value)  # readers in other threads see the old or the new one, both whole


def layout_of(kind: Kind) -> Layout:
    """How the kind stands now; who answers for a record is shown in its head and has no place in a group."""
    groups = tuple(replace(one, fields=tuple(name for name in one.fields if name != HEAD)) for one in kind.groups)
    return Layout(groups=groups, aside=_aside(kind, groups), form=kind.form)


def start_of(kind: Kind) -> Layout:
    """How it would stand without a saved layout."""
    start, known = _start(kind), {one.name for one in kind.fields}
    short = [*(name for name in start.form if name in known), *(name for name in kind.form if name.startswith(PREFIX))]
    layout = _with_own(start, [one.name for one in kind.own], required_first(short, kind.by_name))
    groups = tuple(
        replace(one, fields=tuple(name for name in one.fields if name != HEAD and name in known))
        for one in layout.groups
    )
    return Layout(groups=groups, aside=_aside(kind, groups), form=layout.form)


def source_label(label: str, kind: Kind) -> str:
    """A heading as it is kept: one of the kind's own stays in the language of the code, so that it is translated."""
    for one in _headings(kind):
        if label == str(one):
            return _source(one)
    return label


def as_kept(layout: Layout, kind: Kind) -> dict[str, Any]:
    """The columns of `CardLayout` that keep a layout; none where it is what the kind has from the start."""
    start = start_of(kind)
    if [_plain(one, kind) for one in layout.groups] == [_plain(one, kind) for one in start.groups if one.fields] and (
        layout.form == start.form
    ):
        return {"groups": [], "aside": [], "form": []}
    return {
        "groups": [_plain(one, kind) for one in layout.groups],
        "aside": list(layout.aside),
        "form": list(layout.form),
    }


def last_saved(kind: Kind) -> CardLayout | None:
    """The row of the kind's layout with who saved it; None where nobody has."""
    return CardLayout.objects.select_related("by").filter(kind=kind.name).first()


def by_place(kind: Kind) -> list[Field]:
    """Fields in the order of the card, those without a place there at last."""
    placed = {name: place for place, name in enumerate(name for one in kind.groups for name in one.fields)}
    return sorted(kind.fields, key=lambda one: placed.get(one.name, len(placed)))


def _start(kind: Kind) -> Layout:
    if kind.name not in _starts:
        groups = kind.groups or (Group(label="", fields=kind.form),)
        _starts[kind.name] = Layout(groups=groups, aside=(), form=kind.form)
    return _starts[kind.name]


def _with_own(start: Layout, own: Sequence[str], form: tuple[str, ...]) -> Layout:
    """The start of a kind with the company's fields in a group of their own, before what is folded away."""
    groups = list(start.groups)
    if own:
        place = next((number for number, one in enumerate(groups) if one.more), len(groups))
        groups.insert(place, Group(label=OWN_FIELDS, fields=tuple(own)))
    return Layout(groups=tuple(groups), aside=(), form=form)


def _as_saved(saved: CardLayout, start: Layout, by_name: Mapping[str, Field]) -> Layout:
    """The saved layout without fields that are gone, with those that came since at the end of the group they start in.

    Which own fields are asked for at once, they say themselves; the layout says only in what order.
    """
    labels = {_source(one.label): one.label for one in start.groups}
    groups = [
        Group(
            label=labels.get(str(one["label"]), str(one["label"])),
            fields=tuple(name for name in one["fields"] if name in by_name),
            more=bool(one.get("more")),
        )
        for one in saved.groups
    ]
    known = {HEAD, *saved.aside, *(name for one in saved.groups for name in one["fields"])}
    for one in start.groups:
        _join(groups, replace(one, fields=tuple(name for name in one.fields if name not in known and name in by_name)))
    return Layout(groups=tuple(groups), aside=(), form=tuple(_form(saved.form, start.form, known, by_name)))


def _join(groups: list[Group], fresh: Group) -> None:
    if not fresh.fields:
        return
    for place, one in enumerate(groups):
        if one.label == fresh.label:
            groups[place] = replace(one, fields=(*one.fields, *fresh.fields))
            return
    place = len(groups) if fresh.more else next((at for at, one in enumerate(groups) if one.more), len(groups))
    groups.insert(place, fresh)


def _form(
    saved: Sequence[str], start: Sequence[str], known: Collection[str], by_name: Mapping[str, Field]
) -> Iterator[str]:
    kept = [name for name in saved if name in by_name and (name in start or not name.startswith(PREFIX))]
    yield from (name for name, one in by_name.items() if one.required and one.editable and name not in (*kept, *start))
    yield from kept
    for name in start:
        came_since = name not in known or name.startswith(PREFIX) or by_name[name].required
        if name not in saved and name in by_name and came_since:
            yield name


def _aside(kind: Kind, groups: Iterable[Group]) -> tuple[str, ...]:
    """What could stand on the card and does not; columns that are worked out for lists would cost it queries."""
    placed = {HEAD, *(name for one in groups for name in one.fields)}
    usual = {name for one in _start(kind).groups for name in one.fields}
    return tuple(one.name for one in kind.fields if (one.editable or one.name in usual) and one.name not in placed)


def _plain(group: Group, kind: Kind) -> dict[str, Any]:
    return {"label": source_label(str(group.label), kind), "fields": list(group.fields), "more": group.more}


def _headings(kind: Kind) -> list[Label]:
    return [OWN_FIELDS, *(one.label for one in _start(kind).groups)]


def _source(label: Label) -> str:
    with override(SOURCE):
        return str(label)
