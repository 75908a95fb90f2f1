"""What is read out of typed or pasted text: a person, an organization, a deal, a task, and what is left."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum


@dataclass(kw_only=True)
class PersonRead:
    """A human being; phones in E.164."""

    last_name: str = ""
    first_name: str = ""
    middle_name: str = ""
    position: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The full name, empty when there is none."""
        return " ".join(part for part in (self.last_name, self.first_name, self.middle_name) if part)


@dataclass(kw_only=True)
class OrganizationRead:
    """A company, with its legal form as it was written; the phones and boxes are here when there is no person."""

    name: str = ""
    inn: str = ""
    website: str = ""
    address: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)


@dataclass(kw_only=True)
class DealRead:
    """A possible sale; the currency is ISO 4217 and empty when none was written."""

    name: str = ""
    amount: Decimal | None = None
    currency: str = ""
    close_on: datetime | None = None


@dataclass(kw_only=True)
class TaskRead:
    """Something to do and when; `due` is the wording."""

    title: str = ""
    due: str = ""
    due_at: datetime | None = None
    has_time: bool = False


@dataclass(kw_only=True)
class EntityRead:
    """The requisites of a legal entity: raw values by field, and its accounts."""

    values: dict[str, str] = field(default_factory=dict)
    accounts: list[dict[str, str]] = field(default_factory=list)


class Sort(StrEnum):
    """What a text was taken for."""

    LINE = "line"
    CARD = "card"
    VCARD = "vcard"
    REQUISITES = "requisites"


@dataclass(kw_only=True)
class Reading:
    """Everything understood; `note` keeps what is left of the text, so that nothing typed is lost.

    `hint` is the name of a company that the domain of a letter box suggests; nothing is made of it. Of several vCards,
    `count` in all, this is the first, and `rest` has the others.
    """

    person: PersonRead | None = None
    organization: OrganizationRead | None = None
    deal: DealRead | None = None
    task: TaskRead | None = None
    entity: EntityRead | None = None
    note: str = ""
    hint: str = ""
    sort: Sort = Sort.LINE
    rest: str = ""
    count: int = 1


def without_organization(reading: Reading) -> Reading:
    """The same where clients are private persons: a company goes to the note, its numbers to the person."""
    firm, person = reading.organization, reading.person
    if firm is None:
        return reading
    if person or firm.phones or firm.emails:
        person = replace(
            person or PersonRead(),
            phones=[*(person.phones if person else ()), *firm.phones],
            emails=[*(person.emails if person else ()), *firm.emails],
        )
    told = (firm.name, firm.inn, firm.address, firm.website, reading.note)
    return replace(reading, person=person, organization=None, note="; ".join(part for part in told if part))
