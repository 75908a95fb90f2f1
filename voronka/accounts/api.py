"""The door of the API, who one is there, and who else works here: read only, changes are made in the settings."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from ninja import Query, Router, Schema
from ninja.security import HttpBearer
from pydantic import Field

from voronka.accounts.actions import tokens
from voronka.accounts.asking import asker
from voronka.accounts.models import User
from voronka.accounts.queries import department_tree, people_listed
from voronka.core.problems import REFUSALS

router = Router(tags=["me"])
people = Router(tags=["users"])
places = Router(tags=["departments"])


class TokenAuth(HttpBearer):
    """`Authorization: Bearer vrk_…`: the request acts with the rights of the token's owner."""

    def authenticate(self, request: HttpRequest, token: str) -> User | None:
        user = tokens.authenticate(token.strip(), at=timezone.now())
        if user is None:
            return None
        request.user = user
        if "Accept-Language" not in request.headers:
            translation.activate(user.language)
        return user


class Me(Schema):
    """The owner of the token."""

    id: int
    name: str
    email: str
    language: str
    department: str | None
    is_administrator: bool


@router.get(
    "", response={200: Me, **REFUSALS}, operation_id="me", summary=translation.gettext_noop("Whose token this is")
)
def me(request: HttpRequest) -> Any:
    """Who the API takes one for."""
    user = asker(request)
    return {
        "id": user.pk,
        "name": user.full_name,
        "email": user.email,
        "language": user.language,
        "department": user.department and user.department.name,
        "is_administrator": user.is_superuser,
    }


class Person(Schema):
    """Somebody who works here or did."""

    id: int
    name: str
    email: str
    job_title: str
    department_id: int | None
    is_active: bool


class PeopleAsked(Schema):
    """Whom one looks for."""

    q: str = Field("", max_length=200, description="A part of the name, the e-mail or the position")
    former: bool = Field(False, description="Also those who are switched off")


@people.get(
    "",
    response={200: list[Person], **REFUSALS},
    operation_id="users",
    summary=translation.gettext_noop("Employees"),
)
def users(request: HttpRequest, asked: Query[PeopleAsked]) -> Any:  # noqa: ARG001  # ninja passes it
    """Everybody with a login: owners of records, performers of tasks."""
    found = people_listed(asked.q, with_former=asked.former).prefetch_related(None)
    return [
        {"id": u.pk, "name": u.full_name, "email": u.email, "job_title": u.job_title, "department_id": u.department_id}
        | {"is_active": u.is_active}
        for u in found
    ]


class Place(Schema):
    """A department in its place in the tree."""

    id: int
    name: str
    path: str = Field(description="Names from the top of the tree, by slashes")
    parent: int | None
    unit: str | None = Field(description="The business unit that the department works for")
    is_active: bool


@places.get(
    "",
    response={200: list[Place], **REFUSALS},
    operation_id="departments",
    summary=translation.gettext_noop("The tree of the company"),
)
def departments(request: HttpRequest) -> Any:  # noqa: ARG001  # ninja passes it
    """Departments, each right after the one that it stands under."""
    return [
        {
            "id": node.department.pk,
            "name": node.department.name,
            "path": node.path,
            "parent": node.department.parent_id,
            "unit": node.department.unit and node.department.unit.name,
            "is_active": node.department.is_active,
        }
        for node in department_tree()
    ]
