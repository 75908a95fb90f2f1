"""The index knows names of linked records and every field, readers only what they may see."""

from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from voronka.accounts.models import User
from voronka.records import access, field_rules, kinds
from voronka.records.fields import Link
from voronka.records.fields.custom import PREFIX
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry
from voronka.records.names import fold

WORDS, DIGITS, PASSAGE = "words", "digits", "passage"


def marked(entries: QuerySet[SearchEntry], user: User) -> QuerySet[Any]:
    """The entries with the mark `_hides`: something that stands there besides the title is not for this person.

    That is the name of a linked record that they do not see, or a field that their roles hide.
    """
    return marked_for(entries, user, closed_kinds(user))


def marked_for(entries: QuerySet[SearchEntry], user: User, closed: Collection[str]) -> QuerySet[Any]:
    """The same where the `closed_kinds` of the person are known."""
    cases = []
    for kind in kinds.all_kinds():
        if kind.name in closed:
            cases.append(When(kind=kind.name, then=Value(True)))
        elif hidden := _hidden_links(kind, user):
            rows = kind.model._default_manager.filter(hidden, pk=OuterRef("record_id"))
            cases.append(When(Q(kind=kind.name) & Exists(rows), then=Value(True)))
    return entries.annotate(_hides=Case(*cases, default=Value(False), output_field=BooleanField()))


def conceal(entries: Iterable[Any], user: User) -> None:
    """Take what this person may not see out of entries that came `marked`."""
    blind = blind_kinds(user)
    for entry in entries:
        if entry._hides:
            entry.subtitle, entry.words = "", fold(entry.title)
        if entry.kind in blind:
            entry.digits = ""


def hidden_parts(kind: Kind, user: User) -> set[str]:
    """What of the index holds a field that this person's roles hide: words (with the second line), digits, texts."""
    names = {one.name for one in field_rules.hidden(kind, user)}
    if not names:
        return set()
    columns: dict[str, tuple[Any, ...]] = {PASSAGE: (kind.passage.text,) if kind.passage else ()}
    if told := kind.search:
        columns |= {WORDS: (*told.words, *((told.subtitle,) if told.subtitle else ())), DIGITS: told.digits}
    found = {part for part, ones in columns.items() if names & {name for one in ones for name in _columns_in(one)}}
    return found | ({WORDS} if any(name.startswith(PREFIX) for name in names) else set())


def blind_kinds(user: User) -> list[str]:
    """The kinds that this person cannot find by digits: a number that they may not read stands among them."""
    return [one.name for one in kinds.all_kinds() if DIGITS in hidden_parts(one, user)]


def closed_kinds(user: User) -> list[str]:
    """The kinds that this person finds by their titles alone: a field that they may not read stands among the words."""
    return [one.name for one in kinds.all_kinds() if WORDS in hidden_parts(one, user)]


def _columns_in(expression: Any) -> set[str]:
    """The columns of its own table that an expression reads."""
    if isinstance(expression, F):
        return {str(vars(expression)["name"]).split("__")[0]}
    return {name for one in getattr(expression, "get_source_expressions", list)() for name in _columns_in(one)}


def _hidden_links(kind: Kind, user: User) -> Q:
    hidden = Q()
    for name in kind.search.links if kind.search else ():
        link = kind.field(name)
        assert isinstance(link, Link)  # noqa: S101  # SearchText.links says so
        target = kinds.get(link.kind)
        if access.condition(target, user) != Q():
            seen = access.visible(target, user).filter(pk=OuterRef(link.path))
            hidden |= Q(**{f"{link.path}__isnull": False}) & Q(~Exists(seen))
    return hidden
