"""How the address of a mail server becomes Django's settings."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}


def mailer_from_url(url: str) -> dict[str, Any]:
    """Django's entry of MAILERS for `smtp://user:password@host:port` (STARTTLS) or `smtps://…` (TLS at once).

    `?tls=0` sends in the clear, for a server on the same machine. An empty address gives an entry that sends nothing.
    Raises ValueError for any other scheme.
    """
    if not url:
        return {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError("EMAIL_URL is smtp://user:password@host:port or smtps://user:password@host:port")
    in_the_clear = dict(parse_qsl(parts.query)).get("tls") == "0"
    options = {
        "host": parts.hostname,
        "port": parts.port or _PORTS[parts.scheme],
        "username": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
        "use_tls": parts.scheme == "smtp" and not in_the_clear,
        "use_ssl": parts.scheme == "smtps",
        "timeout": 10,
    }
    return {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
