"""How names are compared and sorted: without case, ё as е."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, F, Func, JSONField, TextField, Transform, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

# Cities, streets and comments of a JSON list of addresses.
PLACED = (
    "translate((jsonb_path_query_array(%(expressions)s, '$[*].city')"
    " || jsonb_path_query_array(%(expressions)s, '$[*].text')"
    " || jsonb_path_query_array(%(expressions)s, '$[*].comment'))::text, '[]\"', '')"
)


def folded(path: str) -> Func:
    """The expression that names sort by; an index on the same expression serves it (the collation is C.UTF-8)."""
    return folded_expression(F(path))


def folded_expression(expression: Combinable) -> Func:
    """The folding of any text expression."""
    return Func(Lower(expression), Value("ё"), Value("е"), function="translate", output_field=TextField())


def joined(path: str) -> Func:
    """The elements of an array column as one text."""
    return Func(F(path), Value(" "), function="array_to_string", output_field=TextField())


def placed(path: str) -> Func:
    """Cities, streets and comments of a column of addresses as one text."""
    return Func(F(path), template=PLACED, output_field=TextField())


def digits_of(path: str) -> Func:
    """The digits of a text column, groups of them parted by spaces."""
    return Func(F(path), Value("[^0-9]+"), Value(" "), Value("g"), function="regexp_replace", output_field=TextField())


def fold(text: str) -> str:
    """The same folding in Python."""
    return text.lower().replace("ё", "е")


@CharField.register_lookup
@TextField.register_lookup
class Folded(Transform):
    """`name__folded`: the folded form of a text column."""

    lookup_name = "folded"
    output_field = TextField()
    template = "translate(lower(%(expressions)s), 'ё', 'е')"


@ArrayField.register_lookup
class Joined(Transform):
    """`phones__joined`: the elements of an array as one text."""

    lookup_name = "joined"
    output_field: Any = TextField()
    template = "array_to_string(%(expressions)s, ' ')"


@JSONField.register_lookup
class Placed(Transform):
    """`addresses__placed`: cities, streets and comments of a list of addresses as one text."""

    lookup_name = "placed"
    output_field: Any = TextField()
    template = PLACED
