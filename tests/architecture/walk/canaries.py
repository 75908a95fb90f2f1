"""Records with words that nobody but those who may see them should ever read."""

import re
from datetime import UTC, datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

from voronka.accounts.models import User
from voronka.people.models import BankAccount
from voronka.records import kinds
from voronka.records.search.index import index
from voronka.sales.models import CheckItem

WORD = "kanarejka"
SONG = re.compile(rf"{WORD}[ @.]\w")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
SUBJECT = "organization"
# Columns whose form a constraint prescribes: (model, column) -> value.
PRESCRIBED: dict[tuple[str, str], Any] = {
    ("legalentity", "inn"): "7707083893",
    ("legalentity", "kpp"): "773601001",
    ("legalentity", "ogrn"): "1027700132195",
    ("bankaccount", "bic"): "044525225",
    ("bankaccount", "number"): "40702810900000005555",
    ("bankaccount", "correspondent"): "30101810400000000225",
    ("deal", "lost_comment"): "",
    ("position", "until_on"): NOW.date(),
}
# Kinds that everybody may read on purpose: model -> why.
KNOWN_TO_ALL: dict[str, str] = {
    "campaign": "whoever makes a lead chooses the campaign that it came through",
    "pipeline": "the company's own setting, shown wherever a deal is made",
    "stage": "the company's own setting, shown wherever a deal is made",
    "checkitem": "the company's own setting, a line of the check-list of a stage",
}


class Canaries:
    """One record of each kind, all of one owner, every text of them with the word in it."""

    def __init__(self, owner: User) -> None:
        self.owner = owner
        self.count = 0
        self.made: dict[type[models.Model], Any] = {}
        self.unwatched: set[type[models.Model]] = set()  # what the one who walks may change
        for kind in kinds.all_kinds():
            record = self.one(kind.model)
            index(kind, [record.pk])
        self.one(BankAccount)
        self.one(CheckItem)

    def one(self, model: type[models.Model]) -> Any:
        """The canary of a model, made when first asked for together with what it needs."""
        if model not in self.made:
            self.made[model] = self.another(model)
        return self.made[model]

    def another(self, model: type[models.Model]) -> Any:
        """One more record of a model, tied to the canaries of other models."""
        self.count += 1
        record = model(**{name: value for field in model._meta.fields for name, value in self._value(model, field)})
        record.save(force_insert=True)
        return record

    def ids(self) -> dict[str, list[str]]:
        """Values for the parameters of routes: `person.pk` for one kind, `pk` where the kind is not known."""
        found = {kind.name: str(self.made[kind.model].pk) for kind in kinds.all_kinds()}
        values = {f"{name}.{key}": [pk] for name, pk in found.items() for key in ("pk", f"{name}_id", "id")}
        values |= {f"{name}_id": [pk] for name, pk in found.items()}
        values |= {key: [str(self.made[BankAccount].pk)] for key in ("account", "account_id")}
        values |= {key: [str(self.made[CheckItem].pk)] for key in ("item", "item_id")}
        for kind in kinds.all_kinds():
            values[f"{kind.name}.name"] = [kind.fields[0].name, "owner", *(one.name for one in kinds.panels_of(kind))]
            values[f"{kind.name}.field"] = values[f"{kind.name}.name"]
        everyone = sorted(set(found.values()))
        names = list(found)
        plurals = [kind.plural for kind in kinds.all_kinds()]
        return values | {
            "pk": everyone,
            "id": everyone,
            "kind": names,
            "kind_name": names,
            "plural": plurals,
            "kinds": plurals,
        }

    def prints(self) -> list[Any]:
        """What the rows of all canaries say now: the same as long as nobody touched one."""
        watched = {model: record for model, record in self.made.items() if model not in self.unwatched}
        tables = [(model._meta.db_table, model._meta.pk.column) for model in watched]
        rows = [f"SELECT '{table}', r::text FROM {table} r WHERE r.{key} = %s" for table, key in tables]
        with connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join(rows), [record.pk for record in watched.values()])
            return cursor.fetchall()

    def are_as(self, prints: list[Any]) -> bool:
        """Whether nobody has touched one since these prints were taken."""
        return self.prints() == prints

    def _value(self, model: type[models.Model], field: Any) -> list[tuple[str, Any]]:
        """The value of a field as a list of one pair, or nothing where the default will do."""
        key = (model._meta.model_name or "", field.name)
        value = None
        if field.primary_key or field.generated:
            return []
        if field.name in {"subject_kind", "subject_id"}:  # a record of any kind by name and id
            value = SUBJECT if field.name == "subject_kind" else self.one(kinds.get(SUBJECT).model).pk
            return [(field.name, value)]
        if isinstance(field, models.ForeignKey):
            value = self._link(field)
        elif key in PRESCRIBED:
            value = PRESCRIBED[key]
        elif isinstance(field, ArrayField) and isinstance(field.base_field, models.IntegerField):
            return []  # ids of values: no words, and of none that is there
        elif isinstance(field, ArrayField):
            value = [f"{WORD}@example.com" if "mail" in field.name else "+79991234567"]
        elif isinstance(field, models.DateTimeField | models.DateField) and not field.null:
            value = NOW if isinstance(field, models.DateTimeField) else NOW.date()
        elif isinstance(field, models.CharField | models.TextField) and not field.choices:
            value = self._text(model, field) if (field.max_length or 99) >= len(WORD) + 4 else None
        return [] if value is None else [(field.name, value)]

    def _text(self, model: type[models.Model], field: Any) -> str:
        if model._meta.model_name in KNOWN_TO_ALL:
            return f"known {self.count}"
        if isinstance(field, models.URLField) or field.name == "website":
            return f"https://{WORD}.example.com"
        if field.name == "external_id":
            return f"{WORD} {self.count}"
        return f"{WORD} {model._meta.model_name}"[: field.max_length]

    def _link(self, field: Any) -> Any:
        target = field.related_model
        if target is User:
            return self.owner
        if field.name == "department":
            return self.owner.department
        ours = {kind.model for kind in kinds.all_kinds()}
        if target in ours and target is not field.model:
            return self.one(target)
        return None if field.null else target._default_manager.first() or self.one(target)


def tells(text: str) -> bool:
    """Whether a text tells of a canary more than the bare word, which whoever asks for it may see again."""
    return SONG.search(text) is not None
