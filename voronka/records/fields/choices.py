"""A choice out of a list: fixed, of a classifier, or yes and no."""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Choices, F, Q
from django.db.models.expressions import Combinable
from django.utils.translation import gettext as _

from voronka.core.numbers import whole
from voronka.records.fields.base import Field, FilterContext, bad_value
from voronka.records.fields.computed import Computed
from voronka.records.fields.trees import Known, offered
from voronka.records.models import ClassifierValue

if TYPE_CHECKING:
    from voronka.accounts.models import User


def listed(value: Any) -> list[Any]:
    """A filter value as a list."""
    return list(value) if isinstance(value, list | tuple) else [value]


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of the values that the code knows (TextChoices); `tones` colours those that mean good, bad or a warning."""

    choices: type[Choices]
    tones: Mapping[str, str] = dataclasses.field(default_factory=dict)

    widget = "select"
    cell = "chip"
    operators = ("in", "not_in", "empty", "filled")

    @property
    def blank(self) -> str:
        return ""

    def options(self) -> list[tuple[str, str]]:
        """(value, label) of everything that can be chosen."""
        return [(str(value), str(label)) for value, label in self.choices.choices]

    def parse(self, raw: Any, *, by: "User") -> str:
        if str(raw) not in self.choices.values:
            raise bad_value(self, raw)
        return str(raw)

    def show(self, value: Any) -> str:
        return dict(self.options()).get(str(value), "")

    def emptiness(self) -> Q:
        return Q(**{self.path: ""})

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        among = Q(**{f"{self.path}__in": [self.parse(one, by=context.by) for one in listed(value)]})
        return among if operator == "in" else ~among


@dataclass(frozen=True, kw_only=True)
class ClassifierChoice(Field):
    """One value of a classifier; values that were switched off stay where they stand but cannot be chosen."""

    classifier: str
    known: tuple[tuple[str, str], ...] = ()

    widget = "select"
    cell = "chip"
    operators = ("in", "not_in", "empty", "filled")
    api_type = int
    related: ClassVar[bool] = True
    joined: ClassVar[bool] = True

    @property
    def attribute(self) -> str:
        return f"{self.name}_id"

    def options(self) -> list[tuple[str, str]]:
        """(id, name) of the values in use; those that are `known` are not asked for again."""
        if self.known:
            return list(self.known)
        return offered(self.classifier)

    def parse(self, raw: Any, *, by: "User") -> int:
        rows = ClassifierValue.objects.filter(classifier=self.classifier, is_active=True)
        if (pk := whole(raw)) is not None:
            found = rows.filter(pk=pk).values_list("pk", flat=True).first()
        else:
            found = rows.filter(name__iexact=str(raw).strip()).values_list("pk", flat=True).first()
        if found is None:
            raise bad_value(self, raw)
        return found

    def export(self, value: Any) -> Any:
        return value and {"id": value.pk, "name": value.name}

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        ids = Known(self.classifier).under(pk for one in listed(value) if (pk := whole(one)) is not None)
        among = Q(**{f"{self.path}__in": ids})
        return among if operator == "in" else ~among | Q(**{f"{self.path}__isnull": True})

    def ordering(self) -> Combinable:
        return F(f"{self.path}__name")


@dataclass(frozen=True, kw_only=True)
class ClassifierChoices(Field):
    """Several values of a classifier: their ids in one array column."""

    classifier: str
    sortable: bool = False
    known: tuple[tuple[str, str], ...] = ()

    widget = "many"
    cell = "chips"
    operators = ("in", "not_in", "empty", "filled")
    api_type: ClassVar[Any] = list[int]

    @property
    def blank(self) -> list[int]:
        return []

    @property
    def names(self) -> Known:
        """The names by id."""
        return Known(self.classifier)

    def options(self) -> list[tuple[str, str]]:
        """(id, name) of the values in use; those that are `known` are not asked for again."""
        if self.known:
            return list(self.known)
        return offered(self.classifier)

    def remembering(self) -> "ClassifierChoices":
        """The same, asking for its options once: for an import."""
        return dataclasses.replace(self, known=tuple(self.options()))

    def parse(self, raw: Any, *, by: "User") -> list[int]:
        given = raw if isinstance(raw, list | tuple) else str(raw).replace(";", ",").split(",")
        options = self.options()
        return list(dict.fromkeys(self._chosen(one, options) for one in given if str(one).strip()))

    def _chosen(self, raw: Any, options: Sequence[tuple[str, str]]) -> int:
        text = str(raw).strip()
        for pk, name in options:
            if text == pk or text.casefold() == name.strip().casefold():
                return int(pk)
        raise bad_value(self, raw)

    def show(self, value: Any) -> str:
        return ", ".join(filter(None, (self.names.get(one) for one in value or ())))

    def export(self, value: Any) -> Any:
        return [{"id": one, "name": self.names.get(one)} for one in value]

    def emptiness(self) -> Q:
        return Q(**{self.path: []})

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        ids = self.names.under(pk for one in listed(value) if (pk := whole(one)) is not None)
        among = Q(**{f"{self.path}__overlap": ids})
        return among if operator == "in" else ~among


@dataclass(frozen=True, kw_only=True)
class Flag(Field):
    """Yes or no."""

    widget = "flag"
    cell = "flag"
    operators = ("is",)
    api_type = bool

    @property
    def blank(self) -> bool:
        return False

    def parse(self, raw: Any, *, by: "User") -> bool:
        return str(raw).strip().lower() in {"1", "true", "yes", "on", "да", "x", "+"}

    def show(self, value: Any) -> str:

        return _("yes") if value else _("no")


@dataclass(frozen=True, kw_only=True)
class Signs(Computed):
    """A computed column that a filter asks by a few signs; `options` names them, `compare` knows what each means."""

    filterable: bool = True

    widget = "select"
    operators = ("in",)

    def options(self) -> list[tuple[str, str]]:
        """The signs with their words; each column has its own."""
        raise NotImplementedError

    def asked(self, value: Any) -> set[str]:
        """The signs that a filter names; raises Refused for one that there is not."""
        names = {str(one) for one in listed(value)}
        if not names <= {name for name, _label in self.options()}:
            raise bad_value(self, value)
        return names
