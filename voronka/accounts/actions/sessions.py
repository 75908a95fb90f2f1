"""Where a person is signed in: end one place or all but this one."""

from allauth.usersessions.models import UserSession
from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import NotFound


@transaction.atomic
def end(*, session_id: int, by: User) -> None:
    """Sign out in one place; a session of somebody else is as good as absent."""
    session = UserSession.objects.filter(pk=session_id, user=by).first()
    if session is None:
        raise NotFound(_("There is no such session."))
    session.end()


@transaction.atomic
def end_others(*, by: User, keep: str) -> int:
    """Sign out everywhere but in the session with the key `keep`; returns how many ended."""
    others = list(UserSession.objects.filter(user=by).exclude(session_key=keep))
    for session in others:
        session.end()
    return len(others)
