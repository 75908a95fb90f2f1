"""The person of a deal, by outside id, letter box or name."""

from django.utils.translation import gettext_lazy

from voronka.imports.columns import Column, reference
from voronka.imports.engine.batch import Batch
from voronka.imports.targets.about import BY_ID, PERSON_WAYS, SHORTER
from voronka.people.kinds import PERSON
from voronka.records import access
from voronka.sales.kinds import DEAL

WAYS = (("person_key", BY_ID), *(("person", way) for way in (*PERSON_WAYS, *SHORTER)))


def columns() -> tuple[Column, ...]:
    """The columns by which a deal names its person."""
    person, key = DEAL.field("person").label, gettext_lazy("Outside id of the person")
    return (
        reference(
            "person", person, "person_id", "contact name", "contact", "contact person", "контакт", "имя контакта"
        ),
        reference("person_key", key, "person_id", "contactid", "contact id", "код контакта", "id контакта"),
    )


def persons(batch: Batch) -> None:
    """The one person that is meant, one of the deal's organization before others; of several nobody is guessed."""
    seen, parameters = batch.ids(access.visible(PERSON, batch.by))
    for name, way in WAYS:
        if not batch.has(f"{name}__text"):
            continue
        for nearer in ("r.organization_id = s.organization_id", "true"):
            batch.run(
                """
                UPDATE {stage} t SET person_id = f.id, organization_id = COALESCE(t.organization_id, f.above) FROM (
                    SELECT s.number, min(r.id) AS id, min(r.organization_id) AS above
                    FROM {stage} s JOIN people_person r ON {way}
                    WHERE s.person_id IS NULL AND s.{name}__text <> '' AND {nearer} AND r.id IN ({seen}) AND {due}
                    GROUP BY s.number HAVING count(*) = 1
                ) f WHERE f.number = t.number
                """,
                parameters,
                way=way.format(name=f"{name}__text"),
                name=name,
                nearer=nearer,
                seen=seen,
            )
