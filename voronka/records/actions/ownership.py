"""Whose department a record stands in."""

from collections.abc import Mapping
from typing import Any

from voronka.accounts.models import User
from voronka.records.kinds import Kind


def with_department(kind: Kind, values: Mapping[str, Any], *, by: User) -> Mapping[str, Any]:
    """The values of a change together with the department that comes with a new owner.

    A record goes to the department of its owner unless the same change names another; that of nobody, or of somebody
    without a department, stays where it was.
    """
    owner = values.get("owner")
    if not owner or "department" in values or "department" not in kind.by_name:
        return values
    place = by.department_id if owner == by.pk else _department_of(owner)
    return {**values, "department": place} if place else values


def together(values: Mapping[str, Any], given: Mapping[str, Any]) -> Mapping[str, Any]:
    """Those of the `values` that may go back alone: a department that came with an owner goes back with that owner."""
    if "owner" in given and "owner" not in values:
        return {name: value for name, value in values.items() if name != "department"}
    return values


def _department_of(user: int) -> int | None:
    return User.objects.filter(pk=user).values_list("department", flat=True).first()
