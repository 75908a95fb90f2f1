"""Personal tokens at the door of the API, and who one is there."""

from typing import Any

from django.http import HttpRequest
from django.utils import timezone, translation
from ninja import Router, Schema
from ninja.security import HttpBearer

from voronka.accounts.actions import tokens
from voronka.accounts.models import User

router = Router(tags=["me"])


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


class Unknown(Schema):
    """The request carries no valid token."""

    error: str
    message: str


@router.get(
    "", response={200: Me, 401: Unknown}, operation_id="me", summary=translation.gettext_noop("Whose token this is")
)
def me(request: HttpRequest) -> Any:
    """Who the API takes one for."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101  # the token's owner
    return {
        "id": user.pk,
        "name": user.full_name,
        "email": user.email,
        "language": user.language,
        "department": user.department and user.department.name,
        "is_administrator": user.is_superuser,
    }
