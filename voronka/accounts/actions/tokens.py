"""Personal tokens of the API: issue, revoke, recognise."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from voronka.accounts.models import ApiToken, User
from voronka.accounts.names import clean_name
from voronka.accounts.policies import require_self_or_administrator
from voronka.core.errors import Refused

_MARK = "vrk_"
_NOTED_EVERY = timedelta(minutes=1)
_MOST_PER_PERSON = 50


def _digest(plain: str) -> str:
    # A token has 256 random bits, so a plain hash is enough: there is nothing to guess.
    return hashlib.sha256(plain.encode()).hexdigest()


@transaction.atomic
def issue(*, user: User, name: str, at: datetime) -> tuple[ApiToken, str]:
    """A new token and its plain text, which is shown once and never kept."""
    name = clean_name(name, field="name", limit=120)
    User.objects.select_for_update().get(pk=user.pk)
    if user.api_tokens.filter(revoked_at=None).count() >= _MOST_PER_PERSON:
        raise Refused(_("You have too many tokens. Revoke those that are not used."), field="name")
    plain = _MARK + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(user=user, name=name, prefix=plain[:12], digest=_digest(plain), created_at=at)
    return token, plain


@transaction.atomic
def revoke(*, token: ApiToken, by: User, at: datetime) -> None:
    """The token stops working at once; revoking twice changes nothing."""
    require_self_or_administrator(by, token.user)
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at)


def authenticate(plain: str, *, at: datetime) -> User | None:
    """The person whose living token this is; the time of use is noted at most once a minute."""
    if not plain.startswith(_MARK):
        return None
    living = ApiToken.objects.select_related("user", "user__department")
    token = living.filter(digest=_digest(plain), revoked_at=None, user__is_active=True).first()
    if token is None:
        return None
    if token.last_used_at is None or at - token.last_used_at >= _NOTED_EVERY:
        stale = Q(last_used_at=None) | Q(last_used_at__lte=at - _NOTED_EVERY)
        ApiToken.objects.filter(stale, pk=token.pk).update(last_used_at=at)
    return token.user
