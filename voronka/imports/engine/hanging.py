"""What hangs on the records that an import made: with anything that came since, a record stays."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import CASCADE, SET_NULL

from voronka.imports.engine.trace import Traced, traced
from voronka.imports.engine.undoing import Undoing, Why, refuse
from voronka.people.models import Consent
from voronka.records.merging import own_links
from voronka.records.merging.rules import GENERIC

# A row `c` that goes away itself holds nothing.
GOES_TOO = (
    """EXISTS (SELECT FROM {touched} g WHERE g.kind = %s AND g.record_id = c.id AND g.is_new AND g.why IS NULL)"""
)


@dataclass(frozen=True)
class Hold:
    """Rows `c` of a table that may point to a record `t`, by a condition with its parameters; `name` says what."""

    name: str
    table: str
    condition: str
    parameters: tuple[Any, ...] = ()


def keep_what_holds(undoing: Undoing) -> None:
    """Let records stay on which something hangs, and what is a part of a record that stays; until nothing changes.

    It is asked after the changed records have got back what they had: they hold nothing new any more.
    """
    made = [one for one in undoing.tables if one.kind]
    holds = {one.name: list(_holds(one)) for one in made}
    while sum(_keep(undoing, one, holds.get(one.name, [])) for one in undoing.tables):
        pass


def _keep(undoing: Undoing, one: Traced, holds: list[Hold]) -> int:
    count = sum(_stays_with(undoing, one, link) for link in one.links()) + _named_by_parts(undoing, one)
    if one.name in {"person", "lead"}:
        count += _consents(undoing, one)
    for hold in holds:
        count += refuse(
            undoing,
            one,
            Why.LINKED,
            "t.is_new AND EXISTS (SELECT FROM {holder} c WHERE " + hold.condition + " AND NOT " + GOES_TOO + ")",
            [*hold.parameters, hold.name],
            holder=hold.table,
            what=hold.name,
        )
    return count


def _holds(one: Traced) -> Iterator[Hold]:
    """Everything with a history that can point to these records: foreign keys, subjects, links of the company's own."""
    for other in traced():
        for link in other.links():
            if link.related_model is one.model:
                yield Hold(other.name, other.table, f"c.{link.column} = t.record_id")
        columns = {field.name for field in other.model._meta.concrete_fields}
        for kind_column, column in GENERIC:
            if {kind_column, column} <= columns:
                yield Hold(other.name, other.table, f"c.{kind_column} = t.kind AND c.{column} = t.record_id")
    if one.kind:
        for own in own_links.leading_to(one.kind):
            holds = "NOT c.custom = '{{}}' AND c.custom @> jsonb_build_object(%s::text, t.record_id)"
            yield Hold(own.holder.name, own.holder.model._meta.db_table, holds, (own.key,))


def _stays_with(undoing: Undoing, one: Traced, link: Any) -> int:
    """A part of a record that stays, stays too: what its row of the file brought is not taken apart."""
    whole = next((other for other in undoing.tables if other.model is link.related_model), None)
    if whole is None or link.remote_field.on_delete is not CASCADE:
        return 0
    stays = """t.is_new AND EXISTS (SELECT FROM {table} c JOIN {touched} p ON p.record_id = c.{column}
        WHERE c.id = t.record_id AND p.kind = %s AND p.why IS NOT NULL AND p.why <> 'gone')"""
    return refuse(undoing, one, Why.WITH, stays, [whole.name], column=link.column)


def _named_by_parts(undoing: Undoing, one: Traced) -> int:
    """What a part of a record that stays names, stays too: the task with which a rule gave a lead to somebody."""
    named = """t.is_new AND EXISTS (SELECT FROM {parts} c JOIN {touched} p ON p.record_id = c.{whole}
        WHERE c.{column} = t.record_id AND p.kind = %s AND p.why IS NOT NULL AND p.why <> 'gone')"""
    count = 0
    for table, column, model in _links_without_history(SET_NULL):
        for same, whole, other in _links_without_history(CASCADE) if model is one.model else ():
            above = next((made for made in undoing.tables if made.model is other), None)
            if same == table and above:
                names = {"parts": table, "whole": whole, "column": column}
                count += refuse(undoing, one, Why.WITH, named, [above.name], **names)
    return count


def _consents(undoing: Undoing, one: Traced) -> int:
    """What was said of consents since the import."""
    said = """t.is_new AND EXISTS (SELECT FROM {consents} c WHERE c.kind = t.kind AND c.record_id = t.record_id
        AND (c.entered_at, c.by_id) IS DISTINCT FROM (%s, %s))"""
    given = [undoing.wrote_at, undoing.wrote_by]
    return refuse(undoing, one, Why.LINKED, said, given, consents=Consent._meta.db_table, what="consent")


def parts_of(one: Traced) -> Iterator[tuple[str, str]]:
    """Tables without a history, with the column by which their rows are a part of these records."""
    return ((table, column) for table, column, model in _links_without_history(CASCADE) if model is one.model)


def _links_without_history(on_delete: Any) -> Iterator[tuple[str, str, Any]]:
    """Tables without a history, with their columns that point to a model in this way, and that model."""
    for model in apps.get_models():
        if hasattr(model, "pgh_event_model") or model.__name__.endswith("Event"):
            continue
        for field in model._meta.concrete_fields:
            if field.related_model and field.remote_field and field.remote_field.on_delete is on_delete:
                yield str(model._meta.db_table), str(field.column), field.related_model
