"""How a database address becomes Django's settings."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# A card fetches a record with a dozen linked ones. PostgreSQL tries every order of up to eight joins, which took it
# 110 ms for a page of deals with all columns; the order that Django writes them in is right, and planned in 5 ms.
#
# Each trigger of django-pgtrigger asks which triggers are to be passed over, and where nothing was ever said it meets
# an error that it has to catch: 0.7 ms a row, two thirds of the writing of an import. So it is told that none is.
#
# What is planned once (`core.planned`) is planned for any values: PostgreSQL would else take the plans for these
# values to be the better ones, by a cost that leaves out what planning takes. So for triggers, foreign keys.
SESSION = "-c join_collapse_limit=3 -c pgtrigger.ignore={} -c plan_cache_mode=force_generic_plan"


def database_from_url(url: str) -> dict[str, Any]:
    """Django's DATABASES entry for `postgresql://user:password@host:port/name?host=/socket/folder`.

    An empty address gives an entry without a host: enough to import the project, not to connect.
    Raises ValueError for anything but PostgreSQL.
    """
    parts = urlsplit(url)
    if url and parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError(f"Voronka needs PostgreSQL, not {parts.scheme}")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "voronka",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", parts.hostname or ""),
        "PORT": options.pop("port", parts.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 16, "timeout": 10}, "options": SESSION, **options},
    }
