"""What a call, a meeting or a task is about: a record of whatever kind, found by its outside id or its name."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.imports.columns import Column, Reading
from voronka.imports.engine.batch import Batch
from voronka.imports.targets.base import Step
from voronka.records import access, kinds
from voronka.records.fields.base import Label

# What programs write where a row names nobody.
NOBODY = frozenset({"0", "-", "—", "null", "none", "n/a"})
EXTRA = (("subject_kind", "varchar(40)"), ("subject_id", "bigint"))
FOLD = "translate(lower({}), 'ё', 'е')"
# «Jane van Dyke» is kept as «van Dyke Jane», «Пётр Ильич Иванов» as «Иванов Пётр Ильич».
SWAPPED = r"regexp_replace(s.{name}, '^(\S+) +(.+)$', '\2 \1')"
TURNED = r"regexp_replace(s.{name}, '^(\S+ +\S.*) +(\S+)$', '\2 \1')"
BY_ID = "r.external_id = s.{name}"
BY_BOX = "r.emails @> ARRAY[lower(s.{name})::varchar]"  # found by the index of letter boxes
BY_NAME = f"{FOLD.format('r.name')} = {FOLD.format('s.{name}')}"
PERSON_WAYS = (BY_BOX, BY_NAME, *(f"{FOLD.format('r.name')} = {FOLD.format(other)}" for other in (SWAPPED, TURNED)))
# «Вера Осина» is «Осина Вера Павловна» too; one word alone is nobody.
SHORTER = tuple(
    "r.middle_name <> '' AND position(' ' in s.{name}) > 0"
    f" AND {FOLD.format("r.last_name || ' ' || r.first_name")} = {FOLD.format(other)}"
    for other in (SWAPPED, "s.{name}")
)
# Column, kind and how it names a record, the surest first: a deal shows on the cards of its clients too.
WAYS = (
    *((f"{kind}_key", kind, BY_ID) for kind in ("deal", "person", "lead", "organization")),
    ("deal", "deal", BY_NAME),
    *(("person", "person", way) for way in (*PERSON_WAYS, *SHORTER)),
    *(("lead", "lead", way) for way in PERSON_WAYS),
    ("organization", "organization", BY_NAME),
)
NAMES = tuple(dict.fromkeys(name for name, _kind, _way in WAYS))


def columns(kind: str) -> tuple[Column, ...]:
    """The columns by which rows of this kind name what they are about."""
    return (
        _named(kind, "person", gettext_lazy("Person"), "contact name", "contact", "контакт", "контактное лицо", "фио"),
        _named(
            kind, "person_key", gettext_lazy("Outside id of the person"),
            "contactid", "contact id", "who id id", "код контакта", "id контакта",
        ),
        _named(
            kind, "organization", gettext_lazy("Organization"),
            "account name", "company", "компания", "организация", "клиент", "контрагент",
        ),
        _named(
            kind, "organization_key", gettext_lazy("Outside id of the organization"),
            "accountid", "account id", "company id", "код организации", "id компании",
        ),
        _named(kind, "lead", gettext_lazy("Lead"), "lead name", "лид"),
        _named(kind, "lead_key", gettext_lazy("Outside id of the lead"), "leadid", "lead id", "код лида"),
        _named(kind, "deal", gettext_lazy("Deal"), "deal name", "potential name", "opportunity name", "сделка"),
        _named(
            kind, "deal_key", gettext_lazy("Outside id of the deal"),
            "potentialid", "dealid", "deal id", "opportunity id", "код сделки", "id сделки",
        ),
    )  # fmt: skip


def _named(kind: str, name: str, label: Label, *words: str) -> Column:
    text = f"{name}__text"

    def read(raw: str, _reading: Reading) -> Mapping[str, Any]:
        said = " ".join(raw.split())
        return {text: "" if said.lower() in NOBODY else said[:255]}

    words = (name.replace("_", " "), *words)
    return Column(name=name, label=label, words=words, staged=((text, "text"),), read=read, fills=f"{kind}.subject")


def subjects(*, is_needed: bool) -> Step:
    """The step that finds what rows are about, among what the person may see; what cannot be told rejects its row."""

    def step(batch: Batch) -> None:
        named = [name for name in NAMES if batch.has(f"{name}__text")]
        for name, kind, way in WAYS:
            if name in named:
                _find(batch, f"{name}__text", kind, way)
        if named:
            said = ", ".join(f"NULLIF(s.{name}__text, '')" for name in named)
            batch.run(
                "UPDATE {stage} s SET problem = replace(%s, '<value>', left(COALESCE({said}), 60))"
                " WHERE s.subject_id IS NULL AND COALESCE({said}) IS NOT NULL AND {due}",
                [_("There is no record “%(value)s” that this row is about; import it first.") % {"value": "<value>"}],
                said=said,
            )
        if is_needed:
            batch.run(
                "UPDATE {stage} s SET problem = %s WHERE s.subject_id IS NULL AND {due}",
                [_("The row names no client, lead or deal.")],
            )
        batch.run("UPDATE {stage} s SET subject_kind = '' WHERE s.subject_id IS NULL")

    return step


def _find(batch: Batch, name: str, kind: str, way: str) -> None:
    known = kinds.get(kind)
    if way == BY_BOX and "emails" not in {one.name for one in known.model._meta.concrete_fields}:
        return
    seen, parameters = batch.ids(access.visible(known, batch.by))
    batch.run(
        """
        UPDATE {stage} t SET
            subject_kind = CASE WHEN found.count = 1 THEN %s END,
            subject_id = CASE WHEN found.count = 1 THEN found.id END,
            problem = CASE WHEN found.count > 1 THEN replace(%s, '<value>', left(t.{name}, 60)) END
        FROM (
            SELECT s.number, min(r.id) AS id, count(*) AS count FROM {stage} s JOIN {linked} r ON {way}
            WHERE s.subject_id IS NULL AND s.{name} <> '' AND {due} AND r.id IN ({seen}) GROUP BY s.number
        ) found WHERE found.number = t.number
        """,
        [kind, _("There are several records “%(value)s”: which one is meant?") % {"value": "<value>"}, *parameters],
        name=name,
        linked=known.model._meta.db_table,
        way=way.format(name=name),
        seen=seen,
    )
