"""The third hold-out set, of organizations: chains, firms of one director and renamed ones in three programs."""

# The same rule as for the persons of sources.py: written before the model was mended, nobody looks at what is missed.

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bench.duplicates import sources_words as words
from bench.duplicates.sets import Labelled, Row
from bench.duplicates.words import to_latin

LONELY, CHAINS, DIRECTORS, BUILDINGS, RENAMED = 520, 70, 90, 60, 0.08
FORMS = (("ООО", "Общество с ограниченной ответственностью"), ("АО", "Акционерное общество"), ("ИП", "ИП"))


@dataclass(frozen=True, kw_only=True)
class Firm:
    """What a firm is called, where it is and by what it can be reached."""

    form: tuple[str, str]
    name: str
    was: str
    inn: str
    kpp: str
    city: str
    place: str
    phone: str
    domain: str
    box: str
    is_unit: bool = False


@dataclass
class Card:
    """What a program keeps of a firm."""

    name: str = ""
    phones: list[str] = field(default_factory=list)
    emails: list[str] = field(default_factory=list)
    website: str = ""
    address: str = ""
    codes: list[str] = field(default_factory=list)
    units: list[str] = field(default_factory=list)


def firms(*, seed: int = 9) -> Labelled:
    """About 1000 firms with some 1500 cards, a quarter of the firms with others that belong to them."""
    dice = random.Random(f"sources organizations {seed}")
    things = [_firm(dice) for _ in range(LONELY)]
    things += [one for _ in range(CHAINS) for one in _chain(dice)]
    things += [one for _ in range(DIRECTORS) for one in _of_one_director(dice)]
    things += [one for _ in range(BUILDINGS) for one in _of_one_building(dice)]
    rows: list[Row] = []
    for thing, firm in enumerate(things):
        rows += [Row(0, thing, vars(source(dice, firm)), marks=(source.__name__,)) for source in _known_to(dice)]
    dice.shuffle(rows)
    ready = (Row(pk, row.thing, _raw(row.signs), row.marks) for pk, row in enumerate(rows, 1))
    return Labelled("sources, organizations", "organization", tuple(ready))


def _known_to(dice: random.Random) -> list[Callable[[random.Random, Firm], Card]]:
    found = [source for source, share in ((ledger, 0.65), (call, 0.3), (form, 0.4)) if dice.random() < share]
    return found or [ledger]


def ledger(dice: random.Random, firm: Firm) -> Card:
    """The accounting: the form of law, the numbers of the tax office, the whole address, seldom more than a phone."""
    form, in_full = firm.form
    written = (f'{form} "{firm.name}"', f"{in_full} «{firm.name}»", f"{firm.name.upper()} {form}")
    return Card(
        name=dice.choices(written, (6, 2, 2))[0],
        phones=[firm.phone] if dice.random() < 0.55 else [],
        emails=[f"buh@{firm.domain}" if dice.random() < 0.5 else firm.box] if dice.random() < 0.45 else [],
        address=f"г. {firm.city}, {firm.place}, оф. {dice.randrange(1, 300)}",
        codes=[firm.inn],
        units=[f"{firm.inn}/{firm.kpp}"] if firm.kpp and dice.random() < 0.9 else [],
    )


def call(dice: random.Random, firm: Firm) -> Card:
    """The telephone base: the name as it was heard, the old one too, the number as it was dialled."""
    name = firm.was or firm.name
    if dice.random() < 0.3:
        fits = [pair for pair in words.HEARD if pair[0] in name[1:]]
        was, now = dice.choice(fits) if fits else ("", "")
        name = name[:1] + name[1:].replace(was, now, 1)
    phone = "8" + firm.phone[2:] if dice.random() < 0.8 else firm.phone[-6:]
    city = firm.city if firm.is_unit or dice.random() < 0.5 else ""
    return Card(name=name, phones=[phone], address=city)


def form(dice: random.Random, firm: Firm) -> Card:
    """A web form: the name in small or Latin letters, the site, the box, perhaps the tax number."""
    name = firm.was or firm.name if dice.random() < 0.3 else firm.name
    name = dice.choices((name, name.lower(), to_latin(name), f"{firm.form[0]} {name}"), (5, 2, 1, 2))[0]
    with_inn = dice.random() < 0.35
    return Card(
        name=name,
        phones=[firm.phone] if dice.random() < 0.7 else [],
        emails=[firm.box],
        website=firm.domain if dice.random() < 0.5 else "",
        address=firm.city if firm.is_unit or dice.random() < 0.4 else "",
        codes=[firm.inn] if with_inn else [],
        units=[f"{firm.inn}/{firm.kpp}"] if with_inn and firm.kpp and dice.random() < 0.4 else [],
    )


def _firm(dice: random.Random, *, name: str = "", city: list[str] | None = None) -> Firm:
    called = name or _name(dice)
    town, code, office = city or dice.choice(words.CITIES)
    form = dice.choices(FORMS, (7, 2, 1))[0]
    is_company = form[0] != "ИП"
    inn = f"{office}{dice.randrange(10**8 if not is_company else 10**6):0{6 if is_company else 8}}"
    domain = (
        f"{to_latin(called).replace(' ', '').replace('-', '').lower()[:14]}{dice.choice(('', '', '38', '-opt'))}.ru"
    )
    own = f"{dice.choice(('info', 'zakaz', 'manager', 'office'))}@{domain}"
    box = (
        own if dice.random() < 0.7 else f"{to_latin(called)[:8].lower()}{dice.randrange(99)}@{dice.choice(words.BOXES)}"
    )
    return Firm(
        form=form,
        name=called,
        was=_name(dice) if dice.random() < RENAMED else "",
        inn=inn,
        kpp=f"{office}01001" if is_company else "",
        city=town,
        place=f"ул. {dice.choice(words.STREETS)}, д. {dice.randrange(1, 120)}",
        phone=f"+7{code}{dice.randrange(10**6):06}",
        domain=domain,
        box=box.replace(" ", ""),
    )


def _name(dice: random.Random) -> str:
    brand = dice.choice(words.BRANDS)
    return dice.choices(
        (brand, f"{brand}-{dice.choice(words.SORTS)}", f"{dice.choice(words.WORKS)} {brand}", _of_two(dice)),
        (1, 3, 2, 3),
    )[0]


def _of_two(dice: random.Random) -> str:
    """«Иркпромбетон»: a piece of a last name or a place and a trade."""
    return f"{dice.choice(words.ROOTS)}{dice.choice(('о', 'пром', 'регион', 'евро'))}{dice.choice(words.SORTS)}"


def _chain(dice: random.Random) -> list[Firm]:
    """A brand in several cities, which every card tells: units of one legal entity, with other КПП, or firms."""
    first = replace(_firm(dice), was="")
    is_one_entity, has_hotline = dice.random() < 0.5, dice.random() < 0.4
    hotline = f"+7800{dice.randrange(10**7):07}"
    found = []
    for city in dice.sample(words.CITIES, dice.choice((2, 2, 3, 4))):
        own = _firm(dice, name=first.name, city=city)
        box = first.box if dice.random() < 0.5 else own.box
        unit = replace(own, was="", is_unit=True, domain=first.domain, box=box)
        if has_hotline:
            unit = replace(unit, phone=hotline)
        if is_one_entity:
            unit = replace(unit, form=first.form, inn=first.inn, kpp=f"{city[2]}43001" if first.kpp else "")
        found.append(unit)
    return found


def _of_one_director(dice: random.Random) -> list[Firm]:
    """Two or three firms at one address, with one phone or letter box."""
    first = _firm(dice)
    more = [_firm(dice) for _ in range(dice.choice((1, 1, 2)))]
    common = {"city": first.city, "place": first.place, "phone": first.phone}
    return [first, *(replace(one, box=first.box if dice.random() < 0.5 else one.box, **common) for one in more)]


def _of_one_building(dice: random.Random) -> list[Firm]:
    first = _firm(dice)
    return [first, *(replace(_firm(dice), city=first.city, place=first.place) for _ in range(2))]


def _raw(card: dict[str, object]) -> dict[str, object]:
    from voronka.people.duplicates.organizations import domains  # noqa: PLC0415  # after django.setup()

    website, emails = card["website"], card["emails"]
    assert isinstance(website, str)
    assert isinstance(emails, list)
    known = {key: card[key] for key in ("name", "phones", "emails", "codes", "units", "address")}
    return known | {"site": domains(website, emails)}
