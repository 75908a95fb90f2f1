"""Steps that several targets share: texts of a file find the ids that they mean."""

from voronka.imports.engine.batch import Batch
from voronka.imports.targets.base import Step
from voronka.people.kinds import ORGANIZATION
from voronka.records import access
from voronka.records.fields import ClassifierChoice
from voronka.records.kinds import Kind
from voronka.records.models import ClassifierValue
from voronka.records.search.index import index


def of_fields(kind: Kind) -> tuple[Step, ...]:
    """The steps that the fields of a kind need by themselves: its owner and its values of classifiers."""
    choices = [one for one in kind.fields if isinstance(one, ClassifierChoice) and one.editable]
    return (owners, *(classifier(one.name, one.classifier) for one in choices))


def owners(batch: Batch) -> None:
    """Employees by e-mail or full name; a name that nobody has leaves the record with the one who imports."""
    if batch.has("owner__text"):
        batch.run(
            """
            UPDATE {stage} s SET owner_id = u.id FROM accounts_user u
            WHERE s.owner__text <> '' AND u.is_active AND lower(s.owner__text) IN (
                u.email, lower(trim(u.first_name || ' ' || u.last_name)),
                lower(trim(u.last_name || ' ' || u.first_name))
            )
            """
        )


def classifier(name: str, code: str) -> Step:
    """Values of a classifier by name, switched off ones too; a new name becomes a new value."""

    def step(batch: Batch) -> None:
        if not batch.has(f"{name}__text"):
            return
        batch.run(
            """
            INSERT INTO {values} (classifier, name, position, is_active)
            SELECT %s, min(left(s.{name}__text, 120)), 1000, true FROM {stage} s
            WHERE s.{name}__text <> '' AND s.problem IS NULL AND NOT EXISTS (
                SELECT 1 FROM {values} v WHERE v.classifier = %s AND lower(v.name) = lower(left(s.{name}__text, 120))
            ) GROUP BY lower(left(s.{name}__text, 120)) ORDER BY min(s.number)
            """,
            [code, code],
            values=ClassifierValue._meta.db_table,
            name=name,
        )
        batch.run(
            """
            UPDATE {stage} s SET {name}_id = v.id FROM {values} v
            WHERE v.classifier = %s AND lower(v.name) = lower(left(s.{name}__text, 120)) AND s.{name}__text <> ''
            """,
            [code],
            values=ClassifierValue._meta.db_table,
            name=name,
        )

    return step


def campaigns(batch: Batch) -> None:
    """Campaigns by name; a new name becomes a new campaign."""
    if not batch.has("campaign__text"):
        return
    batch.run(
        """
        INSERT INTO marketing_campaign (name, is_active, external_id, custom, version, created_at, updated_at,
                                        created_by_id, owner_id, department_id)
        SELECT min(left(s.campaign__text, 160)), true, '', '{{}}', 1, %s, %s, %s, %s, %s FROM {stage} s
        WHERE s.campaign__text <> '' AND s.problem IS NULL AND NOT EXISTS (
            SELECT 1 FROM marketing_campaign c WHERE lower(c.name) = lower(left(s.campaign__text, 160))
        ) GROUP BY lower(left(s.campaign__text, 160))
        """,
        [batch.at, batch.at, batch.by.pk, batch.by.pk, batch.by.department_id],
    )
    batch.run(
        """
        UPDATE {stage} s SET campaign_id = c.id FROM marketing_campaign c
        WHERE s.campaign__text <> '' AND lower(c.name) = lower(left(s.campaign__text, 160))
        """
    )


def organizations_by_outside_id(batch: Batch) -> None:
    """The organization that the other program calls by this id, if the person may see it."""
    if batch.has("organization_key__text"):
        _link_organizations(batch, "r.external_id = s.organization_key__text AND s.organization_key__text <> ''")


def organizations_by_name(batch: Batch) -> None:
    """The organization of that name, the oldest when there are several; a new name becomes a new organization."""
    if not batch.has("organization__text"):
        return
    same = "translate(lower(r.name), 'ё', 'е') = translate(lower(s.organization__text), 'ё', 'е')"
    _link_organizations(batch, f"{same} AND s.organization__text <> ''")
    made = batch.rows(
        """
        INSERT INTO people_organization (name, phones, emails, website, address, note, external_id, custom, version,
                                         created_at, updated_at, created_by_id, owner_id, department_id)
        SELECT min(s.organization__text), '{{}}', '{{}}', '', '', '', '', '{{}}', 1, %s, %s, %s,
               COALESCE(min(s.owner_id), %s), %s
        FROM {stage} s WHERE s.organization_id IS NULL AND s.organization__text <> '' AND s.problem IS NULL
        GROUP BY translate(lower(s.organization__text), 'ё', 'е') RETURNING id
        """,
        [batch.at, batch.at, batch.by.pk, batch.by.pk, batch.by.department_id],
    )
    if made:
        index(ORGANIZATION, [pk for (pk,) in made])
        _link_organizations(batch, f"{same} AND s.organization__text <> ''")


def _link_organizations(batch: Batch, condition: str) -> None:
    seen, parameters = batch.ids(access.visible(ORGANIZATION, batch.by))
    batch.run(
        """
        UPDATE {stage} s SET organization_id = found.id FROM (
            SELECT DISTINCT ON (s.number) s.number, r.id FROM {stage} s JOIN people_organization r ON {condition}
            WHERE s.organization_id IS NULL AND r.id IN ({seen}) ORDER BY s.number, r.id
        ) found WHERE found.number = s.number
        """,
        parameters,
        condition=condition,
        seen=seen,
    )


def places(batch: Batch) -> None:
    """New records stand in the department of their owner."""
    batch.run(
        """
        UPDATE {table} r SET department_id = u.department_id FROM {stage} s, accounts_user u
        WHERE s.is_new AND r.id = s.record_id AND u.id = r.owner_id AND u.department_id IS NOT NULL
        """
    )
