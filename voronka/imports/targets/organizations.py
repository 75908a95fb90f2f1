"""Rows become organizations; an ИНН with the requisites beside it becomes a legal entity of theirs."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from voronka.accounts.models import Action
from voronka.imports.columns import Column, Reading, columns_of, reference, stored
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.matching import SAME_SOURCE, settle
from voronka.imports.engine.telling import begin
from voronka.imports.targets import holdings, steps
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


# What the file gives of a legal entity beyond its ИНН, by column of the table.
REQUISITES = {"kpp": "kpp__text", "ogrn": "ogrn__text", "address": "legal_address__text"}


def _requisites_fit(batch: Batch) -> None:
    """Requisites stand with an ИНН, and their numbers are of its sort; an entrepreneur's KPP is left out."""
    given = [staged for staged in REQUISITES.values() if batch.has(staged)]
    if not given:
        return
    inn = "s.inn__text" if batch.has("inn__text") else "''"
    alone = " OR ".join(f"s.{staged} <> ''" for staged in given)
    said = _("These are requisites without an INN: give the column of the INN, or leave them out.")
    batch.run(
        "UPDATE {stage} s SET problem = %s WHERE {inn} = '' AND ({alone}) AND {due}", [said], inn=inn, alone=alone
    )
    if batch.has("ogrn__text"):
        said = _("An OGRN of 13 digits goes with an INN of 10, one of 15 with an INN of 12.")
        batch.run(
            "UPDATE {stage} s SET problem = %s WHERE s.ogrn__text <> '' AND length(s.ogrn__text) - length({inn}) <> 3"
            " AND {due}",
            [said],
            inn=inn,
        )


def _given(batch: Batch, column: str) -> str:
    staged = REQUISITES[column]
    if not batch.has(staged):
        return "''"
    return f"CASE WHEN length(s.inn__text) = 12 THEN '' ELSE s.{staged} END" if column == "kpp" else f"s.{staged}"


def _legal_entities(batch: Batch) -> None:
    if not batch.has("inn__text"):
        return
    made = batch.rows(
        """
        INSERT INTO people_legalentity (organization_id, legal_form, name, inn, kpp, ogrn, address, external_id, custom,
                                        version, created_at, updated_at, created_by_id, owner_id, department_id)
        SELECT o.id, {form}, o.name, s.inn__text, {kpp}, {ogrn}, {address}, '', '{{}}',
               1, %s, %s, %s, o.owner_id, o.department_id
        FROM {stage} s JOIN people_organization o ON o.id = s.record_id WHERE {unknown} AND {due} RETURNING id
        """,
        [batch.at, batch.at, batch.by.pk],
        unknown=UNKNOWN_INN,
        form=LEGAL_FORM,
        **{column: _given(batch, column) for column in REQUISITES},
    )
    begin(batch, LEGAL_ENTITY, [pk for (pk,) in made])


def _of_entity(name: str, staged: str, *words: str, column: str = "") -> Column:
    """A column that fills a field of the legal entity; a dash or a lone zero stands for nothing."""
    field = LEGAL_ENTITY.field(name)

    def read(raw: str, reading: Reading) -> dict[str, str]:
        is_empty = not raw.strip(" -–—0")
        return {staged: "" if is_empty else str(field.accept(raw, by=reading.by) or "")}

    return Column(
        name=column or name,
        label=field.label,
        words=words,
        staged=((staged, "text"),),
        read=read,
        fills=f"legal_entity.{name}",
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
        _of_entity("inn", "inn__text", "inn", "инн", "tax id", "vat"),
        _of_entity("kpp", "kpp__text", "kpp", "кпп"),
        _of_entity("ogrn", "ogrn__text", "ogrn", "огрн", "огрнип", "огрн/огрнип"),
        _of_entity(
            "address",
            "legal_address__text",
            "legal address",
            "юр. адрес",
            "юр адрес",
            "адрес регистрации",
            column="legal_address",
        ),
        reference(
            "parent",
            ORGANIZATION.field("parent").label,
            "parent_id",
            "parent account",
            "parent company",
            "parent account id",
            "головная организация",
            "головной контрагент",
            "головная компания",
            "материнская компания",
            "холдинг",
            "входит в холдинг",
        ),
        words={
            "external_id": ("accountid", "account id", "company id"),
            "phones": ("рабочий телефон",),
            "source": ("account source",),
            "note": ("описание",),
            "owner": ("account owner",),
        },
    ),
    complete=_complete,
    resolve=(*steps.of_fields(ORGANIZATION), _may_have_legal_entities, _requisites_fit),
    extra=(("name", "varchar(255)"),),
    among=(holdings.parents,),
    match=(_by_inn,),
    finish=(steps.places, _legal_entities),
)
