"""Rows become organizations; an ИНН becomes a legal entity of theirs."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from voronka.accounts.models import Action
from voronka.imports.columns import Column, columns_of, stored
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.matching import SAME_SOURCE, settle
from voronka.imports.engine.telling import begin
from voronka.imports.targets import steps
from voronka.imports.targets.base import Target
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION
from voronka.records import access


def _complete(values: dict[str, Any]) -> str | None:
    """A nameless company is called by its site or the domain of its mail, as people would."""
    if not values.get("name"):
        site = urlsplit(values.get("website") or "").hostname or ""
        mails = values.get("emails") or [""]
        values["name"] = site.removeprefix("www.") or mails[0].rpartition("@")[2]
    return None if values["name"] else _("The row has no name of an organization.")


def _by_inn(batch: Batch) -> None:
    if batch.has("inn__text"):
        join = f"JOIN people_legalentity e ON e.inn = x.inn__text JOIN {batch.table} r ON r.id = e.organization_id"
        settle(batch, f"x.inn__text <> '' AND {SAME_SOURCE}", "inn", join)


UNKNOWN_INN = """s.inn__text <> '' AND NOT EXISTS (
    SELECT 1 FROM people_legalentity e WHERE e.organization_id = s.record_id AND e.inn = s.inn__text)"""


LEGAL_FORM = """CASE
    WHEN length(s.inn__text) = 12 THEN 'sole'
    WHEN o.name ~* '\\m(ооо|общество с ограниченной)\\M' THEN 'llc'
    WHEN o.name ~* '\\m(п|о|з|н)?ао\\M' THEN 'jsc'
    ELSE 'other' END"""


def _may_have_legal_entities(batch: Batch) -> None:
    if batch.has("inn__text") and not access.may(batch.by, Action.CREATE, LEGAL_ENTITY):
        said = _("The INN needs a legal entity, and your role does not let you make one.")
        batch.run("UPDATE {stage} s SET problem = %s WHERE {unknown} AND {due}", [said], unknown=UNKNOWN_INN)


def _legal_entities(batch: Batch) -> None:
    if not batch.has("inn__text"):
        return
    made = batch.rows(
        """
        INSERT INTO people_legalentity (organization_id, legal_form, name, inn, kpp, ogrn, address, external_id, custom,
                                        version, created_at, updated_at, created_by_id, owner_id, department_id)
        SELECT o.id, {form}, o.name, s.inn__text, '', '', '', '', '{{}}', 1, %s, %s, %s, o.owner_id, o.department_id
        FROM {stage} s JOIN people_organization o ON o.id = s.record_id WHERE {unknown} AND {due} RETURNING id
        """,
        [batch.at, batch.at, batch.by.pk],
        unknown=UNKNOWN_INN,
        form=LEGAL_FORM,
    )
    begin(batch, LEGAL_ENTITY, [pk for (pk,) in made])


def _inn() -> Column:
    field = LEGAL_ENTITY.field("inn")
    return Column(
        name="inn",
        label=field.label,
        words=("inn", "инн", "tax id", "vat"),
        staged=(("inn__text", "text"),),
        read=lambda raw, reading: {"inn__text": field.parse(raw, by=reading.by) if raw else ""},
        fills="legal_entity.inn",
    )


ORGANIZATIONS = Target(
    kind=ORGANIZATION,
    columns=columns_of(
        ORGANIZATION,
        stored(
            ORGANIZATION,
            ORGANIZATION.field("name"),
            "account name",
            "company",
            "company name",
            "organization",
            "организация",
            "название",
            "название компании",
            "наименование",
            "компания",
            "клиент",
            "контрагент",
        ),
        _inn(),
        words={
            "external_id": ("accountid", "account id", "company id"),
            "phones": ("рабочий телефон",),
            "source": ("account source",),
            "note": ("описание",),
            "owner": ("account owner",),
        },
    ),
    complete=_complete,
    resolve=(*steps.of_fields(ORGANIZATION), _may_have_legal_entities),
    match=(_by_inn,),
    finish=(steps.places, _legal_entities),
)
