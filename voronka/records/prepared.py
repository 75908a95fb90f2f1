"""Prepared questions about records, with the rights of the one who asks standing in them."""

from collections.abc import Callable, Hashable
from functools import wraps
from types import MappingProxyType
from typing import Any, cast

from django.db.models import QuerySet

from voronka.accounts import queries
from voronka.accounts.models import Scope, User
from voronka.core.prepared import Prepared, Value
from voronka.records import aside

_KNOWN = ["id", "department_id", "is_superuser", "is_active", "takes_part"]


def prepared[**P](ask: Callable[P, QuerySet[Any]]) -> Callable[P, list[Any]]:
    """Make a function that builds a QuerySet give its rows, with the SQL worked out once for each shape.

    What is given by position decides about the shape of the SQL (a kind, a flag, a column); what is given by name
    stands in it. Of `by` only the rights and the ids can be used. A text of the reader's language would stay.
    """
    plain: Callable[..., QuerySet[Any]] = ask

    def asked_for(rights: _Rights | None, *shape: Hashable, **values: Any) -> QuerySet[Any]:
        if rights is None:
            return plain(*shape, **values)
        mine = [values.pop(name) for name in ("by.pk", "by.department", "by.places")]
        return plain(*shape, by=rights.viewer(*mine), **values)

    question = Prepared(asked_for, f"{ask.__module__}.{ask.__qualname__}")

    @wraps(ask)
    def rows(*shape: Hashable, by: User | None = None, **values: Value) -> list[Any]:
        if by is None:
            return question.rows((None, *shape), values)
        rights, places = _rights(by)
        mine: dict[str, Value] = {"by.pk": by.pk, "by.department": by.department_id, "by.places": places}
        return question.rows((rights, *shape), mine | values)

    return cast("Callable[P, list[Any]]", rows)  # it takes what `ask` takes


class _Rights:
    """What of a person decides about the shape of a condition."""

    def __init__(self, user: User, grants: queries.Grants) -> None:
        self._flags = user.is_superuser, user.is_active, user.takes_part
        self._grants = grants
        self._key = self._flags, frozenset(grants.items()), aside.names()
        self._hash = hash(self._key)

    def __hash__(self) -> int:
        return self._hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Rights) and self._key == other._key

    def viewer(self, pk: int, department: int | None, places: tuple[int, ...]) -> User:
        """Somebody with these rights, and no other columns: a question that wants them fails when it is made."""
        user = User.from_db("default", _KNOWN, [pk, department, *self._flags])
        user.__dict__["_grants"], user.__dict__["_places"] = MappingProxyType(dict(self._grants)), places
        return user


def _rights(user: User) -> tuple[_Rights, tuple[int, ...]]:
    """Kept on the user object, which lives as long as the request; the company's arrangement may change within it."""
    kept: tuple[_Rights, tuple[int, ...], frozenset[str]] | None = user.__dict__.get("_rights")
    if kept is None or kept[2] != aside.names():
        grants: queries.Grants = MappingProxyType({}) if user.is_superuser else queries.grants_of(user)
        wide = Scope.DEPARTMENT in grants.values() and user.department_id is not None
        places = tuple(sorted(queries.places_of(user))) if wide else ()
        kept = user.__dict__["_rights"] = _Rights(user, grants), places, aside.names()
    return kept[:2]
