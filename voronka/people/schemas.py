"""Shapes of what the API takes and gives about clients beyond what every kind has."""

from datetime import date, datetime

from ninja import Schema
from pydantic import ConfigDict, Field, StrictBool, StrictInt

from voronka.people.models import Channel


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


class PurposeOut(Schema):
    """A purpose by its code, with the wording in use; those that are off are asked of nobody any more."""

    code: str
    name: str
    is_active: bool
    version: int | None
    text: str


class PurposesOut(Schema):
    """All purposes in their order."""

    items: list[PurposeOut]


class ConsentIn(Schema):
    """What was said of a purpose (its code): agreed, or with `is_given` false taken back.

    `version` is that of the wording, the one in use without it; `at` when it was said, now without it; `proof` a link
    or a number by which the word can be found.
    """

    model_config = ConfigDict(extra="forbid")

    purpose: str = Field(max_length=40)
    is_given: StrictBool = True
    version: StrictInt | None = Field(None, ge=1, le=2**31 - 1)
    channel: Channel
    proof: str = Field("", max_length=500)
    at: datetime | None = None


class ConsentOut(Schema):
    """One word about one purpose; `by` is the user who wrote it down."""

    id: int
    purpose: str
    is_given: bool
    version: int | None
    channel: Channel
    proof: str
    at: datetime
    by: int | None
    entered_at: datetime


class ConsentsOut(Schema):
    """The codes of the purposes that are agreed to now, and everything that was said, the latest first."""

    given: list[str]
    items: list[ConsentOut]
