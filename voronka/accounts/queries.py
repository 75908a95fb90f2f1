"""Cheap facts about rights and places that everybody above asks for."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from voronka.accounts.devices import Device, describe
from voronka.accounts.models import Arrangement, BusinessUnit, Department, Grant, Role, Scope, User
from voronka.core.prepared import Prepared

_WIDTH = {Scope.OWN: 1, Scope.DEPARTMENT: 2, Scope.ALL: 3}

Grants = Mapping[tuple[str, str], Scope]

_MARK = Arrangement.objects.values_list("mark", flat=True)


def grants_of(user: User) -> Grants:
    """The widest scope of each (kind, action) over the person's roles in use.

    They come with the person of a session, else by one query; kept on the user object, which lives as long as the
    request.
    """
    kept: Grants | None = user.__dict__.get("_grants")
    if kept is not None:
        return kept
    widest: dict[tuple[str, str], Scope] = {}
    by_role: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for cell in _granted(user):
        of = cell["kind"], cell["action"]
        by_role[cell["role"]].add(of)
        scope, known = Scope(cell["scope"]), widest.get(of)
        if known is None or _WIDTH[scope] > _WIDTH[known]:
            widest[of] = scope
    grants = MappingProxyType(widest)
    user.__dict__["_grants"], user.__dict__["_grants_by_role"] = grants, by_role
    return grants


def with_grants(rows: QuerySet[User]) -> QuerySet[User]:
    """The users with what `grants_of` and `arranged` would ask for; for who asks a page, not for lists of people."""
    cells = Grant.objects.filter(role__is_active=True, role__users=OuterRef("pk"))
    told = JSONObject(role="role_id", kind="kind", action="action", scope="scope")
    return rows.annotate(_granted=ArraySubquery(cells.values(told=told)), _arranged=Subquery(_MARK[:1]))


def _granted(user: User) -> list[dict[str, Any]]:
    if "_granted" not in user.__dict__:
        known = _RIGHTS.rows((), {"pk": user.pk})
        user.__dict__["_granted"], user.__dict__["_arranged"] = known[0] if known else (None, None)
    return user.__dict__["_granted"] or []


def _rights(**asked: Any) -> QuerySet[User, Any]:
    known: QuerySet[Any, Any] = with_grants(User.objects.filter(pk=asked["pk"])).order_by()
    return known.values_list("_granted", "_arranged")


_RIGHTS = Prepared(_rights, "accounts.rights")


def grants_by_role(user: User) -> Mapping[int, Collection[tuple[str, str]]]:
    """Which (kind, action) each of the person's roles in use grants, by the id of the role; no query of its own."""
    grants_of(user)
    by_role: Mapping[int, Collection[tuple[str, str]]] = user.__dict__["_grants_by_role"]
    return by_role


def stand_in(role: Role) -> User:
    """Somebody who has this one role and nothing else, as the questions about rights see them; nobody of the base."""
    user = User()
    cells = role.grants.values_list("kind", "action", "scope")
    grants = {(kind, action): Scope(scope) for kind, action, scope in cells}
    user.__dict__["_grants"] = MappingProxyType(grants)
    user.__dict__["_grants_by_role"] = {role.pk: set(grants)} if grants else {}
    return user


def arranged(user: User) -> UUID | None:
    """The mark of the company's arrangement as it stands now; it comes with the grants, so pages ask nothing more."""
    if not user.is_superuser:
        grants_of(user)
    if "_arranged" not in user.__dict__:
        user.__dict__["_arranged"] = arrangement_mark()
    kept: UUID | None = user.__dict__["_arranged"]
    return kept


def arrangement_mark() -> UUID | None:
    """The mark, asked for by itself: for jobs and commands; None before the first change."""
    return _MARK.first()


def places_of(user: User) -> frozenset[int]:
    """The person's department and all below it: one query, kept on the user object like the grants."""
    kept: frozenset[int] | None = user.__dict__.get("_places")
    if kept is None:
        kept = user.__dict__["_places"] = department_ids_below(user.department_id)
    return kept


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


@dataclass(frozen=True)
class Node:
    """A department in its place: how deep it stands, how many people work right in it."""

    department: Department
    depth: int
    path: str
    people: int


def department_tree() -> tuple[Node, ...]:
    """All departments, each right after the one above it, by name; two queries."""
    people = dict(
        User.objects.filter(is_active=True, department__isnull=False)
        .values_list("department")
        .annotate(Count("pk"))
        .order_by()
    )
    below: dict[int | None, list[Department]] = {}
    for department in Department.objects.select_related("unit").order_by("name"):
        below.setdefault(department.parent_id, []).append(department)

    def walk(parent: int | None, depth: int, above: str) -> Iterator[Node]:
        for department in below.get(parent, ()):
            path = f"{above} / {department.name}" if above else department.name
            yield Node(department, depth, path, people.get(department.pk, 0))
            yield from walk(department.pk, depth + 1, path)

    return tuple(walk(None, 0, ""))


def people_listed(search: str = "", *, with_former: bool = False) -> QuerySet[User]:
    """People for the list of settings: by name, e-mail or position; `has_second_factor` tells who is protected."""
    people = (
        User.objects.select_related("department")
        .prefetch_related("roles")
        .annotate(has_second_factor=Exists(Authenticator.objects.filter(user=OuterRef("pk"))))
        .order_by("-is_active", "first_name", "last_name", "pk")
    )
    if not with_former:
        people = people.filter(is_active=True)
    for word in search.replace("\x00", "").split()[:5]:
        people = people.filter(
            Q(first_name__icontains=word)
            | Q(last_name__icontains=word)
            | Q(email__icontains=word)
            | Q(job_title__icontains=word)
        )
    return people


def cells_of(role: Role) -> dict[tuple[str, str], str]:
    """The filled cells of the role's grid: (kind, action) → scope."""
    return {(kind, action): scope for kind, action, scope in role.grants.values_list("kind", "action", "scope")}


def units_listed() -> QuerySet[BusinessUnit]:
    """Units with the number of departments in use that work for each."""
    in_use = Count("departments", filter=Q(departments__is_active=True))
    return BusinessUnit.objects.annotate(department_count=in_use).order_by("-is_active", "name")


def roles_listed() -> QuerySet[Role]:
    """Roles with the number of people who have each."""
    return Role.objects.annotate(people=Count("users", filter=Q(users__is_active=True))).order_by("-is_active", "name")


@dataclass(frozen=True)
class Protection:
    """The second factor of a person: a code, codes for a rainy day, keys."""

    totp: Authenticator | None
    recovery_codes_left: int | None
    keys: tuple[Authenticator, ...]

    @property
    def is_on(self) -> bool:
        """Whether a password alone is not enough."""
        return bool(self.totp or self.keys)


def protection_of(user: User) -> Protection:
    """What protects the person's account besides the password; one query."""
    by_type: dict[str, list[Authenticator]] = {}
    for authenticator in Authenticator.objects.filter(user=user).order_by("pk"):
        by_type.setdefault(authenticator.type, []).append(authenticator)
    types = Authenticator.Type
    codes = next(iter(by_type.get(types.RECOVERY_CODES, [])), None)
    wrapped: Any = codes and codes.wrap()  # type: ignore[no-untyped-call]  # allauth is partly typed
    return Protection(
        totp=next(iter(by_type.get(types.TOTP, [])), None),
        recovery_codes_left=len(wrapped.get_unused_codes()) if wrapped else None,
        keys=tuple(by_type.get(types.WEBAUTHN, [])),
    )


@dataclass(frozen=True)
class Place:
    """A place where a person is signed in."""

    session: UserSession
    device: Device


def sessions_of(user: User) -> tuple[Place, ...]:
    """Living sessions of the person, the newest first."""
    living = UserSession.objects.purge_and_list(user)
    newest = sorted(living, key=lambda session: session.created_at, reverse=True)
    return tuple(Place(session, describe(session.user_agent)) for session in newest)
