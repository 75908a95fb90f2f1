"""The base that questions are asked over: records written by hand in a file among hundreds of made-up ones."""

import random
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bench.duplicates.russian import organization, person
from voronka.accounts.models import User
from voronka.activities.actions import interactions
from voronka.activities.models import InteractionType, Ref
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import LegalEntity, Organization, Person
from voronka.records import actions, kinds
from voronka.records.kinds import Kind
from voronka.records.search.index import index
from voronka.sales import defaults

HELD_OUT = Path(__file__).with_name("heldout.txt")
WHO = ("Закупки", "главный инженер", "директор", "бухгалтер", "логист", "")
WHAT = ("Поставка насосов", "Обслуживание лифтов", "Монтаж склада", "Аренда техники", "Обучение персонала")
# What sellers write down: (what was said, as questions will ask for it later).
SAID = (
    "Просят скидку на вторую партию, директор согласует к понедельнику.",
    "Отправил коммерческое предложение, ждут сравнения с конкурентами.",
    "Договор подписан, оригиналы придут курьером.",
    "Не берут трубку вторую неделю, написал в мессенджер.",
    "Склад переезжает, отгрузку отложили до осени.",
    "Нужна рекламация: пришёл бракованный подшипник.",
    "Хотят отсрочку платежа и бесплатную доставку.",
    "Показал стенд, понравилась гарантия на пять лет.",
)
THINGS = (
    "арматура брошюра вентилятор генератор домкрат жалюзи компрессор лазер "
    "манометр насос огнетушитель паллета редуктор "
    "сейф трубогиб упаковка фильтр цистерна шлагбаум экскаватор"
)
RARE = tuple(THINGS.split())


def fill(by: User, *, at: datetime, things: int = 400, seed: int = 5) -> None:
    """Store `things` organizations and persons by chance, deals and contacts of theirs, and the records of the file."""
    dice = random.Random(seed)
    defaults.ensure()
    firms = Organization.objects.bulk_create(
        [
            Organization(
                name=f"{one['form']} «{one['name']}»",
                **{name: one[name] for name in ("phones", "emails", "website", "address")},
                **_kept(by, at, place),
            )
            for place, one in enumerate(organization(dice) for _ in range(things))
        ]
    )
    people = Person.objects.bulk_create(
        [
            Person(
                last_name=one["last"],
                first_name=one["first"],
                middle_name=one["middle"],
                phones=one["phones"],
                emails=one["emails"],
                position=dice.choice(WHO),
                organization=dice.choice(firms) if one["home"] else None,
                **_kept(by, at, place),
            )
            for place, one in enumerate(person(dice) for _ in range(things))
        ]
    )
    LegalEntity.objects.bulk_create(
        [
            LegalEntity(name=firm.name, organization=firm, inn=f"{dice.randrange(10**9, 10**10)}", **_kept(by, at, 0))
            for firm in firms[: things // 4]
        ]
    )
    for kind in (ORGANIZATION, PERSON, LEGAL_ENTITY):
        index(kind)
    for firm in firms[: things // 8]:
        deal = {"name": f"{dice.choice(WHAT)} {dice.randrange(100, 999)}/{dice.randrange(20, 27)}"}
        actions.create(kind=kinds.get("deal"), values={**deal, "organization": firm.pk}, by=by, at=at)
    kind_of_contact = InteractionType.objects.order_by("pk").first()
    for place, one in enumerate((*firms[: things // 8], *people[: things // 8])):
        text = "{} Обсудили {} и {}.".format(dice.choice(SAID), *dice.sample(RARE, 2))
        _say(one, text, kind_of_contact, by, at - timedelta(days=place))
    for read in records(HELD_OUT):
        _store(*read, by=by, at=at - timedelta(days=900))  # the newest come first: these are the oldest


def records(path: Path) -> Iterator[tuple[str, list[str]]]:
    """(what it is, its columns) of every record of a file."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if " | " in line and " > " not in line and not line.startswith("#"):
            what, *columns = [part.strip() for part in f"{line} ".split("|")]
            yield what, columns


def _kept(by: User, at: datetime, place: int) -> dict[str, Any]:
    moment = at - timedelta(hours=place)
    who: dict[str, Any] = {"owner": by, "created_by": by, "department_id": by.department_id}
    return {**who, "created_at": moment, "updated_at": moment}


def _store(what: str, columns: list[str], *, by: User, at: datetime) -> None:
    if what == "entry":
        _say(_named(columns[0]), columns[1], InteractionType.objects.order_by("pk").first(), by, at)
        return
    kind, read = READERS[what]
    values = {name: value for name, value in read(*columns).items() if value}
    actions.create(kind=kinds.get(kind), values=values, by=by, at=at)


def _named(name: str) -> Any:
    return Organization.objects.filter(name=name).first() or Person.objects.get(name=name)


def _say(about: Any, text: str, kind_of_contact: InteractionType | None, by: User, at: datetime) -> None:
    kind: Kind = kinds.kind_of(about)
    values = {"type": kind_of_contact and kind_of_contact.pk, "subject": Ref(kind.name, about.pk), "text": text}
    interactions.create(values={**values, "happened_at": at}, by=by, at=at)


def _firm(name: str, phone: str, box: str, site: str, address: str) -> dict[str, Any]:
    contact = {"phones": [phone] if phone else [], "emails": [box] if box else []}
    return {"name": name, **contact, "website": site, "address": address}


def _human(name: str, home: str, position: str, phone: str, box: str) -> dict[str, Any]:
    last, first, middle = (*name.split(), "", "")[:3]
    contact = {"phones": [phone] if phone else [], "emails": [box] if box else []}
    names = {"last_name": last, "first_name": first, "middle_name": middle}
    return {**names, "organization": home and _named(home).pk, "position": position, **contact}


def _entity(name: str, home: str, inn: str) -> dict[str, Any]:
    return {"name": name, "organization": _named(home).pk, "inn": inn}


def _deal(name: str, home: str, face: str) -> dict[str, Any]:
    return {"name": name, "organization": _named(home).pk, "person": face and _named(face).pk}


def _lead(note: str, company: str, phone: str, box: str, inn: str) -> dict[str, Any]:
    return {"company": company, "note": note, "phones": [phone], "emails": [box], "inn": inn}


READERS: dict[str, tuple[str, Callable[..., dict[str, Any]]]] = {
    "organization": ("organization", _firm),
    "person": ("person", _human),
    "entity": ("legal_entity", _entity),
    "deal": ("deal", _deal),
    "lead": ("lead", _lead),
}
