"""What the composer of a card offers: types, open steps, colleagues."""

import json
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, QuerySet, Subquery, TextField, When
from django.db.models.functions import Cast, JSONObject

from voronka.accounts.models import User
from voronka.activities.models import InteractionType
from voronka.records.prepared import prepared


def active_types() -> list[InteractionType]:
    """The types in use, in their order."""
    return list(InteractionType.objects.filter(is_active=True))


def colleagues() -> list[tuple[int, str]]:
    """(id, name) of everybody who works here now."""
    return [(user.pk, user.full_name) for user in User.objects.filter(is_active=True)]


def offer() -> tuple[list[InteractionType], list[tuple[int, str]]]:
    """The types in use and the colleagues in one query, for it stands on every card: the first type brings them."""
    types = _types_and_people()
    if not types:
        return [], colleagues()
    rows = [json.loads(row) for row in types[0].people or ()]
    users = [User(pk=row["id"], first_name=row["first"], last_name=row["last"], email=row["email"]) for row in rows]
    return types, [(user.pk, user.full_name) for user in users]


@prepared
def _types_and_people() -> QuerySet[Any]:
    active = InteractionType.objects.filter(is_active=True)
    told = Cast(JSONObject(id="pk", first="first_name", last="last_name", email="email"), TextField())
    people = ArraySubquery(User.objects.filter(is_active=True).values(told=told))
    return active.annotate(people=Case(When(pk=Subquery(active.values("pk")[:1]), then=people)))


def likely_type(title: str, types: list[InteractionType]) -> InteractionType | None:
    """The type that a task's title speaks of: «Позвонить Иванову» is a call («Звонок»)."""
    words = title.lower()
    for one in types:
        name = one.name.lower()
        if name[: max(4, len(name) // 2)] in words:
            return one
    return None
