"""What the demo company knows of its clients beyond names and numbers: segments, addresses, habits."""

from collections.abc import Iterable, Iterator
from typing import Any

from voronka.home.demo import words
from voronka.home.demo.dice import Dice
from voronka.people.models import AddressType, Organization, Person, Position
from voronka.records.models import Classifier, ClassifierValue

# The economic region of each city of the story.
REGIONS = {
    "Москва": "Москва",
    "Санкт-Петербург": "Санкт-Петербург",
    "Екатеринбург": "Урал",
    "Челябинск": "Урал",
    "Новосибирск": "Сибирь",
    "Ростов-на-Дону": "Юг",
    "Воронеж": "Центр",
}
TRIGGERS = (
    "Переезжают на новый склад", "Сломалась старая линия", "Увидели на выставке", "Посоветовали партнёры",
    "Открывают филиал", "Не успевают отгружать", "Проверка нашла нарушения в хранении",
)  # fmt: skip
HABITS = (
    "звонить после 15", "писать в Telegram", "не звонить до обеда", "только письма, звонки не любит",
    "всё согласовывает с юристом", "присылать цены без НДС",
)  # fmt: skip
COMMENTS = ("пропуск заказывать за день", "въезд с торца", "разгрузка до 17", "")


def values(classifier: Classifier, names: Iterable[str] = ()) -> dict[str, ClassifierValue]:
    """The values of a classifier by name; missing ones are made."""
    for position, name in enumerate(dict.fromkeys(names)):
        ClassifierValue.objects.get_or_create(classifier=classifier, name=name, defaults={"position": position})
    return {one.name: one for one in ClassifierValue.objects.filter(classifier=classifier)}


def of_organizations(dice: Dice, organizations: list[Organization]) -> None:
    """Region by city, size, segments, why they came, what may come of it, where to deliver; not of each everything."""
    regions = values(Classifier.REGION, (*REGIONS.values(), "Поволжье"))
    sizes, segments = tuple(values(Classifier.SIZE).values()), tuple(values(Classifier.SEGMENT).values())
    impressions = tuple(values(Classifier.IMPRESSION).values())
    for one in organizations:
        one.region = regions[REGIONS.get(one.address.split(",")[0], "Поволжье")]
        one.size = dice.one(sizes) if sizes and dice.chance(0.8) else None
        one.segments = [part.pk for part in segments if dice.chance(0.25)]
        one.trigger_event = dice.one(TRIGGERS) if dice.chance(0.6) else ""
        one.impression = dice.one(impressions) if impressions and dice.chance(0.7) else None
        one.probability = dice.number(1, 19) * 5 if dice.chance(0.5) else None
        if dice.chance(0.4):
            one.addresses = [_warehouse(dice)]


def _warehouse(dice: Dice) -> dict[str, Any]:
    return {
        "type": dice.one((AddressType.DELIVERY, AddressType.WAREHOUSE)).value,
        "city": dice.one(words.CITIES)[0],
        "text": f"ул. {dice.one(words.STREETS)}, {dice.number(1, 120)}",
        "comment": dice.one(COMMENTS),
    }


def of_persons(dice: Dice, persons: list[Person]) -> None:
    """How some of them like to be addressed and when to call."""
    for one in persons:
        if dice.chance(0.35):
            one.called = one.first_name if dice.chance(0.5) else f"{one.first_name} {one.middle_name}".strip()
        if dice.chance(0.3):
            one.preferences = dice.one(HABITS)


def positions(dice: Dice, organizations: list[Organization], persons: dict[int, list[Person]]) -> Iterator[Position]:
    """Some work in a second company too, some have left one."""
    for number, one in enumerate(organizations):
        for person in persons[one.pk]:
            if not dice.chance(0.08):
                continue
            other = organizations[(number + dice.number(1, 40)) % len(organizations)]
            has_left = dice.chance(0.5)
            yield Position(
                person=person,
                organization=other,
                title=dice.one(words.POSITIONS)[0],
                since_on=(dice.at - dice.days(900, 1200)).date(),
                until_on=(dice.at - dice.days(30, 800)).date() if has_left else None,
                owner_id=person.owner_id,
                department_id=person.department_id,
                created_at=person.created_at,
                updated_at=person.updated_at,
                created_by_id=person.created_by_id,
            )


def holdings(dice: Dice, organizations: list[Organization]) -> list[Organization]:
    """A dozen holdings: a head company with two to four below it, the last of them below another."""
    joined = []
    for start in range(0, 240, 20):
        head, *below = organizations[start : start + dice.number(3, 5)]
        for one in below:
            one.parent = head
        below[-1].parent = below[0]
        joined += below
    return joined
