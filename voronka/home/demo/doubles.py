"""Clients who got a second card by mistake: typing errors, initials, Latin letters, another order of the words."""

from collections.abc import Callable
from datetime import datetime

from voronka.home.demo.clients import Clients, stamps
from voronka.home.demo.dice import Dice, latin
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import Organization, Person
from voronka.records.actions import duplicates


def _typo(text: str) -> str:
    """Two neighbouring letters in each other's place."""
    middle = len(text) // 2
    return text[: middle - 1] + text[middle] + text[middle - 1] + text[middle + 1 :]


def _misspelt(person: Person) -> dict[str, object]:
    return {"last_name": _typo(person.last_name), "first_name": person.first_name, "phones": person.phones}


def _short(person: Person) -> dict[str, object]:
    initials = {"first_name": f"{person.first_name[:1]}.", "middle_name": f"{person.middle_name[:1]}."}
    return {"last_name": person.last_name, **initials, "emails": person.emails}


def _foreign(person: Person) -> dict[str, object]:
    last, first = latin(person.last_name).title(), latin(person.first_name).title()
    return {"last_name": last, "first_name": first, "phones": person.phones, "emails": person.emails}


def _turned(person: Person) -> dict[str, object]:
    names = {"last_name": person.first_name, "first_name": person.last_name, "middle_name": person.middle_name}
    return {**names, "phones": person.phones, "position": person.position}


def _quoted(firm: Organization) -> dict[str, object]:
    return {"name": f"ООО «{firm.name}»", "phones": firm.phones, "website": firm.website}


def _spelt(firm: Organization) -> dict[str, object]:
    return {"name": latin(firm.name).title(), "emails": firm.emails, "website": firm.website}


def _glued(firm: Organization) -> dict[str, object]:
    return {"name": firm.name.replace("-", " "), "emails": firm.emails, "address": firm.address.split(",")[0]}


type Slip = Callable[..., dict[str, object]]
# The slips of one row are of one client: three cards of one are a group of three.
OF_PERSONS: tuple[tuple[Slip, ...], ...] = (
    (_misspelt,),
    (_short,),
    (_foreign, _turned),
    (_turned,),
    (_misspelt, _short),
)
OF_ORGANIZATIONS: tuple[tuple[Slip, ...], ...] = ((_quoted, _spelt), (_spelt,), (_glued,), (_quoted,))
PERSONS = sum(map(len, OF_PERSONS))
ORGANIZATIONS = sum(map(len, OF_ORGANIZATIONS))


def slip_in(dice: Dice, clients: Clients) -> None:
    """Second and third cards, made later than the first ones by the same sellers."""
    persons = [group[0] for group in clients.persons.values() if group[0].middle_name][5::17]
    firms = clients.organizations[7::23]
    Organization.objects.bulk_create(_cards(dice, Organization, firms, OF_ORGANIZATIONS))
    Person.objects.bulk_create(_cards(dice, Person, persons, OF_PERSONS))


def look_for(*, at: datetime) -> None:
    """The queue of duplicates is filled."""
    for kind in (ORGANIZATION, PERSON):
        duplicates.search(kind=kind, at=at)


def _cards[R: (Organization, Person)](
    dice: Dice, model: type[R], originals: list[R], slips: tuple[tuple[Slip, ...], ...]
) -> list[R]:
    made = []
    for original, row in zip(originals, slips, strict=False):
        for slip in row:
            late = min(original.created_at + dice.days(5, 30), dice.at)
            made.append(model(**slip(original), **stamps(dice, original.owner, late)))
    return made
