"""Rows become persons."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.imports.columns import Column, Reading, moment, phone_numbers, reference, stored
from voronka.imports.targets import steps
from voronka.imports.targets.base import Target
from voronka.people.kinds import PERSON
from voronka.records.models import Classifier

NAMES = (("last_name", "varchar(120)"), ("first_name", "varchar(120)"), ("middle_name", "varchar(120)"))


def _complete(values: dict[str, Any]) -> str | None:
    named = values.get("last_name") or values.get("first_name")
    return None if named else _("The row has neither a first nor a last name.")


def split_name(raw: str, _reading: Reading) -> Mapping[str, str]:
    """«Петров Иван Сергеевич» as last, first and middle name; a single word is the last name."""
    words = raw.split()
    if words and len(words) > 1 and words[-1].endswith(("вич", "вна", "ична", "оглы", "кызы")) and len(words) == 2:
        return {"last_name": "", "first_name": words[0][:120], "middle_name": words[1][:120]}
    last, first, middle = (words[0], *words[1:2], " ".join(words[2:])) if len(words) > 1 else (raw.strip(), "", "")
    return {"last_name": last[:120], "first_name": first[:120], "middle_name": middle[:120]}


def full_name(*words: str) -> Column:
    """One column with the whole name."""
    return Column(name="full_name", label=gettext_lazy("Full name"), words=words, staged=NAMES, read=split_name)


PERSONS = Target(
    kind=PERSON,
    columns=(
        full_name("full name", "name", "contact name", "фио", "имя контакта", "контакт", "контактное лицо"),
        stored(PERSON, "last_name", "фамилия", "surname"),
        stored(PERSON, "first_name", "имя", "given name"),
        stored(PERSON, "middle_name", "отчество", "patronymic"),
        stored(PERSON, "external_id", "id", "contactid", "contact id", "код", "внешний код", "record id"),
        phone_numbers(PERSON, "phone", "mobile", "mobile phone", "телефон", "мобильный", "мобильный телефон", "тел"),
        stored(PERSON, "emails", "email", "e mail", "почта", "эл почта"),
        reference(
            "organization",
            PERSON.field("organization").label,
            "organization_id",
            "account name",
            "company",
            "компания",
            "организация",
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
        stored(PERSON, "position", "title", "job title", "должность"),
        reference("role", PERSON.field("role").label, "role_id", "роль", "роль в закупке"),
        reference("source", PERSON.field("source").label, "source_id", "lead source", "источник"),
        stored(PERSON, "note", "description", "комментарий", "примечание", "notes"),
        reference("owner", PERSON.field("owner").label, "owner_id", "contact owner", "ответственный", "менеджер"),
        moment("created_at", PERSON.field("created_at").label, "created time", "created", "дата создания", "создан"),
    ),
    complete=_complete,
    resolve=(
        steps.owners,
        steps.classifier("role", Classifier.ROLE),
        steps.classifier("source", Classifier.SOURCE),
        steps.organizations_by_outside_id,
        steps.organizations_by_name,
    ),
    finish=(steps.places,),
)
