"""The signs of a person, and the keys by which persons that may be one are brought together."""

from collections.abc import Iterator
from itertools import pairwise

from voronka.people.duplicates.names import FAMILY, GIVEN, PATRONYMIC, PersonName
from voronka.records.duplicates.contacts import Emails, Phones, is_shared
from voronka.records.duplicates.texts import skeleton
from voronka.records.duplicates.values import Day, Values, Words
from voronka.records.duplicates.weights import Scheme, Signs


def keys(signs: Signs) -> Iterator[str]:
    """Every contact and number, the name in several lossy forms, the day of birth, pairs of words of the address."""
    for name in ("phones", "codes"):
        for value in signs.get(name, ()):
            yield f"{name}:{value}"
    for value in signs.get("phones", ()):
        yield f"phones>:{value[-6:]}"
        yield f"phones<:{value[:-4]}"
    for value in signs.get("codes", ()):
        yield f"codes<:{value[:-2]}"
        yield f"codes>:{value[2:]}"
    for box in signs.get("emails", ()):
        yield f"emails:{box}"
        if not is_shared(box):
            yield f"emails@:{box.split('@', 1)[0]}"
    if born := signs.get("born", ""):
        yield f"born:{born}"
    words = [word for word in signs.get("address", ()) if len(word) > 2]
    yield from (f"address:{one} {other}" for one, other in pairwise(words))
    if name_parts := signs.get("name"):
        yield from _of_name(name_parts, signs)


def _of_name(parts: tuple, signs: Signs) -> Iterator[str]:  # type: ignore[type-arg]  # three parts, each may lack
    full = [part.full if part else "" for part in parts]
    for short in parts[GIVEN].fulls[1:] if parts[GIVEN] else ():
        yield f"family:{skeleton(full[FAMILY])} {short[:1]}"
        yield f"given:{skeleton(short)} {skeleton(full[FAMILY])[:2]}"
    family, given, patronymic = full[FAMILY], full[GIVEN], full[PATRONYMIC]
    yield f"all:{' '.join(sorted(filter(None, full)))}"
    if family and given:
        low, high = sorted((skeleton(family), skeleton(given)))
        yield f"two:{low} {high}"
        yield f"family:{skeleton(family)} {given[:1]}"
        yield f"family:{skeleton(given)} {family[:1]}"
        yield f"family<:{family[:4]} {given[:3]}"
        yield f"family>:{family[-4:]} {given[:3]}"
        yield f"given:{skeleton(given)} {skeleton(family)[:2]}"
    elif family or given:
        yield f"one:{skeleton(family or given)}"
    if given and patronymic:
        yield f"given two:{given} {patronymic} {family[:1]}"
    if home := signs.get("home"):
        yield f"home:{home[0]} {skeleton(family or given)[:3]}"
        yield f"home:{home[0]} {given[:3]}"


PERSONS = Scheme(
    comparisons=(
        PersonName(),
        Phones(
            name="phones",
            reason="phone",
            same=0.65,
            near=0.05,
            kindred=0.6,
            kindred_near=0.1,
            other_mobile=0.15,
            mixed=0.7,
        ),
        Emails(other=0.3, one_each=0.06, mixed=0.6),
        Values(name="codes", reason="code", same=0.9, near=0.06, by_error=3e-4),
        Day(name="born", reason="born"),
        Words(name="address", reason="address", kindred=0.2),
        Values(name="home", reason="organization", same=0.65, near=0.0, expected=1e-4, kindred=0.6, kindred_near=0.0),
    ),
    keys=keys,
    kindred=1.0,
)
