"""The legal entity in the form of quick entry: its requisites and accounts as texts by name of input."""

import re
from collections.abc import Collection, Mapping
from typing import Any

from voronka.accounts.models import User
from voronka.home.reading.pieces import EntityRead
from voronka.people import bank_details
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.models import LegalEntity
from voronka.records import access
from voronka.records.actions.given import read_all
from voronka.records.field_rules import demanded, fillable
from voronka.records.moments import CREATE

PREFIX = "legal_entity-"
# What the form shows; the other requisites go along hidden.
SHOWN = ("name", "inn", "kpp", "ogrn", "address")
MOST_ACCOUNTS = 20
ACCOUNT = re.compile(rf"{PREFIX}account-(\d{{1,2}})-(\w+)")


def propose(given: dict[str, str], errors: dict[str, str], entity: EntityRead, *, organization: str, by: User) -> None:
    """Put what was read into the form; switched off where the chosen organization has this legal entity already.

    What this person may not fill is left out.
    """
    may = fillable(LEGAL_ENTITY, dict.fromkeys((*SHOWN, *entity.values)), by)
    given |= {f"{PREFIX}{name}": entity.values.get(name, "") for name in may}
    for place, account in enumerate(entity.accounts[:MOST_ACCOUNTS], start=1):
        given |= {f"{PREFIX}account-{place}-{name}": account.get(name, "") for name in bank_details.NAMES}
    inn = entity.values.get("inn", "") if "inn" in may else ""
    is_there = bool(inn) and organization.isdecimal() and _is_there(inn, int(organization), by)
    given["legal_entity"] = "" if is_there else "on"
    errors |= {} if is_there else read(given, by, moments=())[2]


def read(
    given: Mapping[str, str], by: User, moments: Collection[str] = (CREATE,)
) -> tuple[dict[str, Any], tuple[Mapping[str, str], ...], dict[str, str]]:
    """Values to store, raw accounts, and what is wrong by name of input."""
    asked = {one.name for one in demanded(LEGAL_ENTITY, by, moments)} - {"organization"}
    names = tuple(
        one.name
        for one in LEGAL_ENTITY.fields
        if one.editable and (f"{PREFIX}{one.name}" in given or one.name in asked)
    )
    raw = {name: given.get(f"{PREFIX}{name}", "") for name in names}
    if not raw.get("name"):
        raw["name"], names = given.get("organization-name", ""), (*dict.fromkeys((*names, "name")),)
    values, errors = read_all(LEGAL_ENTITY, raw, names, by=by, moments=moments)
    found = {f"{PREFIX}{name}": text for name, text in errors.items()}
    accounts = accounts_in(given)
    for place, account in enumerate(accounts, start=1):
        for name, fault in bank_details.faults(bank_details.read(account)).items():
            found[f"{PREFIX}account-{place}-{name}"] = fault
    return {name: value for name, value in values.items() if value not in ("", None)}, accounts, found


def accounts_in(given: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
    """The accounts of the form in their order."""
    rows: dict[int, dict[str, str]] = {}
    for name, text in given.items():
        if (found := ACCOUNT.fullmatch(name)) and found[2] in bank_details.NAMES:
            rows.setdefault(int(found[1]), dict.fromkeys(bank_details.NAMES, ""))[found[2]] = text
    return tuple(rows[place] for place in sorted(rows)[:MOST_ACCOUNTS])


def shown(given: Mapping[str, str], errors: Mapping[str, str]) -> tuple[list[list[str]], list[str]]:
    """Names of the visible inputs of each account, and names of what goes along unseen.

    Number and БИК of an account are shown, and whatever is wrong.
    """
    rows: dict[int, list[str]] = {}
    unseen: list[str] = []
    for name in given:
        found = ACCOUNT.fullmatch(name)
        if found and (found[2] in {"number", "bic"} or name in errors):
            rows.setdefault(int(found[1]), []).append(name)
        elif name.startswith(PREFIX) and name.removeprefix(PREFIX) not in SHOWN and name not in errors:
            unseen.append(name)
    return [sorted(rows[place], reverse=True) for place in sorted(rows)], unseen


def _is_there(inn: str, organization: int, by: User) -> bool:
    same = LegalEntity.objects.filter(inn=inn, organization=organization).values("pk")
    return access.visible(LEGAL_ENTITY, by).filter(pk__in=same).exists()
