"""Links to people who work here, to departments and to other records."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import F, Q
from django.db.models.expressions import Combinable

from voronka.accounts.models import Department, User
from voronka.core.numbers import whole
from voronka.records.fields.base import Field, FilterContext, bad_value
from voronka.records.fields.choices import listed
from voronka.records.names import folded
from voronka.ui.navigation import address_or_empty


@dataclass(frozen=True, kw_only=True)
class Pointing(Field):
    """What points to something that has an id: written by that id, shown by the text of its object."""

    operators: ClassVar[tuple[str, ...]] = ("in", "not_in", "empty", "filled")
    api_type: ClassVar[Any] = int
    related: ClassVar[bool] = True

    def export(self, value: Any) -> Any:
        return value and {"id": value.pk, "name": str(value)}

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        ids = [self.meant(one, context) for one in listed(value)]
        among = Q(**{f"{self.path}__in": ids})
        return among if operator == "in" else ~among | self.emptiness()

    def meant(self, value: Any, context: FilterContext) -> int:
        """The id that a filter value means."""
        if (pk := whole(value)) is None:
            raise bad_value(self, value)
        return pk


@dataclass(frozen=True, kw_only=True)
class ForeignLink(Pointing):
    """A foreign key."""

    joined: ClassVar[bool] = True

    @property
    def attribute(self) -> str:
        return f"{self.name}_id"


@dataclass(frozen=True, kw_only=True)
class ToUser(Pointing):
    """Points to an employee; in filters `me` means the one who asks."""

    widget = "select"
    cell = "user"

    def options(self) -> list[tuple[str, str]]:
        """(id, name) of those who work here now."""
        return [(str(user.pk), user.full_name) for user in User.objects.filter(is_active=True)]

    def parse(self, raw: Any, *, by: User) -> int:
        if raw == "me":
            return by.pk
        pk = whole(raw)
        if pk is None or not User.objects.filter(pk=pk, is_active=True).exists():
            raise bad_value(self, raw)
        return pk

    def meant(self, value: Any, context: FilterContext) -> int:
        return context.by.pk if value == "me" else super().meant(value, context)


@dataclass(frozen=True, kw_only=True)
class UserLink(ToUser, ForeignLink):
    """A column with an employee."""

    def ordering(self) -> Combinable:
        return F(f"{self.path}__first_name")


@dataclass(frozen=True, kw_only=True)
class DepartmentLink(ForeignLink):
    """A department."""

    widget = "select"

    def options(self) -> list[tuple[str, str]]:
        """(id, name) of the departments in use."""
        rows = Department.objects.filter(is_active=True)
        return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]

    def parse(self, raw: Any, *, by: User) -> int:
        pk = whole(raw)
        if pk is None or not Department.objects.filter(pk=pk, is_active=True).exists():
            raise bad_value(self, raw)
        return pk

    def ordering(self) -> Combinable:
        return F(f"{self.path}__name")


@dataclass(frozen=True, kw_only=True)
class ToRecord(Pointing):
    """Points to a record of another kind; where input is read, its visibility is checked."""

    kind: str

    widget = "picker"
    cell = "link"

    @property
    def lookup(self) -> str:
        """Where its picker asks for records; empty for a kind without screens."""
        return address_or_empty(f"{self.kind}:lookup")

    def parse(self, raw: Any, *, by: User) -> int:
        if (pk := whole(raw)) is None:
            raise bad_value(self, raw)
        return pk


@dataclass(frozen=True, kw_only=True)
class Link(ToRecord, ForeignLink):
    """A column with a record of another kind, `title` is the column of its name."""

    title: str = "name"

    def ordering(self) -> Combinable:
        return folded(f"{self.path}__{self.title}")
