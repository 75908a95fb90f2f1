"""A repeated creating request makes no second record."""

import hashlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Model

from voronka.accounts.models import User
from voronka.core.errors import NotFound
from voronka.records.models import CreationKey

LENGTH = 80


class Made(Protocol):
    """What is made once: a kind of record, or whatever else has a name and a table."""

    @property
    def name(self) -> str:
        """The word that keeps the keys of one thing apart from those of another."""

    @property
    def model(self) -> type[Model]:
        """The table that it is found in again."""


def once(*, kind: Made, key: str, by: User, at: datetime, make: Callable[[], Any]) -> Any:
    """Make a record once per key: the second request with the same key waits for the first and gets its record.

    Without a key the record is simply made.
    """
    if not key:
        return make()
    if len(key) > LENGTH:
        key = hashlib.sha256(key.encode()).hexdigest()
    with transaction.atomic():
        mine = _claim(kind, key, by, at)
        if not mine:
            return _made_before(kind, key, by)
        record = make()
        CreationKey.objects.filter(user=by, key=key).update(record_id=record.pk)
        return record


def forget_keys(*, before: datetime) -> int:
    """Take away keys that nobody repeats any more; gives how many."""
    gone, _by_model = CreationKey.objects.filter(created_at__lt=before).delete()
    return gone


def _claim(kind: Made, key: str, by: User, at: datetime) -> bool:
    """Insert the key; a concurrent request with the same key waits here until the first one is through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO records_creationkey (user_id, key, kind, created_at) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (user_id, key) DO NOTHING",
            [by.pk, key, kind.name, at],
        )
        return bool(cursor.rowcount)


def _made_before(kind: Made, key: str, by: User) -> Any:
    known = CreationKey.objects.get(user=by, key=key)
    record = kind.model._default_manager.filter(pk=known.record_id).first() if known.kind == kind.name else None
    if record is None:
        raise NotFound
    return record
