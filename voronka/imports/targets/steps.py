"""Steps that several targets share: texts of a file find the ids that they mean."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.accounts.models import Action
from voronka.imports.columns import Column, reference
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.telling import begin
from voronka.imports.targets.base import Step
from voronka.imports.targets.new_values import new_values
from voronka.imports.targets.owner_rule import without_owner
from voronka.marketing.kinds import CAMPAIGN
from voronka.people.kinds import ORGANIZATION
from voronka.records import access, kinds
from voronka.records.fields import ClassifierChoice
from voronka.records.fields.own_links import CustomLink
from voronka.records.kinds import Kind
from voronka.records.models import ClassifierValue

VALUES = ClassifierValue._meta.db_table


def of_fields(kind: Kind) -> tuple[Step, ...]:
    """The steps that the fields of a kind need by themselves: its owner and its values of classifiers."""
    choices = [one for one in kind.fields if isinstance(one, ClassifierChoice) and one.editable]
    return (owners, without_owner, own_links, new_values, *(classifier(one.name, one.classifier) for one in choices))


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


def own_links(batch: Batch) -> None:
    """Records that own links lead to, by name, letter box or outside id; an unknown one rejects its row."""
    for field in batch.target.kind.own:
        if isinstance(field, CustomLink) and batch.has(f"{field.name}__text"):
            _own_link(batch, field)


def _own_link(batch: Batch, field: CustomLink) -> None:
    kind = kinds.get(field.kind)
    known = {one.name for one in kind.model._meta.concrete_fields}
    seen, parameters = batch.ids(access.visible(kind, batch.by))
    ways = [f"translate(lower(r.{kind.title}), 'ё', 'е') = translate(lower(t.text), 'ё', 'е')"]
    ways += ["r.emails @> ARRAY[lower(t.text)::varchar]"] if "emails" in known else []
    ways += ["r.external_id = t.text"]
    for way in ways:
        batch.run(
            """
            UPDATE {stage} s SET custom = s.custom || jsonb_build_object(%s::text, found.id) FROM (
                SELECT t.text, min(r.id) AS id
                FROM (SELECT DISTINCT s.{name} AS text FROM {stage} s WHERE s.{name} <> '' AND NOT s.custom ? %s) t
                JOIN {linked} r ON {way} WHERE r.id IN ({seen}) GROUP BY t.text
            ) found WHERE found.text = s.{name} AND NOT s.custom ? %s
            """,
            [field.key, field.key, *parameters, field.key],
            name=f"{field.name}__text",
            linked=kind.model._meta.db_table,
            way=way,
            seen=seen,
        )
    refusal = _("“%(field)s”: there is no record “%(value)s”.")
    batch.run(
        """
        UPDATE {stage} s SET problem = replace(%s, '<value>', left(s.{name}, 60))
        WHERE s.{name} <> '' AND NOT s.custom ? %s AND {due}
        """,
        [refusal % {"field": field.label, "value": "<value>"}, field.key],
        name=f"{field.name}__text",
    )


def classifier(name: str, code: str) -> Step:
    """Values of a classifier by name, switched off ones too; a new name makes a value where the import adds them."""

    def link(batch: Batch) -> None:
        batch.run(
            """
            UPDATE {stage} s SET {name}_id = v.id FROM {values} v
            WHERE v.classifier = %s AND lower(v.name) = lower(left(s.{name}__text, 120)) AND s.{name}__text <> ''
            """,
            [code],
            values=VALUES,
            name=name,
        )

    def make(batch: Batch) -> None:
        made = batch.rows(
            """
            INSERT INTO {values} (classifier, name, position, is_active)
            SELECT %s, min(left(s.{name}__text, 120)), 1000, true FROM {stage} s
            WHERE s.{name}_id IS NULL AND s.{name}__text <> '' AND {due}
            GROUP BY lower(left(s.{name}__text, 120)) ORDER BY min(s.number) RETURNING id, name
            """,
            [code],
            values=VALUES,
            name=name,
        )
        label = batch.target.kind.field(name).label
        batch.note_made("values", (pk for pk, _value in made))
        batch.made_values += [f"{label}: {value}" for _pk, value in made]

    def step(batch: Batch) -> None:
        refusal = _("The list of values has no “%(value)s”; ask the administrator to add it, or choose another.")
        _settle(batch, name, link, make, may_make=batch.adds_values, refusal=refusal)

    return step


def campaign_key() -> Column:
    """The campaign by the id that the other program gave it."""
    words = ("campaign id", "campaignid", "код кампании", "id кампании")
    return reference("campaign_key", gettext_lazy("Outside id of the campaign"), "campaign_id", *words)


def campaigns(batch: Batch) -> None:
    """Campaigns by outside id or by name; a new name becomes a new campaign."""
    if batch.has("campaign_key__text"):
        batch.run(
            """
            UPDATE {stage} s SET campaign_id = c.id FROM marketing_campaign c
            WHERE s.campaign_key__text <> '' AND c.external_id = s.campaign_key__text
            """
        )
    refusal = _("There is no campaign “%(value)s”, and your role does not let you make one.")
    may_make = access.may(batch.by, Action.CREATE, CAMPAIGN)
    _settle(batch, "campaign", _link_campaigns, _make_campaigns, may_make=may_make, refusal=refusal)


def _link_campaigns(batch: Batch) -> None:
    for fold in ("", "lower"):
        batch.run(
            """
            UPDATE {stage} s SET campaign_id = c.id FROM marketing_campaign c
            WHERE s.campaign_id IS NULL AND s.campaign__text <> ''
            AND {fold}(c.name) = {fold}(left(s.campaign__text, 160))
            """,
            fold=fold,
        )


def _make_campaigns(batch: Batch) -> None:
    made = batch.rows(
        """
        INSERT INTO marketing_campaign (name, is_active, external_id, custom, version, created_at, updated_at,
                                        created_by_id, owner_id, department_id)
        SELECT min(left(s.campaign__text, 160)), true, '', '{{}}', 1, %s, %s, %s, %s, %s FROM {stage} s
        WHERE s.campaign_id IS NULL AND s.campaign__text <> '' AND {due}
        GROUP BY lower(left(s.campaign__text, 160)) RETURNING id
        """,
        [batch.at, batch.at, batch.by.pk, batch.by.pk, batch.by.department_id],
    )
    begin(batch, CAMPAIGN, [pk for (pk,) in made])


def organizations_by_outside_id(batch: Batch) -> None:
    """The organization that the other program calls by this id, if the person may see it."""
    if batch.has("organization_key__text"):
        _link_organizations(batch, "r.external_id = s.organization_key__text AND s.organization_key__text <> ''")


def organizations_by_name(batch: Batch) -> None:
    """The organization of that name, the oldest when there are several; a new name becomes a new organization."""
    same = "translate(lower(r.name), 'ё', 'е') = translate(lower(s.organization__text), 'ё', 'е')"
    _settle(
        batch,
        "organization",
        lambda batch: _link_organizations(batch, f"{same} AND s.organization__text <> ''"),
        _make_organizations,
        may_make=access.may(batch.by, Action.CREATE, ORGANIZATION),
        refusal=_("There is no organization “%(value)s”, and your role does not let you make one."),
    )


def _make_organizations(batch: Batch) -> None:
    """They belong to the owner of the first row that names them, and stand in that one's department."""
    made = batch.rows(
        """
        INSERT INTO people_organization (name, phones, emails, website, address, note, external_id, custom, version,
                                         created_at, updated_at, created_by_id, owner_id, department_id)
        SELECT f.name, '{{}}', '{{}}', '', '', '', '', '{{}}', 1, %s, %s, %s, u.id, COALESCE(u.department_id, %s)
        FROM (
            SELECT DISTINCT ON (translate(lower(s.organization__text), 'ё', 'е'))
                   s.organization__text AS name, COALESCE(s.owner_id, %s) AS owner_id
            FROM {stage} s WHERE s.organization_id IS NULL AND s.organization__text <> '' AND {due}
            ORDER BY translate(lower(s.organization__text), 'ё', 'е'), s.number
        ) f JOIN accounts_user u ON u.id = f.owner_id RETURNING people_organization.id
        """,
        [batch.at, batch.at, batch.by.pk, batch.by.department_id, batch.by.pk],
    )
    begin(batch, ORGANIZATION, [pk for (pk,) in made])


def _settle(batch: Batch, name: str, link: Step, make: Step, *, may_make: bool, refusal: str) -> None:
    """Link the texts of a column; what is not there is made by those who may, and rejects the rows of the others."""
    if not batch.has(f"{name}__text"):
        return
    link(batch)
    if may_make:
        make(batch)
        link(batch)
        return
    batch.run(
        """
        UPDATE {stage} s SET problem = replace(%s, '<value>', left(s.{name}__text, 60))
        WHERE s.{name}_id IS NULL AND s.{name}__text <> '' AND {due}
        """,
        [refusal % {"value": "<value>"}],
        name=name,
    )


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
    """Records with a new owner stand in the department of that one."""
    batch.run(
        """
        UPDATE {table} r SET department_id = u.department_id FROM {stage} s, accounts_user u
        WHERE s.is_moved AND r.id = s.record_id AND u.id = r.owner_id AND u.department_id IS NOT NULL
        """
    )
