"""The first start: a one-time link makes the first administrator, the company and its usual roles."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from voronka.accounts import grid
from voronka.accounts.models import Action, Department, Grant, Role, Scope, SetupLink, User
from voronka.accounts.names import clean_email, clean_name
from voronka.core.errors import NotFound, Refused

_LIVES = timedelta(hours=24)
_LOCK = 0x7609_0001  # any number of our own: two people who open the link at once queue here


def is_needed() -> bool:
    """Whether nobody can manage the company yet."""
    return not User.objects.filter(is_superuser=True, is_active=True).exists()


def issue_link(*, at: datetime) -> str:
    """A fresh address for the first administrator; only its digest is kept, old links go."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        SetupLink.objects.filter(created_at__lte=at - _LIVES).delete()
        SetupLink.objects.create(digest=_digest(secret), created_at=at)
    return settings.SITE_URL.rstrip("/") + reverse("accounts:setup", args=[secret])


def is_open(secret: str, *, at: datetime) -> bool:
    """Whether the link still opens: nobody has used one, and it is younger than a day."""
    fresh = SetupLink.objects.filter(digest=_digest(secret), created_at__gt=at - _LIVES)
    return fresh.exists() and is_needed()


@dataclass(frozen=True, kw_only=True)
class Founder:
    """What the first administrator says of himself and the company."""

    company: str
    first_name: str
    last_name: str
    email: str
    password: str
    language: str = "ru"


@transaction.atomic
def consume(*, secret: str, founder: Founder, at: datetime) -> User:
    """The first administrator; of two people with links at once only one becomes it. Raises NotFound, Refused."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if not is_open(secret, at=at):
        raise NotFound(_("This link was used or is too old. Ask for a new one: voronka manage setup_link"))
    user = User(
        email=clean_email(founder.email),
        first_name=clean_name(founder.first_name, field="first_name", limit=80),
        last_name=clean_name(founder.last_name, field="last_name", limit=80, required=False),
        language=founder.language if founder.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE,
        is_superuser=True,
    )
    try:
        validate_password(founder.password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
    user.set_password(founder.password)
    user.department = Department.objects.create(name=clean_name(founder.company, field="company", limit=120))
    if User.objects.filter(email=user.email).exists():
        raise Refused(_("Somebody has this e-mail already."), field="email")
    user.save()
    with override(user.language):
        make_usual_roles()
    SetupLink.objects.all().delete()
    return user


def make_usual_roles() -> tuple[Role, ...]:
    """Head, seller, marketer and service agent with sensible grants for all registered kinds; existing ones stay."""
    own, department, everything = Scope.OWN, Scope.DEPARTMENT, Scope.ALL
    usual: tuple[tuple[str, dict[Action, Scope]], ...] = (
        (_("Head"), dict.fromkeys(Action, everything)),
        (_("Seller"), {Action.VIEW: own, Action.CREATE: own, Action.EDIT: own}),
        (_("Marketer"), {Action.VIEW: everything, Action.CREATE: everything, Action.EDIT: department}),
        (_("Service"), {Action.VIEW: everything, Action.CREATE: own, Action.EDIT: own}),
    )
    roles = []
    for name, cells in usual:
        role, is_new = Role.objects.get_or_create(name=name)
        roles.append(role)
        if is_new:
            rows = [row for row in grid.kinds() if name == usual[0][0] or not row.is_reserved]
            wanted = [(row.name, action, scope) for row in rows for action, scope in cells.items() if row.has(action)]
            Grant.objects.bulk_create(Grant(role=role, kind=k, action=a, scope=s) for k, a, s in wanted)
    return tuple(roles)


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
