"""Who is behind a session cookie, asked outside of a request."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest


def signed_in(session_key: str) -> int | None:
    """Id of the person whose live session this is; None for a stranger, an ended session or a closed account."""
    if not session_key:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session_key)
    user = get_user(request)
    return user.pk if user.is_authenticated and user.is_active else None
