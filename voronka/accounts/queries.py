"""Cheap facts about rights and places that everybody above asks for."""

from collections.abc import Mapping
from types import MappingProxyType

from django.db import connection

from voronka.accounts.models import Grant, Scope, User

_WIDTH = {Scope.OWN: 1, Scope.DEPARTMENT: 2, Scope.ALL: 3}

Grants = Mapping[tuple[str, str], Scope]


def grants_of(user: User) -> Grants:
    """The widest scope of each (kind, action) over the person's roles in use.

    One query, kept on the user object, which lives as long as the request.
    """
    kept: Grants | None = user.__dict__.get("_grants")
    if kept is not None:
        return kept
    widest: dict[tuple[str, str], Scope] = {}
    rows = Grant.objects.filter(role__users=user, role__is_active=True).values_list("kind", "action", "scope")
    for kind, action, value in rows:
        scope, known = Scope(value), widest.get((kind, action))
        if known is None or _WIDTH[scope] > _WIDTH[known]:
            widest[kind, action] = scope
    grants = MappingProxyType(widest)
    user.__dict__["_grants"] = grants
    return grants


def department_ids_below(department_id: int | None) -> frozenset[int]:
    """The department and everything below it, in use or not; empty without a department. One query."""
    if department_id is None:
        return frozenset()
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [department_id])
        return frozenset(row[0] for row in cursor.fetchall())


_BELOW = """
    WITH RECURSIVE below(id) AS (
        SELECT id FROM accounts_department WHERE id = %s
        UNION
        SELECT child.id FROM accounts_department child JOIN below ON child.parent_id = below.id
    )
    SELECT id FROM below
"""
