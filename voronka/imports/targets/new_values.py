"""Values that the lists of choices do not have yet: made out of a file by those who may, linked to its rows."""

from django.db import transaction

from voronka.accounts.actions.arrangement import rearranged
from voronka.imports.engine.batch import Batch
from voronka.imports.own_columns import new_texts
from voronka.records.arrangement import refresh_now
from voronka.records.fields import ClassifierChoices
from voronka.records.fields.custom import CustomChoice, CustomChoices
from voronka.records.models import ClassifierValue

VALUES = ClassifierValue._meta.db_table
# The ids of the values that a row names, once they all stand in the list.
LINK = """
    UPDATE {stage} s SET {change} FROM (
        SELECT n.number, array_agg(DISTINCT v.id) AS ids FROM {stage} n, unnest(n.{texts}) AS text
        JOIN {values} v ON v.classifier = %s AND lower(v.name) = lower(text) GROUP BY n.number
    ) found WHERE found.number = s.number
"""


def new_values(batch: Batch) -> None:
    """Make the values that no list has; rows whose own choices and lists of values name them get them."""
    for field in (*batch.target.kind.own, *batch.target.kind.built):
        if isinstance(field, CustomChoice | ClassifierChoices) and batch.has(new_texts(field)):
            made = _make(batch, field)
            _link(batch, field)
            batch.made_values += [f"{field.label}: {name}" for name in made]
    if batch.made_values:
        rearranged()
        transaction.on_commit(refresh_now)


def _make(batch: Batch, field: CustomChoice | ClassifierChoices) -> list[str]:
    made = batch.rows(
        """
        INSERT INTO {values} (classifier, name, position, is_active)
        SELECT %s, t.text, 1000, true FROM (
            SELECT DISTINCT ON (lower(text)) text, s.number FROM {stage} s, unnest(s.{texts}) AS text
            WHERE {due} ORDER BY lower(text), s.number
        ) t WHERE NOT EXISTS (SELECT FROM {values} v WHERE v.classifier = %s AND lower(v.name) = lower(t.text))
        ORDER BY t.number, t.text ON CONFLICT DO NOTHING RETURNING id, name
        """,
        [field.classifier, field.classifier],
        values=VALUES,
        texts=new_texts(field),
    )
    batch.note_made("values", (pk for pk, _name in made))
    return [name for _pk, name in made]


def _link(batch: Batch, field: CustomChoice | ClassifierChoices) -> None:
    parameters: list[str] = []
    match field:
        case ClassifierChoices():
            change = f"{field.attribute} = COALESCE(s.{field.attribute}, '{{}}') || found.ids"
        case CustomChoices():
            change = "custom = jsonb_set(s.custom, ARRAY[%s], COALESCE(s.custom -> %s, '[]') || to_jsonb(found.ids))"
            parameters = [field.key, field.key]
        case _:
            change = "custom = s.custom || jsonb_build_object(%s::text, found.ids[1])"
            parameters = [field.key]
    batch.run(LINK, [*parameters, field.classifier], change=change, texts=new_texts(field), values=VALUES)
