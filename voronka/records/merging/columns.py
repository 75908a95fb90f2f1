"""Rows as they are kept with a merge, and back."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


def kept(row: models.Model) -> dict[str, Any]:
    """The stored columns of a row; moments as text, because JSON by Django would round them to milliseconds."""
    columns = {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields if not one.generated}
    return {name: one.isoformat() if isinstance(one, datetime) else one for name, one in columns.items()}


def restored(model: type[models.Model], columns: Mapping[str, Any]) -> dict[str, Any]:
    """The same columns after they were JSON, as the model has them; columns that are no more are left out."""
    fields = {one.attname: one for one in model._meta.concrete_fields if not one.generated}
    return {name: _python(fields[name], value) for name, value in columns.items() if name in fields}


def _python(field: Any, value: Any) -> Any:
    if value is None or isinstance(field, models.JSONField | ArrayField):
        return value
    return getattr(field, "target_field", field).to_python(value)
