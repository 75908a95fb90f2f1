"""What a row may carry beside its own record: the organization of a person, a deal, a note, a task."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from voronka.accounts.models import Action
from voronka.imports.columns import Column
from voronka.imports.engine.marks import Places, places_of
from voronka.imports.targets import same_by_name
from voronka.imports.targets.base import Target
from voronka.imports.targets.deals import DEALS
from voronka.imports.targets.interactions import INTERACTIONS
from voronka.imports.targets.leads import LEADS
from voronka.imports.targets.organizations import ORGANIZATIONS
from voronka.imports.targets.persons import PERSONS
from voronka.imports.targets.tasks import TASKS
from voronka.records import access

# Who stands above whom: a record links to those before it.
ORDER = tuple(one.kind.plural for one in (ORGANIZATIONS, PERSONS, LEADS, DEALS, INTERACTIONS, TASKS))
BESIDE = {
    "organizations": (PERSONS, DEALS, INTERACTIONS, TASKS),
    "persons": (ORGANIZATIONS, DEALS, INTERACTIONS, TASKS),
    "leads": (INTERACTIONS, TASKS),
    "deals": (ORGANIZATIONS, PERSONS, INTERACTIONS, TASKS),
}
# What the rows themselves tell: how one record of a row names another one of it.
TOLD = frozenset(f"{name}{ending}" for name in ("organization", "person", "lead", "deal") for ending in ("", "_key"))
# The column by which a record names an upper one, and what it is of that one: it goes to both.
SHARED = {"organizations": ("organization", "name"), "persons": ("person", "full_name")}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One of the records of a row: its target, its cells, and those by which the row is known again.

    `more` are columns without a cell: what it links to is told by the upper record.
    """

    target: Target
    places: Places
    marked: Places
    more: tuple[Column, ...] = ()
    is_main: bool = True


def offered(target: Target) -> dict[str, Column]:
    """All that a column of a file can mean: of the records themselves, and «deals.amount» of what stands beside."""
    found = dict(target.by_name)
    for other in beside(target):
        for name, column in other.by_name.items():
            if name not in TOLD:
                label = f"{other.kind.label}: {column.label}"
                found[f"{other.kind.plural}.{name}"] = replace(column, label=label)
    return found


def beside(target: Target) -> list[Target]:
    """What rows may carry beside their records, as far as the one who imports may make it."""
    others = [one.asked_by(target.asker) if target.asker else one for one in BESIDE.get(target.kind.plural, ())]
    return [one for one in others if one.asker is None or access.may(one.asker, Action.CREATE, one.kind)]


def carried(target: Target, mapping: dict[str, str]) -> list[Target]:
    """The targets that the mapping names, in their order; the main one is among them."""
    named = {name.partition(".")[0] for name in mapping.values() if "." in name}
    found = [target, *(one for one in beside(target) if one.kind.plural in named)]
    return sorted(found, key=lambda one: ORDER.index(one.kind.plural)) if len(found) > 1 else found


def parts_of(target: Target, header: list[str], mapping: dict[str, str], at: datetime) -> list[Part]:
    """The records of each row, those first that others link to."""
    several = carried(target, mapping)
    if len(several) == 1:
        places = places_of(header, mapping, target)
        return [Part(target=target, places=places, marked=places)]
    mappings = {one.kind.plural: _own(one, target, mapping) for one in several}
    for upper, (name, own) in SHARED.items():
        heading = next((heading for heading, given in mapping.items() if given == name), "")
        if upper in mappings and upper != target.kind.plural and heading:
            mappings[upper] = mappings[upper] if own in mappings[upper].values() else mappings[upper] | {heading: own}
            mappings[target.kind.plural].pop(heading)
    said = [place for one in several for place in places_of(header, mappings[one.kind.plural], one)]
    return [
        _part(
            one,
            places_of(header, mappings[one.kind.plural], one),
            said,
            several=several,
            is_main=one.kind is target.kind,
            at=at,
        )
        for one in several
    ]


def _own(one: Target, target: Target, mapping: dict[str, str]) -> dict[str, str]:
    if one.kind is target.kind:
        return {heading: name for heading, name in mapping.items() if name and "." not in name}
    prefix = f"{one.kind.plural}."
    return {heading: name.removeprefix(prefix) for heading, name in mapping.items() if name.startswith(prefix)}


def _part(one: Target, places: Places, said: Places, *, several: list[Target], is_main: bool, at: datetime) -> Part:
    kinds = {other.kind.plural for other in several}
    is_known = one.kind.plural in {"organizations", "persons"}  # by its own cells, in whatever row it stands
    named = one.by_name.get("organization") if one.kind.plural == "persons" and "organizations" in kinds else None
    return Part(
        target=_fitted(one, kinds, at),
        places=places,
        marked=places if is_known else said,
        more=(named,) if named else (),
        is_main=is_main,
    )


def _fitted(one: Target, kinds: set[str], at: datetime) -> Target:
    """The target as a part of a row: found by name too, dated by the import where the row says nothing."""
    match one.kind.plural:
        case "organizations":
            known = (*one.match, same_by_name.known_organizations)
            return replace(one, match=known, alike=(same_by_name.twin_organizations,))
        case "persons" if kinds - {"persons", "organizations"}:
            return replace(one, alike=(same_by_name.known_persons, same_by_name.twin_persons))
        case "interactions":
            return replace(one, complete=_dated(one.complete, at))
    return one


def _dated(complete: Callable[[dict[str, Any]], str | None], at: datetime) -> Callable[[dict[str, Any]], str | None]:
    def dated(values: dict[str, Any]) -> str | None:
        if not values.get("created_at"):
            values["happened_at"] = values.get("happened_at") or at
        return complete(values)

    return dated
