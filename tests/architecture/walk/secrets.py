"""Records that a person may see, with words in those of their fields that the person's role hides."""

import html
import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tests.architecture.walk.canaries import NOW, PRESCRIBED, Canaries
from voronka.accounts.actions.arrangement import rearranged
from voronka.accounts.models import Action, Grant, Role, Scope, User
from voronka.activities import history
from voronka.records import arrangement, kinds
from voronka.records.fields.custom import COLUMN, Custom
from voronka.records.models import ClassifierValue, CustomField, DuplicatePair, FieldRight, FieldRule
from voronka.records.search.index import index

SECRET = "snegirek"
PHONE = "9998887766"
AMOUNT = "7654321"
KEY = "zapiska"
DAY = date(2033, 7, 19)
NUMBERS = {value for (model, _name), value in PRESCRIBED.items() if model in {"legalentity", "bankaccount"}}
TOLD = re.compile(
    "|".join(
        [rf"{SECRET}[@.]?\w", PHONE, AMOUNT, "2033-?07-?19", r"19\.?07\.?2033", "19июл", *sorted(NUMBERS)],
    ),
    re.IGNORECASE,
)
BETWEEN = re.compile(r"[\s\u00a0\u202f\u2009()]|(?<=\d)-(?=\d)")


def tells_secret(text: str) -> bool:
    """Whether a text tells a hidden value, however its digits are grouped."""
    return TOLD.search(BETWEEN.sub("", html.unescape(text))) is not None


class Secrets(Canaries):
    """The records; every field that can be hidden holds a secret."""

    def __init__(self, owner: User) -> None:
        for kind in kinds.all_kinds():
            CustomField.objects.create(kind=kind.name, key=KEY, label="Записка", type="text", is_in_form=True)
        rearranged()
        arrangement.refresh_now()
        self.columns = {
            (kind.model, COLUMN if isinstance(one, Custom) else one.name)
            for kind in kinds.all_kinds()
            for one in kind.fields
            if kind.may_hide(one)
        }
        super().__init__(owner)
        self._remember()

    def _value(self, model: type[models.Model], field: Any) -> list[tuple[str, Any]]:
        if (model, field.name) not in self.columns:
            return super()._value(model, field)
        value: Any = None
        if field.name == COLUMN:
            value = {KEY: f"{SECRET} own"}
        elif isinstance(field, models.ForeignKey) and field.related_model is ClassifierValue:
            value = ClassifierValue.objects.get_or_create(classifier=field.name, name=f"{SECRET} {field.name}")[0]
        elif isinstance(field, ArrayField):
            value = [f"{SECRET}@example.com" if "mail" in field.name else f"+7{PHONE}"]
        elif isinstance(field, models.DecimalField):
            value = Decimal(f"{AMOUNT}.98")
        elif isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
            value = DAY
        elif field.name == "inn":
            value = PRESCRIBED["legalentity", "inn"]
        else:
            return super()._value(model, field)
        return [(field.name, value)]

    def _text(self, model: type[models.Model], field: Any) -> str:
        if (model, field.name) not in self.columns:
            return f"{model._meta.model_name} {self.count}"
        if isinstance(field, models.URLField) or field.name == "website":
            return f"https://{SECRET}.example.com"
        return f"{SECRET} {field.name} {self.count}"[: field.max_length]

    def _remember(self) -> None:
        """Changes of the secrets for the histories, a victory with its amount, a pair that may be one client."""
        for kind in kinds.all_kinds():
            texts = [name for model, name in self.columns if model is kind.model and name in {"note", "external_id"}]
            rows = kind.model._default_manager.filter(pk=self.made[kind.model].pk)
            rows.update(version=2, custom={KEY: f"{SECRET} new"}, **dict.fromkeys(texts, f"{SECRET} then"))
            rows.update(version=3, custom={KEY: f"{SECRET} old"}, **dict.fromkeys(texts, f"{SECRET} now"))
            index(kind, [self.made[kind.model].pk])
        deal = self.made[kinds.get("deal").model]
        data = {"amount": f"{AMOUNT},98 ₽"}
        history.add(subject=deal, type="deal_won", by=self.owner, at=NOW, data=data)
        self.pairs = {}
        for name in ("organization", "person"):
            kind = kinds.get(name)
            first, second = self.made[kind.model], self.another(kind.model)
            self.pairs[name] = f"{first.pk},{second.pk}"
            DuplicatePair.objects.create(
                kind=name, low_id=first.pk, high_id=second.pk, score=0.9, reasons=["phone"], found_at=NOW
            )

    def prints(self) -> list[Any]:
        """The secrets alone: what else these people may change is theirs."""
        found = []
        for model, record in self.made.items():
            names = sorted(name for one, name in self.columns if one is model)
            found += list(model._default_manager.filter(pk=record.pk).values_list("pk", *names)) if names else []
        return found

    def are_as(self, prints: list[Any]) -> bool:
        """Whether those that are still there say what they said."""
        return all(one in prints for one in self.prints())


def trainee(department: Any) -> User:
    """May do everything to everything, but is kept from each field that can be hidden."""
    role = Role.objects.create(name="Стажёр")
    Grant.objects.bulk_create(
        Grant(role=role, kind=kind.name, action=action, scope=Scope.ALL)
        for kind in kinds.all_kinds()
        for action in Action
    )
    FieldRule.objects.bulk_create(
        FieldRule(role=role, kind=kind.name, field=one.name, right=FieldRight.HIDDEN)
        for kind in kinds.all_kinds()
        for one in kind.fields
        if kind.may_hide(one)
    )
    rearranged()
    arrangement.refresh_now()
    user = User.objects.create_user("trainee@example.com", None, first_name="Стажёр", department=department)
    user.roles.add(role)
    return user
