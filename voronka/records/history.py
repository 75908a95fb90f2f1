"""The history of changes: who changed what and when, written by triggers of the database."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pghistory
from django.db import models
from django.db.models import Q
from pghistory import runtime

from voronka.accounts.models import User
from voronka.records.kinds import Kind


def tracked(*, exclude: tuple[str, ...] = (), found_by: tuple[str, ...] = ()) -> Any:
    """Class decorator: keep every state of this model's rows, bulk and raw SQL included.

    The states are found by their row and their context, and by the links `found_by`: an erasure asks what once
    belonged to somebody.
    """

    def track(model: type[models.Model]) -> Any:
        links = [
            models.Index(
                name=f"{model.__name__.lower()}_had_{link}", fields=[link], condition=Q(**{f"{link}__isnull": False})
            )
            for link in found_by
        ]
        return pghistory.track(exclude=list(exclude), meta={"indexes": links})(model)

    return track


@contextmanager
def written_by(user: User, *, mark: UUID | None = None) -> Iterator[UUID]:
    """Changes inside this block are signed by the user; it gives the mark that their states have in common.

    With a `mark` they go on under that one, of a block of before.
    """
    with pghistory.context(user=user.pk) as context:
        if mark is None:
            yield context.id
            return
        runtime._tracker.value = context._replace(id=mark)  # pghistory has no other way to go on
        try:
            yield mark
        finally:
            runtime._tracker.value = context  # as above


def event_model(kind: Kind) -> Any:
    """The model of the kind's history rows."""
    return kind.model.pgh_event_model  # type: ignore[attr-defined]  # set by pghistory


def writer_of_version(kind: Kind, pk: int, version: int) -> int | None:
    """The id of the user who made that version of a record, None where nobody signed it."""
    states = event_model(kind).objects.filter(pgh_obj_id=pk, version=version).order_by("-pgh_id")
    found: int | None = states.values_list("pgh_context__metadata__user", flat=True).first()
    return found


def as_of_version(kind: Kind, pk: int, version: int) -> dict[str, Any] | None:
    """The stored columns of a record as they were at that version, or None when that is not known."""
    found = event_model(kind).objects.filter(pgh_obj_id=pk, version=version).order_by("-pgh_id").values().first()
    return dict(found) if found else None
