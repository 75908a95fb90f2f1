"""The clients of the demo company."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from voronka.home.demo import facts, words
from voronka.home.demo.cast import Cast
from voronka.home.demo.dice import Dice, latin
from voronka.home.demo.facts import values
from voronka.people.models import Authority, BankAccount, LegalEntity, LegalForm, Organization, Person, Position
from voronka.records.models import Classifier, ClassifierValue, Record

ORGANIZATIONS = 300


@dataclass(frozen=True)
class Clients:
    """Organizations with their persons, in the order in which they came."""

    organizations: list[Organization]
    persons: dict[int, list[Person]]


def stamps(dice: Dice, owner: Any, created_at: Any) -> dict[str, Any]:
    """What every record has."""
    del dice
    return {
        "owner": owner,
        "department_id": owner.department_id if owner else None,
        "created_at": created_at,
        "updated_at": created_at,
        "created_by": owner,
    }


def gather(dice: Dice, cast: Cast) -> Clients:
    """300 organizations with a legal entity each and about 600 persons."""
    industries = values(Classifier.INDUSTRY, tuple(name for _part, name in words.TRADES))
    sources = values(Classifier.SOURCE, words.SOURCES)
    names = dice.different(ORGANIZATIONS, _name)
    organizations = [_organization(dice, cast, name, industries, sources) for name in names]
    own = Dice(dice.at)  # of its own, so that the story of the others stays as it was
    facts.of_organizations(own, organizations)
    Organization.objects.bulk_create(organizations)
    Organization.objects.bulk_update(facts.holdings(own, organizations), ["parent"])
    entities = [_legal_entity(own, one) for one in organizations]
    accounts = [account for entity in entities for account in _accounts(own, entity)]
    LegalEntity.objects.bulk_create(entities)
    BankAccount.objects.bulk_create(accounts)
    roles = values(Classifier.ROLE, tuple(role for _title, role in words.POSITIONS))
    persons = {one.pk: _team(dice, one, roles) for one in organizations}
    facts.of_persons(own, [person for group in persons.values() for person in group])
    Person.objects.bulk_create(person for group in persons.values() for person in group)
    Position.objects.bulk_create(facts.positions(own, organizations, persons))
    return Clients(organizations, persons)


def _name(dice: Dice) -> str:
    return f"{dice.one(words.FIRMS)}{dice.one(('-', ' '))}{dice.one(words.TRADES)[0]}"


def _organization(
    dice: Dice,
    cast: Cast,
    name: str,
    industries: dict[str, ClassifierValue],
    sources: dict[str, ClassifierValue],
) -> Organization:
    industry = next(industry for part, industry in words.TRADES if name.endswith(part))
    city, code = dice.one(words.CITIES)
    site = f"{latin(name)}.example"  # «Рубин-Пром» and «Рубин Пром» are two companies, so they have two sites
    created = dice.workday(dice.at - dice.days(0, 420))
    return Organization(
        name=name,
        phones=[f"+7{code}{dice.number(2000000, 2999999)}"],
        emails=[f"info@{site}"],
        website=f"https://{site}",
        address=f"{city}, ул. {dice.one(words.STREETS)}, {dice.number(1, 120)}",
        industry=industries[industry],
        source=sources[dice.one(words.SOURCES)],
        **stamps(dice, dice.one((*cast.sellers, *cast.sellers, cast.head)), created),
    )


def _legal_entity(dice: Dice, organization: Organization) -> LegalEntity:
    inn = dice.inn()
    made = LegalEntity(
        organization=organization,
        legal_form=LegalForm.LLC,
        name=f"ООО «{organization.name}»",
        full_name=f"Общество с ограниченной ответственностью «{organization.name}»",
        inn=inn,
        kpp=f"{inn[:4]}01001",
        ogrn=dice.ogrn(inn),
        address=organization.address,
        signatory_name=" ".join(dice.full_name()),
        signatory_position="генеральный директор",
        authority=Authority.CHARTER,
        **_same(organization),
    )
    made.settle({"legal_form": made.legal_form})
    return made


def _accounts(dice: Dice, entity: LegalEntity) -> list[BankAccount]:
    """One bank account, with every fifth company two; the legal entity tells of them."""
    made = []
    for bank, bic, correspondent in dice.random.sample(words.BANKS, 2 if dice.chance(0.2) else 1):
        made.append(
            BankAccount(
                legal_entity=entity,
                bank=bank,
                bic=bic,
                number=dice.account(bic),
                correspondent=correspondent,
                created_at=entity.created_at,
                created_by_id=entity.created_by_id,
                updated_at=entity.created_at,
            )
        )
    entity.account_lines = "\n".join(map(str, made))
    return made


def _team(dice: Dice, organization: Organization, roles: dict[str, ClassifierValue]) -> list[Person]:
    """One to three persons, none of whom has a letter box of another."""
    team = [_person(dice, organization, roles) for _n in range(dice.number(1, 3))]
    taken: set[str] = set()
    for one in team:
        name, domain = one.emails[0].split("@")
        if one.emails[0] in taken:
            one.emails = [f"{name}{len(taken) + 1}@{domain}"]
        taken.add(one.emails[0])
    return team


def _person(dice: Dice, organization: Organization, roles: dict[str, ClassifierValue]) -> Person:
    last, first, middle = dice.full_name()
    title, role = dice.one(words.POSITIONS)
    site = organization.website.removeprefix("https://")
    return Person(
        last_name=last,
        first_name=first,
        middle_name=middle,
        organization=organization,
        position=title,
        role=roles[role],
        phones=[dice.mobile()],
        emails=[f"{latin(first)[0]}.{latin(last)}@{site}"],
        **_same(organization),
    )


def _same(record: Record) -> dict[str, Any]:
    return {
        "owner_id": record.owner_id,
        "department_id": record.department_id,
        "created_at": record.created_at + timedelta(minutes=2),
        "updated_at": record.updated_at + timedelta(minutes=2),
        "created_by_id": record.created_by_id,
    }
