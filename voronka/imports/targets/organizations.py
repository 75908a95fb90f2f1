"""Rows become organizations; an ИНН and what stands beside it become a legal entity of theirs."""

from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from voronka.imports.columns import columns_of, reference, stored
from voronka.imports.targets import holdings, legal_entities, requisites, steps
from voronka.imports.targets.base import Target
from voronka.people.kinds import ORGANIZATION


def _complete(values: dict[str, Any]) -> str | None:
    """A nameless company is called by its site or the domain of its mail, as people would."""
    if not values.get("name"):
        site = urlsplit(values.get("website") or "").hostname or ""
        mails = values.get("emails") or [""]
        values["name"] = site.removeprefix("www.") or mails[0].rpartition("@")[2]
    fault = requisites.put_together(values)
    return fault if values["name"] else _("The row has no name of an organization.")


ORGANIZATIONS = Target(
    kind=ORGANIZATION,
    columns=columns_of(
        ORGANIZATION,
        stored(
            ORGANIZATION,
            ORGANIZATION.field("name"),
            "наименование",
            "account name",
            "company",
            "company name",
            "organization",
            "организация",
            "название",
            "название компании",
            "компания",
            "фирма",
            "клиент",
            "контрагент",
        ),
        *requisites.columns(),
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
    resolve=(
        legal_entities.same_in_law,
        *steps.of_fields(ORGANIZATION),
        legal_entities.may_be_made,
        legal_entities.requisites_fit,
        legal_entities.may_be_changed,
    ),
    extra=(("name", "varchar(255)"), *legal_entities.EXTRA),
    among=(holdings.parents,),
    together=holdings.in_the_file,
    match=(legal_entities.by_inn,),
    finish=(steps.places, legal_entities.keep),
)
