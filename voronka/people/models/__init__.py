"""The tables of the client base."""

from voronka.people.models.bank_accounts import BankAccount
from voronka.people.models.company_lookup import CompanyLookup
from voronka.people.models.consents import Channel, Consent, ConsentPurpose, ConsentText
from voronka.people.models.facts import AddressType
from voronka.people.models.legal_entities import Authority, LegalEntity
from voronka.people.models.legal_forms import LegalForm
from voronka.people.models.organizations import Organization
from voronka.people.models.persons import Person
from voronka.people.models.positions import Position

__all__ = [
    "AddressType",
    "Authority",
    "BankAccount",
    "Channel",
    "CompanyLookup",
    "Consent",
    "ConsentPurpose",
    "ConsentText",
    "LegalEntity",
    "LegalForm",
    "Organization",
    "Person",
    "Position",
]
