"""Own fields, layouts of cards and rules of roles, as this process knows them: read again when the mark changes."""

from collections import defaultdict
from threading import Lock
from typing import Any
from uuid import UUID

from voronka.accounts.models import Arrangement
from voronka.accounts.queries import arrangement_mark
from voronka.records import aside, field_rules, kinds, layouts, obligations
from voronka.records.fields.custom import (
    PREFIX,
    Custom,
    CustomChoice,
    CustomChoices,
    CustomDate,
    CustomFlag,
    CustomLongText,
    CustomMoment,
    CustomMoney,
    CustomNumber,
    CustomText,
    CustomUrl,
)
from voronka.records.fields.own_links import CustomLink, CustomUser
from voronka.records.fields.trees import forget as forget_trees
from voronka.records.models import CardLayout, ClassifierValue, CustomField, FieldType

TYPES: dict[str, type[Custom]] = {
    FieldType.TEXT: CustomText,
    FieldType.LONG_TEXT: CustomLongText,
    FieldType.NUMBER: CustomNumber,
    FieldType.MONEY: CustomMoney,
    FieldType.DATE: CustomDate,
    FieldType.MOMENT: CustomMoment,
    FieldType.FLAG: CustomFlag,
    FieldType.CHOICE: CustomChoice,
    FieldType.CHOICES: CustomChoices,
    FieldType.URL: CustomUrl,
    FieldType.LINK: CustomLink,
    FieldType.USER: CustomUser,
}
FROM_LISTS = {FieldType.CHOICE, FieldType.CHOICES}


class _Known:
    mark: UUID | None = None
    lock = Lock()


def refresh(mark: UUID | None) -> None:
    """Bring the registry of kinds up to this mark; nothing is asked where it is known already."""
    if mark == _Known.mark:
        return
    with _Known.lock:
        if mark != _Known.mark:
            _read()
            _Known.mark = mark


def refresh_now() -> None:
    """The same for jobs and commands, which have no request to bring the mark."""
    refresh(arrangement_mark())


def forget() -> None:
    """Only what the code knows: what tests begin with."""
    forget_trees()
    aside.put(())
    if _Known.mark is not None:
        _Known.mark = None
        obligations.forget()
        field_rules.forget()
        for kind in kinds.all_kinds():
            layouts.arrange(kind, ())


def field_of(made: CustomField, names: dict[int, str]) -> Custom:
    """The field of the registry that a row of the settings describes."""
    given: dict[str, Any] = {}
    if made.type == FieldType.NUMBER:
        given["places"] = made.places
    if made.type in FROM_LISTS:
        given |= {"classifier": made.classifier, "names": names}
    if made.type == FieldType.LINK:
        given["kind"] = made.target
    return TYPES[made.type](
        name=f"{PREFIX}{made.key}",
        key=made.key,
        label=made.label,
        hint=made.hint,
        personal=made.is_personal,
        **given,
    )


def _read() -> None:
    forget_trees()
    rows = list(CustomField.objects.filter(is_active=True))
    names: dict[str, dict[int, str]] = defaultdict(dict)
    wanted = {row.classifier for row in rows if row.type in FROM_LISTS}
    values = ClassifierValue.objects.filter(classifier__in=wanted) if wanted else ClassifierValue.objects.none()
    for pk, classifier, name in values.values_list("pk", "classifier", "name"):
        names[classifier][pk] = name
    saved = {one.kind: one for one in CardLayout.objects.all()}
    for kind in kinds.all_kinds():
        own = [row for row in rows if row.kind == kind.name]
        form = [f"{PREFIX}{row.key}" for row in own if row.is_in_form]
        made = (field_of(row, names[row.classifier]) for row in own)
        layouts.arrange(kind, made, form=form, saved=saved.get(kind.name))
    aside.put(Arrangement.objects.values_list("without", flat=True).first() or ())
    obligations.read()
    field_rules.read()  # at last: what was compiled meanwhile out of older fields is thrown away
