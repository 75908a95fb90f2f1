"""The form that puts a card in order: what it shows, and what was sent with it."""

from dataclasses import dataclass, replace

from django.http import QueryDict

from voronka.core.numbers import whole
from voronka.records.fields import Field
from voronka.records.kinds import Group, Kind
from voronka.records.layouts import Layout, by_place

GROUP, FIELD, ASIDE = "group:", "field:", "aside"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A layout as the form sends it: marks `place` in their order on the screen, and the two lists of the form."""

    layout: Layout
    later: tuple[str, ...]
    version: int


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What the screen draws: the groups with their fields, the fields aside, those asked for at once and later."""

    groups: list[tuple[Group, list[Field]]]
    aside: list[Field]
    now: list[Field]
    later: list[Field]


def read(sent: QueryDict) -> Sent:
    """The layout that a form sent; what follows the mark `aside` is kept off the card."""
    groups: list[Group] = []
    aside: list[str] = []
    filled = aside
    for mark in sent.getlist("place"):
        if mark.startswith(GROUP):
            number = mark.removeprefix(GROUP)
            filled = []
            groups.append(Group(label=sent.get(f"label-{number}", ""), fields=(), more=f"more-{number}" in sent))
        elif mark == ASIDE:
            filled = aside
        elif filled is aside:
            aside.append(mark.removeprefix(FIELD))
        else:
            filled.append(mark.removeprefix(FIELD))
            groups[-1] = replace(groups[-1], fields=tuple(filled))
    return Sent(
        layout=Layout(groups=tuple(groups), aside=tuple(aside), form=tuple(sent.getlist("now"))),
        later=tuple(sent.getlist("later")),
        version=whole(sent.get("version")) or 0,
    )


def shown(kind: Kind, layout: Layout) -> Shown:
    """The layout for the screen; fields that the kind does not have any more are left out."""
    by_name = kind.by_name
    laid = with_layout(kind, layout)
    later = [one for one in by_place(laid) if one.editable and one.name not in layout.form]
    return Shown(
        groups=[(one, [by_name[name] for name in one.fields if name in by_name]) for one in layout.groups],
        aside=[by_name[name] for name in layout.aside if name in by_name],
        now=[by_name[name] for name in layout.form if name in by_name and by_name[name].editable],
        later=later,
    )


def with_layout(kind: Kind, layout: Layout) -> Kind:
    """The kind as it would be with this layout."""
    return replace(kind, groups=layout.groups, form=tuple(name for name in layout.form if name in kind.by_name))
