"""Rows of the base that become objects the short way: a page of a list makes two hundred of them."""

from collections.abc import Collection
from typing import Any, Self

from django.db import models
from django.db.models.base import ModelState


class Stored(models.Model):
    """A model whose rows are read without `__init__`.

    Django sets each column by `setattr`, for descriptors that have nothing to do in a row just read, and sends two
    signals. Here the columns go into the object at once; a test holds that it is the same object, and nobody listens.
    """

    class Meta:
        abstract = True

    @classmethod
    def from_db(
        cls, db: str | None, field_names: Collection[str], values: Collection[Any], *, fetch_mode: Any = None
    ) -> Self:
        """An object of a row; columns left out are read when they are asked for."""
        new = cls.__new__(cls)
        state = new._state = ModelState()
        state.adding = False
        state.db = db
        if fetch_mode is not None:
            state.fetch_mode = fetch_mode
        new.__dict__.update(zip(field_names, values, strict=True))
        return new
