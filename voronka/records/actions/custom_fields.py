"""Fields that the company makes for itself: add, change, put in order, switch off and on; none is ever erased."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from voronka.accounts.actions.arrangement import rearranged
from voronka.accounts.models import User
from voronka.accounts.names import clean_name
from voronka.accounts.policies import require_administrator
from voronka.core.errors import NotFound, Refused
from voronka.records import arrangement, aside, kinds
from voronka.records.actions import obligations
from voronka.records.arrangement import FROM_LISTS
from voronka.records.fields.custom import PREFIX
from voronka.records.kinds import Kind
from voronka.records.models import Classifier, ClassifierValue, CustomField, FieldType
from voronka.records.moments import CREATE
from voronka.records.obligations import demands_on, may_demand
from voronka.records.search.variants import transliterated

LONGEST, LONGEST_KEY, MOST, MOST_PLACES = 80, 30, 100, 3


@transaction.atomic
def add(*, kind: str, label: str, holds: str, given: Mapping[str, Any], by: User) -> CustomField:
    """A new field after the kind's own.

    `given` has hint, is_required, is_personal, is_in_form, places, classifier, values, target. A choice takes the
    `classifier` that it names, or gets a list of its own out of `values` (names); a link leads to the kind `target`.
    Raises Refused for a name that is taken, an unknown type, a list without values, a link to nothing, too many fields.
    """
    require_administrator(by)
    if kind not in {one.name for one in kinds.all_kinds()}:
        raise NotFound
    if holds not in FieldType.values:
        raise Refused(_("Choose what the field holds."), field="type")
    rows = CustomField.objects.filter(kind=kind)
    if rows.count() >= MOST:
        raise Refused(_("A kind can have %(most)s fields of its own at most.") % {"most": MOST}, field="label")
    label = _free_label(kind, label)
    last = rows.aggregate(last=Max("position"))["last"]
    made = CustomField(kind=kind, label=label, type=holds, key=_free_key(kind, label), position=(last or 0) + 1)
    _describe(made, given)
    made.save()
    if holds in FROM_LISTS:
        _give_list(made, given)
    _settle()
    _demand(made, given, by)
    return made


def can_be_linked() -> list[Kind]:
    """The kinds that a link of the company's own can lead to: those whose records are found by their names."""
    return [
        kind for kind in aside.in_use() if kind.search is not None and not kind.search.through and kinds.list_url(kind)
    ]


@transaction.atomic
def change(*, field: CustomField, label: str, given: Mapping[str, Any], by: User) -> CustomField:
    """Another name, hint or place; the type and the key stay, for records hold values of them."""
    require_administrator(by)
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    field.label = _free_label(field.kind, label, besides=field)
    _describe(field, given)
    field.save()
    _settle()
    _demand(field, given, by)
    return field


@transaction.atomic
def switch(*, field: CustomField, on: bool, by: User) -> CustomField:
    """Out of use (records keep their values, nobody sees them) or back."""
    require_administrator(by)
    field = CustomField.objects.select_for_update().get(pk=field.pk)
    field.is_active = on
    field.save(update_fields=["is_active"])
    _settle()
    return field


@transaction.atomic
def move(*, field: CustomField, to: int, by: User) -> None:
    """Put the field at place `to` (from 0) among those of its kind."""
    require_administrator(by)
    rows = list(CustomField.objects.select_for_update().filter(kind=field.kind))
    rows = [row for row in rows if row.pk != field.pk]
    rows.insert(max(0, min(to, len(rows))), field)
    for position, row in enumerate(rows):
        row.position = position
    CustomField.objects.bulk_update(rows, ["position"])
    _settle()


def _demand(made: CustomField, given: Mapping[str, Any], by: User) -> None:
    """The short way to the commonest rule: demanded of everybody at creation, or of nobody at all then."""
    kind, name = kinds.get(made.kind), f"{PREFIX}{made.key}"
    known = dict(demands_on(kind).get(name, {}))
    is_required = bool(given.get("is_required"))
    if not made.is_active or not may_demand(kind, kind.field(name)) or is_required == (CREATE in known):
        return
    demands = {moment: roles for moment, roles in known.items() if moment != CREATE}
    obligations.prescribe(kind=kind, field=name, demands=demands | ({CREATE: None} if is_required else {}), by=by)


def _settle() -> None:
    rearranged()
    arrangement.refresh_now()


def _describe(made: CustomField, given: Mapping[str, Any]) -> None:
    made.hint = " ".join(str(given.get("hint", "")).split())[:200]
    made.is_personal = bool(given.get("is_personal"))
    made.is_in_form = bool(given.get("is_in_form"))
    if not made.pk and made.type == FieldType.LINK:
        made.target = str(given.get("target", ""))
        if made.target not in {kind.name for kind in can_be_linked()}:
            raise Refused(_("Choose what the link leads to."), field="target")
    if not made.pk and made.type == FieldType.NUMBER:
        made.places = max(0, min(int(given.get("places") or 0), MOST_PLACES))


def _free_label(kind: str, label: str, *, besides: CustomField | None = None) -> str:
    label = clean_name(label, field="label", limit=LONGEST)
    built = {str(one.label).casefold() for one in kinds.get(kind).built}
    rows = CustomField.objects.filter(kind=kind, label__iexact=label)
    if label.casefold() in built or (rows.exclude(pk=besides.pk) if besides else rows).exists():
        raise Refused(_("There is such a field already; if it is switched off, switch it on."), field="label")
    return label


def _free_key(kind: str, label: str) -> str:
    """A word of Latin letters for programs: «Регион доставки» → “region_dostavki”."""
    latin = transliterated(label) if re.search("[а-яё]", label.lower()) else label.lower()
    stem = re.sub("[^a-z0-9]+", "_", latin).strip("_")[:LONGEST_KEY] or "field"
    taken = set(CustomField.objects.filter(kind=kind, key__startswith=stem).values_list("key", flat=True))
    number, key = 1, stem
    while key in taken:
        number += 1
        key = f"{stem}_{number}"
    return key


def _give_list(made: CustomField, given: Mapping[str, Any]) -> None:
    known = str(given.get("classifier", ""))
    if known:
        if known not in Classifier.values:
            raise Refused(_("There is no such list."), field="classifier")
        made.classifier = known
    else:
        names = list(dict.fromkeys(clean for one in given.get("values", ()) if (clean := " ".join(one.split()))))
        if not names:
            raise Refused(_("Give the values to choose from, each on a line of its own."), field="values")
        if any(len(name) > 120 for name in names):
            raise Refused(_("A value has 120 characters at most."), field="values")
        made.classifier = f"field_{made.pk}"
        ClassifierValue.objects.bulk_create(
            ClassifierValue(classifier=made.classifier, name=name, position=place) for place, name in enumerate(names)
        )
    made.save(update_fields=["classifier"])
