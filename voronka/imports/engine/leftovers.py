"""What an undone import leaves beside its records: rows known again, consents, values of lists, pipelines."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db import connection, transaction
from django.db.models import ProtectedError

from voronka.accounts.actions.arrangement import rearranged
from voronka.imports.engine.undoing import TOUCHED, Undoing
from voronka.imports.models import ImportedRow
from voronka.people.models import Consent
from voronka.records.arrangement import refresh_now
from voronka.records.fields import ClassifierChoices
from voronka.records.fields.custom import CustomChoice, CustomChoices
from voronka.records.kinds import Kind, all_kinds
from voronka.records.models import ClassifierValue, SavedView
from voronka.sales.models import Pipeline, Stage

# Rows `r` that name no record which stays.
OF_NO_OTHER = f"""NOT EXISTS (
    SELECT FROM {TOUCHED} t WHERE t.kind = r.kind AND t.record_id = r.record_id AND t.why IS NOT NULL)"""


def forget_rows(undoing: Undoing) -> None:
    """The same file makes records again, but for the rows of those that stay."""
    undoing.run(
        "DELETE FROM {rows} r WHERE r.run_id = %s AND {of_no_other}",
        [undoing.run_id],
        rows=ImportedRow._meta.db_table,
        of_no_other=OF_NO_OTHER,
    )
    undoing.run(
        "DELETE FROM {rows} r USING {touched} t WHERE t.kind = r.kind AND t.record_id = r.record_id AND {going}",
        rows=ImportedRow._meta.db_table,
    )


def withdraw_consents(undoing: Undoing) -> None:
    """What the file said of consents was not said, but of the records that stay."""
    undoing.run(
        "DELETE FROM {consents} r WHERE r.entered_at = %s AND r.by_id = %s AND {of_no_other}",
        [undoing.wrote_at, undoing.wrote_by],
        consents=Consent._meta.db_table,
        of_no_other=OF_NO_OTHER,
    )


def take_out_made(made: dict[str, list[int]]) -> int:
    """Take out the values of lists and the pipelines that nothing uses; how many."""
    return _values(made.get("values", [])) + _pipelines(made.get("pipelines", []))


def _pipelines(ids: list[int]) -> int:
    count = 0
    for pipeline in Pipeline.objects.filter(pk__in=ids):
        try:
            with transaction.atomic():
                Stage.objects.filter(pipeline=pipeline).delete()
                pipeline.delete()
                count += 1
        except ProtectedError:  # deals of others stand there by now
            continue
    return count


def _values(ids: list[int]) -> int:
    free = set(ids) - _used(ids)
    if not free:
        return 0
    ClassifierValue.objects.filter(pk__in=free).delete()
    rearranged()
    transaction.on_commit(refresh_now)
    return len(free)


def _used(ids: list[int]) -> set[int]:
    """Those of the values that records, other values or saved questions name."""
    used: set[int] = set()
    for model in apps.get_models():
        if hasattr(model, "pgh_tracked_model"):  # states of the past hold nothing
            continue
        for field in model._meta.concrete_fields:
            if field.related_model is ClassifierValue:
                rows: Any = model._default_manager.filter(**{f"{field.name}__in": ids})
                used.update(rows.values_list(field.attname, flat=True).distinct())
    for kind in all_kinds():
        used.update(_in_lists(kind, ids))
    kept = " ".join(str(one) for one in SavedView.objects.values_list("filter", flat=True))
    return used | {one for one in ids if f"{one}" in _numbers(kept)}


def _numbers(text: str) -> set[str]:
    return set("".join(sign if sign.isdigit() else " " for sign in text).split())


def _in_lists(kind: Kind, ids: list[int]) -> Iterable[int]:
    """Of the fields that hold several values in one column, and of the company's own."""
    for one in (*kind.built, *kind.own):
        match one:
            case ClassifierChoices() if isinstance(kind.model._meta.get_field(one.attribute), ArrayField):
                yield from _asked(kind, f"unnest({one.attribute})", f"{one.attribute} && %s::bigint[]", [ids], ids)
            case CustomChoices():
                each = "jsonb_array_elements_text(custom -> %s)::bigint"
                yield from _asked(kind, each, "jsonb_typeof(custom -> %s) = 'array'", [one.key, one.key], ids)
            case CustomChoice():
                yield from _asked(kind, "(custom ->> %s)::bigint", "custom ? %s", [one.key, one.key], ids)


def _asked(kind: Kind, value: str, condition: str, parameters: list[Any], ids: list[int]) -> list[int]:
    """Which of the ids stand there; `value` and `condition` are our own text over the table of the kind."""
    statement = "SELECT DISTINCT v FROM (SELECT {value} AS v FROM {table} WHERE {condition}) f WHERE v = ANY (%s)"
    with connection.cursor() as cursor:
        given = {"value": value, "table": kind.model._meta.db_table, "condition": condition}
        cursor.execute(statement.format(**given), [*parameters, ids])
        return [pk for (pk,) in cursor.fetchall()]
