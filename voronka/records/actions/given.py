"""What was given, read by the registry: raw values become values to store."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.core.null_bytes import without_null_bytes
from voronka.records import access, kinds
from voronka.records.field_rules import as_seen, demanded
from voronka.records.fields import Field
from voronka.records.fields.links import ToRecord
from voronka.records.kinds import Kind
from voronka.records.moments import CREATE
from voronka.records.obligations import unfilled


def read(kind: Kind, raw: Mapping[str, Any], *, by: User) -> dict[str, Any]:
    """Values by field name, ready to store; raises Refused at the first unknown, closed or wrong one."""
    seen = as_seen(kind, by)
    return {name: accept(_editable(seen, name), value, by=by) for name, value in raw.items()}


def read_new(
    kind: Kind,
    raw: Mapping[str, Any],
    *,
    by: User,
    moments: Collection[str] = (CREATE,),
    settled: Collection[str] = (),
) -> dict[str, Any]:
    """The same for a new record, where nothing may be missing that the company demands at one of the moments.

    `settled` are fields that the action fills by itself.
    """
    seen = as_seen(kind, by, making=True, moments=moments)
    begun = kind.model()
    wanted = [one for one in demanded(kind, by, moments) if one.name not in settled]
    if missing := [one for one in wanted if not one.given(raw[one.name] if one.name in raw else one.stored(begun))]:
        raise unfilled(missing)
    return {name: accept(_editable(seen, name), value, by=by) for name, value in raw.items()}


def read_all(
    kind: Kind, raw: Mapping[str, Any], names: Iterable[str], *, by: User, moments: Collection[str] = (CREATE,)
) -> tuple[dict[str, Any], dict[str, str]]:
    """Values and errors by field name: for a form, where every mistake is told at once."""
    values: dict[str, Any] = {}
    errors: dict[str, str] = {}
    seen = as_seen(kind, by, making=True, moments=moments)
    for name in names:
        try:
            values[name] = accept(_editable(seen, name), raw.get(name), by=by)
        except Refused as refusal:
            errors[name] = refusal.message
    return values, errors


def accept(field: Field, raw: Any, *, by: User) -> Any:
    """One value to store; a link is refused unless the person may see its target."""
    value = field.accept(without_null_bytes(raw), by=by)
    if isinstance(field, ToRecord) and value is not None:
        _require_visible(field, value, by)
    return value


def _require_visible(field: ToRecord, pk: int, by: User) -> None:
    if not access.visible(kinds.get(field.kind), by).filter(pk=pk).exists():
        raise Refused(_("“%(field)s”: there is no such record.") % {"field": field.label}, field=field.name)


def require_editable(kind: Kind, names: Iterable[str], *, by: User) -> None:
    """Raises Refused for a field that this person may not change, alike for a hidden and an unknown one."""
    seen = as_seen(kind, by)
    for name in names:
        _editable(seen, name)


def _editable(kind: Kind, name: str) -> Field:
    field = kind.by_name.get(name)
    if field is None:
        raise Refused(_("There is no field “%(name)s”.") % {"name": name[:60]}, field=name)
    if not field.editable:
        raise Refused(_("“%(field)s” is not changed by hand.") % {"field": field.label}, field=name)
    return field
