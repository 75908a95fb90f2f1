"""Field types of the registry: how a value is read, written, shown, filtered and sorted."""

from voronka.records.fields.addresses import Addresses
from voronka.records.fields.base import Field, FilterContext, bad_value
from voronka.records.fields.choices import Choice, ClassifierChoice, ClassifierChoices, Flag, Signs
from voronka.records.fields.computed import Computed, Told
from voronka.records.fields.contacts import Emails, Phones
from voronka.records.fields.dates import Date, Moment
from voronka.records.fields.links import DepartmentLink, Link, UserLink
from voronka.records.fields.numbers import Money, Number, Percent
from voronka.records.fields.text import LongText, Text, Url

__all__ = [
    "Addresses",
    "Choice",
    "ClassifierChoice",
    "ClassifierChoices",
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
    "Percent",
    "Phones",
    "Signs",
    "Text",
    "Told",
    "Url",
    "UserLink",
    "bad_value",
]
