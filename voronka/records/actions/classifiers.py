"""Values of classifiers: add, rename, nest, put in order, switch off and on; none is erased by hand."""

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from voronka.accounts.actions.arrangement import rearranged
from voronka.accounts.models import User
from voronka.accounts.names import clean_name
from voronka.accounts.policies import require_administrator
from voronka.core.errors import NotFound, Refused
from voronka.records.arrangement import refresh_now
from voronka.records.fields.trees import grown
from voronka.records.models import Classifier, ClassifierValue, CustomField

LONGEST = 120
DEEPEST = 5


def is_list(classifier: str) -> bool:
    """Whether there is such a list: one that Voronka refers to, or that of a field of one's own."""
    return classifier in Classifier.values or CustomField.objects.filter(classifier=classifier).exists()


def _lock(classifier: str) -> None:
    """Whoever changes the tree of a list waits for the others, in one order, so that no two wait for each other."""
    list(ClassifierValue.objects.select_for_update().filter(classifier=classifier).order_by("pk").values_list("pk"))


def _settle() -> None:
    """Fields of one's own know the names of their lists."""
    rearranged()
    refresh_now()


def _free_name(classifier: str, name: str, *, besides: int = 0) -> str:
    name = clean_name(name, field="name", limit=LONGEST)
    if ClassifierValue.objects.filter(classifier=classifier, name__iexact=name).exclude(pk=besides).exists():
        raise Refused(_("There is such a value already; if it is switched off, switch it on."), field="name")
    return name


@transaction.atomic
def add(*, classifier: str, name: str, by: User, parent: ClassifierValue | None = None) -> ClassifierValue:
    """A new value at the end of the list, or of those that stand under `parent`."""
    require_administrator(by)
    if not is_list(classifier):
        raise NotFound(_("There is no such classifier."))
    _lock(classifier)
    rows = ClassifierValue.objects.filter(classifier=classifier)
    last = rows.aggregate(last=Max("position"))["last"]
    position = 0 if last is None else last + 1
    value, is_new = ClassifierValue.objects.get_or_create(
        classifier=classifier, name=_free_name(classifier, name), defaults={"position": position}
    )
    if not is_new:
        raise Refused(_("There is such a value already; if it is switched off, switch it on."), field="name")
    _nest(value, parent)
    _settle()
    return value


@transaction.atomic
def rename(*, value: ClassifierValue, name: str, by: User) -> ClassifierValue:
    """Another name; the records that have the value show it at once."""
    require_administrator(by)
    value = ClassifierValue.objects.select_for_update().get(pk=value.pk)
    value.name = _free_name(value.classifier, name, besides=value.pk)
    value.save(update_fields=["name"])
    _settle()
    return value


@transaction.atomic
def change(*, value: ClassifierValue, name: str, parent: ClassifierValue | None, by: User) -> ClassifierValue:
    """Another name and another parent at once: what the form says."""
    require_administrator(by)
    _lock(value.classifier)
    return nest(value=rename(value=value, name=name, by=by), parent=parent, by=by)


@transaction.atomic
def nest(*, value: ClassifierValue, parent: ClassifierValue | None, by: User) -> ClassifierValue:
    """Put the value, with all that stands under it, under another one, or at the top; filters by that one find it."""
    require_administrator(by)
    _lock(value.classifier)
    value.refresh_from_db()
    _nest(value, parent)
    _settle()
    return value


def _nest(value: ClassifierValue, parent: ClassifierValue | None) -> None:
    if parent and parent.classifier != value.classifier:
        raise Refused(_("The value stands in another list."), field="parent")
    rows = list(ClassifierValue.objects.filter(classifier=value.classifier))
    parents = {row.pk: row.parent_id for row in rows} | {value.pk: parent.pk if parent else None}
    if any(_depth(pk, parents) is None for pk in parents):
        raise Refused(_("A value cannot stand under itself."), field="parent")
    if any((_depth(pk, parents) or 0) >= DEEPEST for pk in parents):
        raise Refused(_("A list is at most %(count)s levels deep.") % {"count": DEEPEST}, field="parent")
    if value.parent_id != parents[value.pk]:
        value.parent, value.position = parent, len(rows)
        value.save(update_fields=["parent", "position"])
    _put_in_order(value.classifier)


def _depth(pk: int, parents: dict[int, int | None]) -> int | None:
    """How many stand above a value; None in a circle."""
    above, depth = parents[pk], 0
    while above is not None:
        above, depth = parents[above], depth + 1
        if depth > len(parents):
            return None
    return depth


def _put_in_order(classifier: str) -> None:
    """Positions as the tree is walked: children right after their parent."""
    places = {branch.pk: place for place, branch in enumerate(grown([classifier])[classifier])}
    rows = list(ClassifierValue.objects.filter(classifier=classifier))
    moved = [row for row in rows if row.position != places[row.pk]]
    for row in moved:
        row.position = places[row.pk]
    ClassifierValue.objects.bulk_update(moved, ["position"])


@transaction.atomic
def move(*, value: ClassifierValue, to: int, by: User) -> None:
    """Put the value at place `to` (from 0) of its list, among those of the same parent; lists of choices show it so."""
    require_administrator(by)
    _lock(value.classifier)
    rows = list(ClassifierValue.objects.filter(classifier=value.classifier))
    rows = [row for row in rows if row.pk != value.pk]
    rows.insert(max(0, min(to, len(rows))), value)
    for position, row in enumerate(rows):
        row.position = position
    ClassifierValue.objects.bulk_update(rows, ["position"])
    _put_in_order(value.classifier)


@transaction.atomic
def switch(*, value: ClassifierValue, on: bool, by: User) -> ClassifierValue:
    """Out of use (records keep it, nobody can choose it any more) or back."""
    require_administrator(by)
    value = ClassifierValue.objects.select_for_update().get(pk=value.pk)
    value.is_active = on
    value.save(update_fields=["is_active"])
    return value
