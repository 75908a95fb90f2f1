"""Inputs of a record's fields: what they show, and what a form sent for them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from django.http import QueryDict
from django.utils import timezone

from voronka.accounts.models import User
from voronka.core.numbers import whole
from voronka.records import access, kinds
from voronka.records.field_rules import as_seen, demanded
from voronka.records.fields import Addresses, Field, Text
from voronka.records.fields.addresses import PARTS
from voronka.records.fields.choices import ClassifierChoice, ClassifierChoices, listed
from voronka.records.fields.custom import CustomChoice
from voronka.records.fields.links import ToRecord
from voronka.records.fields.own_links import CustomUser
from voronka.records.fields.trees import options_of
from voronka.records.kinds import Kind
from voronka.records.layouts import by_place
from voronka.records.moments import CREATE
from voronka.records.reads import shown_all

LISTED = (ClassifierChoice, ClassifierChoices, CustomChoice)
SEVERAL = {"phones", "emails", "many", "addresses"}
# Several values that a short form takes in one line.
INLINE = {"phones", "emails", "addresses"}


@dataclass(frozen=True, kw_only=True)
class Input:
    """One input: its raw value, the text of a link, what can be chosen, what is wrong."""

    field: Field
    value: Any
    text: str = ""
    options: tuple[tuple[str, str], ...] = ()
    lookup: str = ""
    error: str = ""


def raw_value(field: Field, sent: QueryDict) -> Any:
    """The raw value of one field: a list for phones and letter boxes."""
    if isinstance(field, Addresses) and f"{field.name}.text" in sent:
        rows = zip(*(sent.getlist(f"{field.name}.{part}") for part in PARTS), strict=False)
        return [row for values in rows if any((row := dict(zip(PARTS, values, strict=True)))[one] for one in PARTS[1:])]
    if field.widget in SEVERAL:
        return [one for one in sent.getlist(field.name) if one.strip()]
    return sent.get(field.name, "")


def raw_values(kind: Kind, names: Iterable[str], sent: QueryDict) -> dict[str, Any]:
    """Raw values of these fields."""
    return {name: raw_value(kind.field(name), sent) for name in names}


def names_given(kind: Kind, sent: QueryDict) -> list[str]:
    """The fields that a form of a new record speaks of: those that it sent, and those that it must fill."""
    return [one.name for one in kind.fields if one.editable and (one.required or one.name in sent)]


def inputs(kind: Kind, sent: QueryDict, errors: dict[str, str], *, by: User) -> list[Input]:
    """Inputs of every field that a new record may be given: the form's own first, the others as the card has them."""
    rest = [one.name for one in by_place(kind) if one.name not in kind.form]
    fields = [one for name in (*kind.form, *rest) if (one := kind.field(name)).editable]
    lists = options_of(one.classifier for one in fields if isinstance(one, LISTED))
    fields = [replace(one, known=tuple(lists[one.classifier])) if isinstance(one, LISTED) else one for one in fields]
    return [
        input_of(one, raw_value(one, sent) if one.name in sent else _starting(one, by), errors.get(one.name, ""), by)
        for one in fields
    ]


def inputs_beyond(
    kind: Kind,
    shown: Collection[str],
    given: Mapping[str, str],
    errors: Mapping[str, str],
    *,
    by: User,
    moments: Collection[str] = (CREATE,),
) -> list[Input]:
    """Inputs of what is demanded of a new record beyond what a short form shows, and of what was found wrong in it.

    They are named `person-city`, as are the texts `given` and the `errors`; lists are written in one line.
    """
    wrong = {name.removeprefix(f"{kind.name}-") for name in errors if name.startswith(f"{kind.name}-")}
    wanted = {one.name for one in demanded(kind, by, moments)} | wrong
    fields = [one for one in as_seen(kind, by, making=True, moments=moments).fields if one.name in wanted - {*shown}]
    found = []
    for one in fields:
        name = f"{kind.name}-{one.name}"
        plain = Text(name=name, label=one.label, hint=one.hint, required=one.required)
        drawn = plain if one.widget in INLINE else replace(one, name=name)
        text = given.get(name, "")
        value: Any = [part.strip() for part in text.split(",")] if one.widget == "many" else text
        found.append(input_of(drawn, value, errors.get(name, ""), by))
    return found


def input_of(field: Field, value: Any, error: str, by: User, stored: Any = None) -> Input:
    """The input of one field with a raw value; the one that is `stored` can be kept though it is out of use."""
    text = lookup = ""
    if field.widget == "picker":
        text = _title(field, value, by) if isinstance(field, ToRecord) else field.picked(value, by=by)
        value = value if text else ""
        lookup = field.lookup
    options = tuple(field.options()) if field.widget in {"select", "many"} and hasattr(field, "options") else ()
    if stored is not None:
        options = (*(one for one in _out_of_use(field, stored) if one[0] not in dict(options)), *options)
    return Input(field=field, value=value, text=text, options=options, lookup=lookup, error=error)


def _out_of_use(field: Field, stored: Any) -> list[tuple[str, str]]:
    """What stands in the record and is perhaps offered no more."""
    if isinstance(field, CustomChoice | ClassifierChoices):
        return [(str(pk), field.names.get(pk, "")) for pk in listed(stored)]
    if isinstance(field, CustomUser):
        return [(str(user.pk), user.full_name) for user in User.objects.filter(pk=stored)]
    return [(str(stored.pk), str(stored))] if field.widget == "select" and field.related else []


def sent_again(field: Field, raw: Any) -> list[Any]:
    """The raw value as hidden inputs carry it."""
    if isinstance(field, Addresses):
        return field.written(raw)
    return raw if isinstance(raw, list) else [raw]


def raw_of_stored(field: Field, value: Any) -> Any:
    """A stored value in the form that its input takes: an id for a link, ISO for dates, plain digits for sums."""
    if value is None:
        return ""
    if field.related:
        return getattr(value, "pk", value)
    if field.widget == "date":
        return value.isoformat()
    if field.widget == "moment":
        return value.astimezone(timezone.get_current_timezone()).strftime("%Y-%m-%dT%H:%M")
    if field.widget in {"number", "money"}:
        return f"{Decimal(value).normalize():f}"
    return value


def raw_text(field: Field, record: Any) -> str:
    """What a record has in a field, in the one line that a short form takes."""
    value = raw_of_stored(field, field.read(record))
    if not isinstance(value, list | tuple):
        return str(value)
    return ", ".join(map(str, value)) if field.widget == "many" else field.show(value)


def _starting(field: Field, by: User) -> Any:
    """What a new record begins with: its author answers for it."""
    return by.pk if field.name == "owner" else raw_of_stored(field, field.blank)


def _title(field: ToRecord, value: Any, by: User) -> str:
    if (pk := whole(value)) is None:
        return ""
    found = access.only(access.visible(kinds.get(field.kind), by).filter(pk=pk))
    shown_all([found] if found else [])
    return str(found) if found else ""
