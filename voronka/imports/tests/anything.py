"""Whatever records can hold: for each field of a kind, what hypothesis may put into it."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from voronka.people.fields import Inn
from voronka.records.fields import (
    Addresses,
    Choice,
    ClassifierChoice,
    ClassifierChoices,
    Date,
    Emails,
    Field,
    Flag,
    LongText,
    Moment,
    Number,
    Phones,
    Text,
    Url,
)
from voronka.records.fields.custom import CustomChoice, CustomChoices
from voronka.records.fields.links import ToRecord, ToUser
from voronka.records.kinds import Kind

FORMULAS = (
    *("=1+1", "+7 903", "-5", "@SUM(A1)", "'=1", "''+1", "'", "=", "-"),
    *('"', ";", "a;b", 'a"b', "1,5", "01.02.2026"),
)
WORDS = st.one_of(
    st.sampled_from(FORMULAS),
    st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\x00"), max_size=20),
)
LINES = st.lists(WORDS, max_size=4).map("\n".join)
PHONES = ("+79031234567", "+74951112233;ext=5", "+12125550100", "+375291234567", "+442071234567", "+861012345678")
BOXES = ("a@example.com", "ivan.petrov+crm@example.ru", "-x@example.ru", "o'neill@example.com")
SITES = ("example.com", "http://example.com/a?b=1;c", "https://пример.рф/ё", "example.com/=1+1")
DAYS = st.dates(date(1930, 1, 1), date(2090, 1, 1))
MOMENTS = st.datetimes(datetime(1930, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  # hypothesis adds the zone
SETTLED = frozenset({"name", "last_name", "department", "stage", "lost_reason", "lost_comment", "external_id"})
PLACES = st.fixed_dictionaries(
    {"type": st.just("delivery"), "city": WORDS, "text": WORDS.map(lambda text: f"д. {text}"), "comment": WORDS}
)


def records(kind: Kind, links: dict[str, list[int]]) -> SearchStrategy[dict[str, Any]]:
    """What new records of the kind are given; `links` are ids of what it can be linked to, by kind."""
    fields = {one.name: _given(one, links) for one in kind.fields if one.editable and one.name not in SETTLED}
    known = {name: given for name, given in fields.items() if given is not None}
    called = {name: NAMES for name in ("name", "last_name") if name in kind.by_name and kind.field(name).editable}
    return st.fixed_dictionaries(called, optional=known)


NAMES = st.one_of(st.sampled_from([one for one in FORMULAS if one.strip()]), st.text("абвгд ё=+-'", min_size=1)).map(
    lambda text: f"Я{text}" if not text.strip() else text
)


def _given(field: Field, links: dict[str, list[int]]) -> SearchStrategy[Any] | None:
    if isinstance(field, ToUser | ToRecord):
        known = links.get(getattr(field, "kind", "user"), [])
        return st.sampled_from(known) if known else None
    if isinstance(field, ClassifierChoices | CustomChoices | Choice | ClassifierChoice | CustomChoice):
        return _chosen(field)
    if isinstance(field, Number):
        most = min(field.high, Decimal(99_999_999))
        return st.decimals(max(field.low, -most), most, places=field.places)
    return next((given for kind, given in BY_TYPE if isinstance(field, kind)), None)


def _chosen(field: Any) -> SearchStrategy[Any] | None:
    options = [pk for pk, _name in field.options()]
    if isinstance(field, ClassifierChoices | CustomChoices):
        return st.lists(st.sampled_from(options), unique=True, max_size=3)
    return st.sampled_from(options) if options else None


# The narrower type first.
BY_TYPE: tuple[tuple[type[Field], SearchStrategy[Any]], ...] = (
    (Phones, st.lists(st.sampled_from(PHONES), unique=True, max_size=3)),
    (Emails, st.lists(st.sampled_from(BOXES), unique=True, max_size=3)),
    (Url, st.sampled_from(SITES)),
    (Inn, st.just("7707083893")),
    (LongText, LINES),
    (Text, WORDS),
    (Moment, MOMENTS),
    (Date, DAYS),
    (Flag, st.booleans()),
    (Addresses, st.lists(PLACES, max_size=2)),
)
