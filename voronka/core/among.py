"""Conditions «is one of these» that take one form, whatever the number of these."""

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, BooleanField, Func, Value


class AnyOf(Func):
    """`column = ANY(array)`: unlike `IN (SELECT …)`, what an `ArraySubquery` finds is found first, come what may."""

    template, arg_joiner = "(%(expressions)s))", " = ANY("
    output_field = BooleanField()


class Among(AnyOf):
    """The same for ids at hand: `filter(Among("pk", ids))`."""

    def __init__(self, column: str, ids: list[int]) -> None:
        super().__init__(column, Value(ids, output_field=ArrayField(BigIntegerField())))
