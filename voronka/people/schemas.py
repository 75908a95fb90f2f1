"""Shapes of what the API takes and gives about clients beyond what every kind has."""

from datetime import date

from ninja import Schema
from pydantic import ConfigDict, Field


class BankAccountOut(Schema):
    """A bank account; `currency` is what the number of a Russian account tells, empty elsewhere."""

    id: int
    legal_entity: int = Field(alias="legal_entity_id")
    bank: str
    bic: str
    number: str
    correspondent: str
    swift: str
    currency: str
    is_default: bool
    version: int


class BankAccountsOut(Schema):
    """All accounts of a legal entity, the default first."""

    items: list[BankAccountOut]


class BankAccountNew(Schema):
    """An account in a Russian bank needs its BIC and 20 digits; a foreign one a number or an IBAN."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(max_length=60)
    bic: str = Field("", max_length=20)
    bank: str = Field("", max_length=255)
    correspondent: str = Field("", max_length=40)
    swift: str = Field("", max_length=20)


class BankAccountPatch(Schema):
    """What is to change; `version` guards against a stale change."""

    model_config = ConfigDict(extra="forbid")

    number: str | None = Field(None, max_length=60)
    bic: str | None = Field(None, max_length=20)
    bank: str | None = Field(None, max_length=255)
    correspondent: str | None = Field(None, max_length=40)
    swift: str | None = Field(None, max_length=20)
    version: int | None = None


class PastedIn(Schema):
    """A block of requisites as somebody mailed it."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(max_length=20_000)


class PastedOut(Schema):
    """What was understood: values by field, accounts, what failed its check digits, lines that were not understood."""

    values: dict[str, str]
    accounts: list[dict[str, str]]
    doubts: list[str]
    rest: list[str]


class LookUpIn(Schema):
    """The ИНН of a company; with the КПП, of one office of it."""

    model_config = ConfigDict(extra="forbid")

    inn: str = Field(max_length=40)
    kpp: str = Field("", max_length=40)


class LookedUpOut(Schema):
    """What the register tells: values by field of a legal entity; `state` is active, liquidated… or empty."""

    values: dict[str, str]
    state: str


class DefaultOut(Schema):
    """The legal entity that documents of the organization are issued to now."""

    id: int
    organization: int = Field(alias="organization_id")
    is_default: bool
    version: int


class LeaveIn(Schema):
    """The last day at the main place of work."""

    model_config = ConfigDict(extra="forbid")

    on: date


class PositionIdOut(Schema):
    """The position that was made."""

    id: int


class MainOut(Schema):
    """The person with the main place of work as it is now."""

    id: int
    version: int
    organization: int | None = Field(alias="organization_id")
