"""The history of changes: who changed what and when, written by triggers of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pghistory

from voronka.accounts.models import User
from voronka.records.kinds import Kind


def tracked(*, exclude: tuple[str, ...] = ()) -> Any:
    """Class decorator: keep every state of this model's rows, bulk and raw SQL included."""
    return pghistory.track(exclude=list(exclude))


@contextmanager
def written_by(user: User) -> Iterator[UUID]:
    """Changes inside this block are signed by the user; it gives the mark that their states have in common."""
    with pghistory.context(user=user.pk) as context:
        yield context.id


def event_model(kind: Kind) -> Any:
    """The model of the kind's history rows."""
    return kind.model.pgh_event_model  # type: ignore[attr-defined]  # set by pghistory


def as_of_version(kind: Kind, pk: int, version: int) -> dict[str, Any] | None:
    """The stored columns of a record as they were at that version, or None when that is not known."""
    found = event_model(kind).objects.filter(pgh_obj_id=pk, version=version).order_by("-pgh_id").values().first()
    return dict(found) if found else None
