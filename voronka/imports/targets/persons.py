"""Rows become persons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.imports.columns import Column, Reading, columns_of, reference
from voronka.imports.targets import consents, places_of_work, steps
from voronka.imports.targets.base import Target
from voronka.people.kinds import PERSON

NAMES = (("last_name", "varchar(120)"), ("first_name", "varchar(120)"), ("middle_name", "varchar(120)"))

PATRONYMICS = ("вич", "вна", "ична", "оглы", "кызы")


def _complete(values: dict[str, Any]) -> str | None:
    named = values.get("last_name") or values.get("first_name")
    return None if named else _("The row has neither a first nor a last name.")


def split_name(raw: str, _reading: Reading) -> Mapping[str, str]:
    """«Петров Иван Сергеевич» as last, first and middle name; a single word is the last name."""
    words = raw.split()
    if words and len(words) > 1 and words[-1].endswith(PATRONYMICS) and len(words) == 2:
        return {"last_name": "", "first_name": words[0][:120], "middle_name": words[1][:120]}
    last, first, middle = (words[0], *words[1:2], " ".join(words[2:])) if len(words) > 1 else (raw.strip(), "", "")
    return {"last_name": last[:120], "first_name": first[:120], "middle_name": middle[:120]}


def full_name(*words: str) -> Column:
    """One column with the whole name."""
    return Column(
        name="full_name",
        label=gettext_lazy("Full name"),
        words=words,
        staged=NAMES,
        read=split_name,
        fills="last_name",
    )


def natural_name(raw: str, _reading: Reading) -> Mapping[str, str]:
    """«Jane van Dyke», «Иван Сергеевич Петров»: the first name comes first; a single word is the last name."""
    words = raw.split()
    if len(words) < 2:
        return {"last_name": raw.strip()[:120], "first_name": "", "middle_name": ""}
    middle = words[1] if len(words) > 2 and words[1].endswith(PATRONYMICS) else ""
    last = " ".join(words[2 if middle else 1 :])
    return {"last_name": last[:120], "first_name": words[0][:120], "middle_name": middle[:120]}


def first_name_first() -> Column:
    """The whole name as most programs write it; presets choose it, nothing is guessed to be it."""
    return Column(
        name="natural_name",
        label=gettext_lazy("Full name, the first name first"),
        words=(),
        staged=NAMES,
        read=natural_name,
        fills="last_name",
    )


PERSONS = Target(
    kind=PERSON,
    columns=columns_of(
        PERSON,
        full_name("full name", "name", "contact name", "фио", "имя контакта", "контакт", "контактное лицо"),
        first_name_first(),
        reference(
            "organization",
            PERSON.field("organization").label,
            "organization_id",
            "account name",
            "company",
            "компания",
            "организация",
            "фирма",
            "предприятие",
            "место работы",
        ),
        reference(
            "organization_key",
            gettext_lazy("Outside id of the organization"),
            "organization_id",
            "account id",
            "accountid",
            "company id",
            "код организации",
            "id компании",
        ),
        places_of_work.until("работал по", "работает по", "работал до", "работает до", "дата увольнения", "end date"),
        words={
            "external_id": ("contactid", "contact id"),
            "role": ("роль", "роль в закупке"),
            "works_since_on": ("работает с", "работал с", "дата приема", "дата начала работы", "start date"),
            "owner": ("contact owner",),
        },
    ),
    complete=_complete,
    resolve=(
        places_of_work.of_the_same_person,
        places_of_work.last_days,
        *steps.of_fields(PERSON),
        steps.organizations_by_outside_id,
        steps.organizations_by_name,
        places_of_work.beside,
        consents.not_to_come,
    ),
    extra=places_of_work.EXTRA,
    finish=(steps.places, places_of_work.keep, consents.keep),
)
