"""The form of a legal entity: its fields in sections, and the bank accounts of a new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.http import QueryDict

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.people import bank_details
from voronka.people.bank_details import NAMES
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.kinds.legal_entities import ADDRESSES, NUMBERED, SIGNATORY, WHO
from voronka.people.models import LegalEntity
from voronka.people.models.legal_forms import guess
from voronka.people.pasted import Reading, understand
from voronka.records.actions.given import read_all
from voronka.records.field_rules import as_seen, fillable
from voronka.records.fields import Field
from voronka.records.forms import Input, input_of, raw_of_stored, raw_value

SECTIONS = (WHO, NUMBERED, ADDRESSES, SIGNATORY)
MOST_ACCOUNTS = 20


@dataclass(frozen=True, kw_only=True)
class AccountInput:
    """One account of the form."""

    given: Mapping[str, str]
    errors: Mapping[str, str]


BLANK_ACCOUNT = AccountInput(given=dict.fromkeys(NAMES, ""), errors={})


@dataclass(frozen=True, kw_only=True)
class EntityForm:
    """What was sent, what it means, what is wrong with it; `stored` is what the form began with."""

    sent: Mapping[str, Any]
    accounts: tuple[Mapping[str, str], ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    stored: LegalEntity | None = None

    def inputs(self, names: tuple[str, ...], by: User) -> list[Input]:
        """Inputs of those of the fields that this person may fill."""
        making = self.stored is None
        seen = as_seen(LEGAL_ENTITY, by, making=making)
        return [self._input(seen.field(name), by) for name in fillable(LEGAL_ENTITY, names, by, making=making)]

    def account_inputs(self) -> list[AccountInput]:
        """The accounts with their mistakes; one empty account where there is none."""
        return [
            AccountInput(
                given=given,
                errors={name: self.errors.get(f"account-{place}-{name}", "") for name in NAMES},
            )
            for place, given in enumerate(self.accounts or (BLANK_ACCOUNT.given,), start=1)
        ]

    def _input(self, one: Field, by: User) -> Input:
        stored = one.read(self.stored) if self.stored else None
        return input_of(one, self.sent.get(one.name, ""), self.errors.get(one.name, ""), by, stored=stored)


def names_of_form(by: User, *, making: bool = True) -> tuple[str, ...]:
    """The fields that the form shows, in its order, with those that the company has put there or demands."""
    placed = tuple(name for section in SECTIONS for name in section)
    names = (*placed, *(name for name in as_seen(LEGAL_ENTITY, by, making=making).form if name not in placed))
    return fillable(LEGAL_ENTITY, names, by, making=making)


def names_beside(by: User, *, making: bool = True) -> tuple[str, ...]:
    """The other fields that may be given, folded away."""
    shown = set(names_of_form(by, making=making))
    names = tuple(one.name for one in LEGAL_ENTITY.fields if one.name not in shown)
    return fillable(LEGAL_ENTITY, names, by, making=making)


def names_added(by: User, *, making: bool = True) -> tuple[str, ...]:
    """The fields that the company has put into the form."""
    placed = {name for section in SECTIONS for name in section}
    return tuple(name for name in names_of_form(by, making=making) if name not in placed)


def all_names(by: User, *, making: bool) -> tuple[str, ...]:
    """Everything that the form asks this person."""
    return (*names_of_form(by, making=making), *names_beside(by, making=making))


def started(query: QueryDict, by: User) -> EntityForm:
    """The form of a new legal entity, filled from the address."""
    names = all_names(by, making=True)
    sent = {name: raw_value(LEGAL_ENTITY.field(name), query) for name in names}
    return EntityForm(sent=sent | {"owner": query.get("owner", by.pk)})


def of_stored(entity: LegalEntity, by: User) -> EntityForm:
    """The form of a legal entity as it stands."""
    fields = [LEGAL_ENTITY.field(name) for name in all_names(by, making=False)]
    return EntityForm(sent={one.name: raw_of_stored(one, one.read(entity)) for one in fields}, stored=entity)


def read(post: QueryDict, *, by: User, stored: LegalEntity | None = None) -> EntityForm:
    """What was sent, every mistake told at once; a new legal entity comes with its accounts."""
    seen = as_seen(LEGAL_ENTITY, by, making=stored is None)
    fields = [seen.field(name) for name in all_names(by, making=stored is None)]
    sent = {one.name: raw_value(one, post) for one in fields if one.required or one.name in post}
    values, errors = read_all(LEGAL_ENTITY, sent, tuple(sent), by=by)
    accounts = () if stored else accounts_in(post)
    for place, raw in enumerate(accounts, start=1):
        for name, fault in bank_details.faults(bank_details.read(raw)).items():
            errors[f"account-{place}-{name}"] = fault
    return EntityForm(sent=sent, accounts=accounts, values=values, errors=errors, stored=stored)


def pasted(post: QueryDict, by: User) -> tuple[EntityForm, Reading]:
    """The form with what was understood of a pasted block; what was typed stays where the block says nothing."""
    typed = replace(started(post, by), accounts=accounts_in(post))
    reading = understand(post.get("pasted", ""))
    may = fillable(LEGAL_ENTITY, reading.values, by)
    values = {name: value for name, value in reading.values.items() if name in may}
    form = typed.sent["legal_form"] or guess(
        values.get("full_name", "") or values.get("name", ""), values.get("inn", ""), values.get("ogrn", "")
    )
    sent = {**typed.sent, **values, "legal_form": form if values else typed.sent["legal_form"]}
    accounts = tuple({name: one.get(name, "") for name in NAMES} for one in reading.accounts) or typed.accounts
    _values, faults = read_all(LEGAL_ENTITY, {name: sent[name] for name in values}, tuple(values), by=by)
    for place, raw in enumerate(accounts, start=1):
        for name, fault in bank_details.faults(bank_details.read(raw)).items():
            faults[f"account-{place}-{name}"] = fault
    return EntityForm(sent=sent, accounts=accounts, errors=faults), reading


def typed(post: QueryDict, by: User, *, stored: LegalEntity | None = None) -> EntityForm:
    """The form as it was sent, unread."""
    fields = [LEGAL_ENTITY.field(name) for name in all_names(by, making=stored is None)]
    sent = {one.name: raw_value(one, post) for one in fields if one.name in post}
    begun = of_stored(stored, by) if stored else started(QueryDict(), by)
    return replace(begun, sent={**begun.sent, **sent}, accounts=() if stored else accounts_in(post))


def refused(form: EntityForm, refusal: Refused) -> EntityForm:
    """The same form with what the action said."""
    return replace(form, errors=refusal.told)


def accounts_in(post: QueryDict) -> tuple[Mapping[str, str], ...]:
    """The accounts of the form in which anything was typed."""
    columns = {name: post.getlist(f"account_{name}")[:MOST_ACCOUNTS] for name in NAMES}
    rows = [
        {name: (texts[place] if place < len(texts) else "") for name, texts in columns.items()}
        for place in range(max(map(len, columns.values())))
    ]
    return tuple(row for row in rows if any(text.strip() for text in row.values()))
