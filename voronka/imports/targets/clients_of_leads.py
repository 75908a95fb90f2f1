"""A deal that names its lead but no client gets the client that the lead became."""

from voronka.imports.engine.batch import Batch
from voronka.people.kinds import PERSON
from voronka.records import access


def clients_of_leads(batch: Batch) -> None:
    """The clients of a lead that was converted here, else the one person who has the lead's letter box.

    Other programs make a contact of a converted lead and keep its e-mail, but their files do not say which one.
    """
    if not batch.has("lead__text"):
        return
    batch.run(
        """
        UPDATE {stage} s SET organization_id = COALESCE(s.organization_id, r.organization_id), person_id = r.person_id
        FROM sales_lead r WHERE r.id = s.lead_id AND {due}
        """
    )
    seen, parameters = batch.ids(access.visible(PERSON, batch.by))
    batch.run(
        """
        UPDATE {stage} t SET organization_id = COALESCE(t.organization_id, f.organization_id), person_id = f.id FROM (
            SELECT s.number, min(r.id) AS id, min(r.organization_id) AS organization_id
            FROM {stage} s JOIN sales_lead l ON l.id = s.lead_id JOIN people_person r ON r.emails && l.emails
            WHERE s.person_id IS NULL AND l.emails <> '{{}}' AND r.id IN ({seen}) AND {due}
            GROUP BY s.number HAVING count(*) = 1
        ) f WHERE f.number = t.number
        """,
        parameters,
        seen=seen,
    )
