"""Field types of the registry: how a value is read, written, shown, filtered and sorted."""

from voronka.records.fields.base import Field, FilterContext, bad_value
from voronka.records.fields.choices import Choice, ClassifierChoice, Flag
from voronka.records.fields.computed import Computed, Told
from voronka.records.fields.contacts import Emails, Phones
from voronka.records.fields.dates import Date, Moment
from voronka.records.fields.links import DepartmentLink, Link, UserLink
from voronka.records.fields.numbers import Money, Number
from voronka.records.fields.text import LongText, Text, Url

__all__ = [
    "Choice",
    "ClassifierChoice",
    "Computed",
    "Date",
    "DepartmentLink",
    "Emails",
    "Field",
    "FilterContext",
    "Flag",
    "Link",
    "LongText",
    "Moment",
    "Money",
    "Number",
    "Phones",
    "Text",
    "Told",
    "Url",
    "UserLink",
    "bad_value",
]
