"""How every request finds its session and its person: the two questions of Django, with their SQL worked out once."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from voronka.accounts.models import User
from voronka.accounts.queries import with_grants
from voronka.core.prepared import Prepared


def _living(**asked: Any) -> QuerySet[Session]:
    return Session.objects.filter(session_key=asked["key"], expire_date__gt=asked["at"])


def _person(**asked: Any) -> QuerySet[User]:
    return with_grants(User.objects.filter(pk=asked["pk"]))


_SESSION = Prepared(_living, "accounts.session")
_USER = Prepared(_person, "accounts.user")


class SessionStore(DatabaseSessions):
    """Sessions in the database."""

    def _get_session_from_db(self) -> Session | None:
        found = _SESSION.rows((), {"key": self.session_key or "", "at": timezone.now()})
        if not found:
            self._session_key = None
        return found[0] if found else None


class Accounts(AuthenticationBackend):
    """Sign-in by e-mail and password."""

    def get_user(self, user_id: int) -> User | None:
        """Whose session it is; None once they may not sign in."""
        found = _USER.rows((), {"pk": user_id})
        return found[0] if found and self.user_can_authenticate(found[0]) else None
