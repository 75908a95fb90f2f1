"""Legal entities beside the organizations of a file: made by their ИНН, completed, with their bank accounts."""

from typing import Any

from django.utils.translation import gettext as _

from voronka.accounts.models import Action, Scope
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.matching import SAME_SOURCE, settle
from voronka.imports.engine.telling import begin
from voronka.imports.engine.twins import chain, give_records, tell_twins
from voronka.imports.targets.requisites import ACCOUNTS, AUTHORITY_ON, INN, NAME, TEXTS
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.models import LegalEntity
from voronka.people.models.legal_entities import CASE_FORMS
from voronka.records import access
from voronka.records.search.index import index

EXTRA = ((ACCOUNTS, "text"),)
UNKNOWN = f"""s.{INN} <> '' AND NOT EXISTS (
    SELECT FROM people_legalentity e WHERE e.organization_id = s.record_id AND e.inn = s.{INN})"""
FORM = f"""CASE
    WHEN length(s.{INN}) = 12 THEN 'sole'
    WHEN {{name}} ~* '\\m(ооо|общество с ограниченной)\\M' THEN 'llc'
    WHEN {{name}} ~* '\\m(п|о|з|н)?ао\\M' THEN 'jsc'
    ELSE 'other' END"""
SIGNING = ("signatory_name", "signatory_position", "authority", "authority_number")
# What a form of law does not have is not filled in.
HAS = {
    "kpp": "e.legal_form NOT IN ('sole', 'self_employed')",
    "ogrn": "e.legal_form NOT IN ('foreign', 'self_employed')",
    **dict.fromkeys((*SIGNING, "authority_on"), "e.legal_form <> 'self_employed'"),
}


def by_inn(batch: Batch) -> None:
    """An organization is known by the ИНН of its legal entity."""
    if batch.has(INN):
        join = f"JOIN people_legalentity e ON e.inn = x.{INN} JOIN {batch.table} r ON r.id = e.organization_id"
        settle(batch, f"x.{INN} <> '' AND {SAME_SOURCE}", "inn", join)


def same_in_law(batch: Batch) -> None:
    """Rows of one ИНН and one name are one organization; a further one may bring further accounts, as 1C writes them.

    Branches share an ИНН but not the name, and an outside id of its own makes a row an organization of its own.
    """
    if not batch.has(INN):
        return
    batch.run(
        """
        UPDATE {stage} s SET is_twin = true, twin_of = t.first FROM (
            SELECT number, min(number) OVER (PARTITION BY {inn}, translate(lower(name), 'ё', 'е')) AS first
            FROM {stage} s WHERE {inn} <> '' AND external_id = '' AND record_id IS NULL AND problem IS NULL
            AND NOT is_twin
        ) t WHERE t.number = s.number AND t.first < s.number
        """,
        inn=INN,
    )
    tell_twins(batch)
    chain(batch)
    batch.run(
        "UPDATE {stage} s SET is_beside = true, problem = NULL FROM {stage} f WHERE s.is_twin AND f.number = s.twin_of"
        " AND f.problem IS NULL AND f.{inn} = s.{inn} AND s.{accounts} IS NOT NULL",
        inn=INN,
        accounts=ACCOUNTS,
    )


def may_be_made(batch: Batch) -> None:
    """A new ИНН asks for the right to make legal entities."""
    if batch.has(INN) and not access.may(batch.by, Action.CREATE, LEGAL_ENTITY):
        said = _("The INN needs a legal entity, and your role does not let you make one.")
        batch.run("UPDATE {stage} s SET problem = %s WHERE {unknown} AND {due}", [said], unknown=UNKNOWN)


def requisites_fit(batch: Batch) -> None:
    """Requisites stand with an ИНН, and their numbers are of its sort; an entrepreneur's KPP is left out."""
    given = [staged for staged in (*TEXTS.values(), NAME) if batch.has(staged)]
    inn = f"COALESCE(s.{INN}, '')" if batch.has(INN) else "''"
    alone = " OR ".join([f"s.{ACCOUNTS} IS NOT NULL", *(f"s.{staged} <> ''" for staged in given)])
    said = _("These are requisites without an INN: give the column of the INN, or leave them out.")
    batch.run(
        "UPDATE {stage} s SET problem = %s WHERE {inn} = '' AND ({alone}) AND {due}", [said], inn=inn, alone=alone
    )
    if batch.has(TEXTS["ogrn"]):
        said = _("An OGRN of 13 digits goes with an INN of 10, one of 15 with an INN of 12.")
        batch.run(
            "UPDATE {stage} s SET problem = %s WHERE s.{ogrn} <> '' AND length(s.{ogrn}) - length({inn}) <> 3"
            " AND {due}",
            [said],
            inn=inn,
            ogrn=TEXTS["ogrn"],
        )


def may_be_changed(batch: Batch) -> None:
    """Accounts and requisites of a known legal entity ask for the right to change it."""
    given = [staged for staged in TEXTS.values() if batch.has(staged)]
    if not batch.has(INN) or access.scope(LEGAL_ENTITY, batch.by, Action.EDIT) == Scope.ALL:
        return
    may, parameters = batch.ids(access.visible(LEGAL_ENTITY, batch.by, Action.EDIT))
    said = _("This legal entity is known already, and your role does not let you change its requisites.")
    batch.run(
        """
        UPDATE {stage} s SET problem = %s WHERE ({told}) AND {due} AND EXISTS (
            SELECT FROM people_legalentity e WHERE e.organization_id = s.record_id AND e.inn = s.{inn}
            AND e.id NOT IN ({may}))
        """,
        [said, *parameters],
        told=" OR ".join([f"s.{ACCOUNTS} IS NOT NULL", *(f"s.{staged} <> ''" for staged in given)]),
        inn=INN,
        may=may,
    )


def keep(batch: Batch) -> None:
    """Make what is not there, complete what is, add the accounts that stand nowhere yet."""
    if not batch.has(INN):
        return
    said = _(
        "Row %(number)s of this file is the same organization; it did not go in, so these accounts did not either."
    )
    give_records(batch, said % {"number": "<number>"})
    completed = _complete(batch)
    made = _make(batch)
    _decline([*completed, *made], batch)
    with_accounts = _add_accounts(batch)
    begin(batch, LEGAL_ENTITY, made)
    index(LEGAL_ENTITY, {*completed, *with_accounts} - {*made})


def _given(batch: Batch, column: str) -> str:
    if column == "authority_on":
        return f"s.{AUTHORITY_ON}" if batch.has(AUTHORITY_ON) else "NULL::date"
    staged = TEXTS[column]
    if not batch.has(staged):
        return "''"
    return (
        f"CASE WHEN length(s.{INN}) = 12 THEN '' ELSE s.{staged} END"
        if column == "kpp"
        else f"COALESCE(s.{staged}, '')"
    )


def _make(batch: Batch) -> list[int]:
    named = f"COALESCE(NULLIF(s.{NAME}, ''), o.name)" if batch.has(NAME) else "o.name"
    columns = (*TEXTS, "authority_on")
    made = batch.rows(
        """
        INSERT INTO people_legalentity (organization_id, legal_form, name, inn, {columns}, external_id, custom,
                                        version, created_at, updated_at, created_by_id, owner_id, department_id)
        SELECT o.id, {form}, {named}, s.{inn}, {given}, '', '{{}}', 1, %s, %s, %s, o.owner_id, o.department_id
        FROM {stage} s JOIN people_organization o ON o.id = s.record_id
        WHERE {unknown} AND NOT s.is_twin AND {due} RETURNING id
        """,
        [batch.at, batch.at, batch.by.pk],
        unknown=UNKNOWN,
        form=FORM.format(name=named),
        named=named,
        inn=INN,
        columns=", ".join(columns),
        given=", ".join(_given(batch, column) for column in columns),
    )
    return [pk for (pk,) in made]


def _complete(batch: Batch) -> list[int]:
    """Empty requisites of known legal entities are filled, as far as one may change them; nothing is written over."""
    given = [column for column in TEXTS if batch.has(TEXTS[column])]
    wanted = {
        column: f"CASE WHEN e.{column} = '' AND {HAS.get(column, 'true')} THEN {_given(batch, column)}"
        f" ELSE e.{column} END"
        for column in given
    }
    if batch.has(AUTHORITY_ON):
        wanted["authority_on"] = f"COALESCE(e.authority_on, CASE WHEN e.authority IN ('', s.{TEXTS['authority']}) AND"
        wanted["authority_on"] += f" {HAS['authority_on']} THEN s.{AUTHORITY_ON} END)"
    if not wanted:
        return []
    may, parameters = batch.ids(access.visible(LEGAL_ENTITY, batch.by, Action.EDIT))
    rows = batch.rows(
        """
        WITH completed AS (
            UPDATE people_legalentity e SET {settings}, version = e.version + 1, updated_at = %s
            FROM (SELECT DISTINCT ON (record_id, {inn}) s.* FROM {stage} s WHERE {due} AND s.{inn} <> ''
                  ORDER BY record_id, {inn}, number) s
            WHERE e.organization_id = s.record_id AND e.inn = s.{inn} AND e.id IN ({may})
            AND ROW({values}) IS DISTINCT FROM ROW({stands}) RETURNING e.id, s.number
        ), told AS (
            UPDATE {stage} s SET is_changed = NOT s.is_new FROM completed c WHERE c.number = s.number
        ) SELECT id FROM completed
        """,
        [batch.at, *parameters],
        may=may,
        inn=INN,
        settings=", ".join(f"{name} = {value}" for name, value in wanted.items()),
        values=", ".join(wanted.values()),
        stands=", ".join(f"e.{name}" for name in wanted),
    )
    return [pk for (pk,) in rows]


def _decline(ids: list[int], batch: Batch) -> None:
    """Case forms of the signatories, as when one is typed."""
    if not any(batch.has(TEXTS[name]) for name in SIGNING):
        return
    entities = list(
        LegalEntity.objects.filter(pk__in=ids).exclude(signatory_name="", signatory_position="", authority="")
    )
    for one in entities:
        one.settle(dict.fromkeys((*SIGNING, "authority_on"), ""))
    LegalEntity.objects.bulk_update(entities, list(CASE_FORMS), batch_size=1000)


def _add_accounts(batch: Batch) -> list[int]:
    """Accounts of made and of known legal entities; the ids of those that got one."""
    may, parameters = batch.ids(access.visible(LEGAL_ENTITY, batch.by, Action.EDIT))
    rows: list[tuple[Any, ...]] = batch.rows(
        """
        WITH told AS (
            SELECT DISTINCT ON (e.id, a.bic, a.number) s.number AS line, e.id AS entity, a.* FROM {stage} s
            JOIN people_legalentity e ON e.organization_id = s.record_id AND e.inn = s.{inn}
            CROSS JOIN LATERAL ROWS FROM (jsonb_to_recordset(s.{accounts}::jsonb)
                AS (bank text, bic text, number text, correspondent text, swift text)) WITH ORDINALITY
                AS a (bank, bic, number, correspondent, swift, place)
            WHERE s.{accounts} IS NOT NULL AND {due} AND e.id IN ({may})
            ORDER BY e.id, a.bic, a.number, s.number, a.place
        ), made AS (
            INSERT INTO people_bankaccount (legal_entity_id, bank, bic, number, correspondent, swift, is_default,
                                            created_at, created_by_id, updated_at, version)
            SELECT entity, bank, bic, number, correspondent, swift, false, %s, %s, %s, 1 FROM told
            WHERE NOT EXISTS (SELECT FROM people_bankaccount k
                              WHERE k.legal_entity_id = entity AND k.bic = told.bic AND k.number = told.number)
            ORDER BY line, place RETURNING legal_entity_id
        ), changed AS (
            UPDATE {stage} s SET is_changed = NOT s.is_new, is_twin = false FROM told
            WHERE told.line = s.number AND told.entity IN (SELECT legal_entity_id FROM made)
        ) SELECT DISTINCT legal_entity_id FROM made
        """,
        [*parameters, batch.at, batch.by.pk, batch.at],
        inn=INN,
        accounts=ACCOUNTS,
        may=may,
    )
    ids = [pk for (pk,) in rows]
    batch.run(
        """
        UPDATE people_legalentity e SET account_lines = told.lines FROM (
            SELECT legal_entity_id, string_agg(
                concat_ws(' · ', number, COALESCE(NULLIF(bic, ''), NULLIF(swift, '')), NULLIF(bank, '')), E'\\n'
                ORDER BY is_default DESC, id) AS lines
            FROM people_bankaccount WHERE legal_entity_id = ANY (%s) GROUP BY legal_entity_id
        ) told WHERE told.legal_entity_id = e.id
        """,
        [ids],
    )
    return ids
