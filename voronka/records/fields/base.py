"""What every field type can do."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import F, Q
from django.db.models.expressions import Combinable
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.core.errors import Refused

if TYPE_CHECKING:
    from voronka.accounts.models import User

type Label = str | Promise


@dataclass(frozen=True, kw_only=True)
class FilterContext:
    """Who asks and when: «mine» and «this week» depend on it."""

    by: "User"
    at: datetime
    zone: tzinfo


def bad_value(field: "Field", raw: Any) -> Refused:
    """The refusal for a value that the field cannot take."""
    return Refused(
        _("“%(value)s” does not fit the field “%(field)s”.") % {"value": str(raw)[:80], "field": field.label},
        field=field.name,
    )


OPERATOR_LABELS: dict[str, Label] = {
    "is": gettext_lazy("is"),
    "has": gettext_lazy("contains"),
    "has_not": gettext_lazy("does not contain"),
    "in": gettext_lazy("any of"),
    "not_in": gettext_lazy("none of"),
    "within": gettext_lazy("in the holding of"),
    "from": gettext_lazy("from"),
    "to": gettext_lazy("up to"),
    "period": gettext_lazy("in"),
    "empty": gettext_lazy("is empty"),
    "filled": gettext_lazy("is filled"),
}


@dataclass(frozen=True, kw_only=True)
class Field:
    """One column of a kind: the same everywhere, in forms, lists, filters, import, export, API and history.

    `name` is the attribute of the record. `column` is the ORM path when it differs from the name.
    `widget` names the macro that edits a value, `cell` the one that shows it.
    `editable` fields can be given by people; the others are written by actions only.
    `personal` fields tell something of a human being: reading them is kept in the journal, erasing empties them.
    `about` names the kind that the field tells of: a company that does without that kind has no use for the field.
    `only_with` names a kind: the field is only for those who may see records of it, its emptiness tells of them too.
    A `related` field keeps the id of something that has a text of its own; a `joined` one as a foreign key.
    `identity` is the reason («phone», «inn» of records.duplicates.reasons) why two records with one value are one.
    """

    name: str
    label: Label
    required: bool = False
    editable: bool = True
    filterable: bool = True
    sortable: bool = True
    personal: bool = False
    column: str = ""
    hint: Label = ""
    about: str = ""
    only_with: str = ""
    order_by: Callable[[], Combinable] | None = None

    widget: ClassVar[str] = "text"
    cell: ClassVar[str] = "text"
    operators: ClassVar[tuple[str, ...]] = ("is", "empty", "filled")
    api_type: ClassVar[Any] = str
    related: ClassVar[bool] = False
    joined: ClassVar[bool] = False
    identity: ClassVar[str] = ""

    @property
    def path(self) -> str:
        """The ORM path of the column."""
        return self.column or self.name

    @property
    def attribute(self) -> str:
        """The attribute that a written value goes to."""
        return self.name

    @property
    def blank(self) -> Any:
        """The stored value that means «nothing here»."""
        return None

    @property
    def lookup(self) -> str:
        """Where a picker asks for what can be chosen; empty without one."""
        return ""

    def picked(self, raw: Any, *, by: "User") -> str:
        """The name of what was picked, for a form that shows it again; empty for none and for what one may not see."""
        return ""

    def read(self, record: Any) -> Any:
        """The value of this field in a record."""
        return getattr(record, self.name)

    def stored(self, record: Any) -> Any:
        """The value as it is written: an id, for a link."""
        return getattr(record, self.attribute)

    def kept(self, columns: Mapping[str, Any]) -> Any:
        """The same out of a row of the history."""
        return columns.get(self.attribute)

    def put(self, record: Any, value: Any) -> None:
        """Set a parsed value on a record without saving it."""
        setattr(record, self.attribute, value)

    def show(self, value: Any) -> str:
        """The value as plain text: for exports, history, conflict messages."""
        return "" if value is None else str(value)

    def export(self, value: Any) -> Any:
        """The value as the API and JSON give it."""
        return value

    def parse(self, raw: Any, *, by: "User") -> Any:
        """The value to store for what a person or a program gave; raises Refused with this field's name."""
        return raw

    def given(self, raw: Any) -> bool:
        """Whether something was given at all."""
        return raw not in (None, "", [], ())

    def accept(self, raw: Any, *, by: "User") -> Any:
        """Parse, or the blank value; refuses nothing where something is required."""
        if self.given(raw):
            return self.parse(raw, by=by)
        if self.required:
            raise Refused(_("Fill in “%(field)s”.") % {"field": self.label}, field=self.name)
        return self.blank

    def condition(self, operator: str, value: Any, context: FilterContext) -> Q:
        """The database condition of one line of a filter; raises Refused for what makes no sense."""
        if operator not in self.operators:
            raise bad_value(self, operator)
        if operator in {"empty", "filled"}:
            return self.emptiness() if operator == "empty" else ~self.emptiness()
        return self.compare(operator, value, context)

    def emptiness(self) -> Q:
        """The condition «nothing here»."""
        return Q(**{f"{self.path}__isnull": True})

    def compare(self, operator: str, value: Any, context: FilterContext) -> Q:
        """The condition of an operator with a value."""
        return Q(**{self.path: self.parse(value, by=context.by)})

    def ordering(self) -> Combinable:
        """The expression that lists sort by."""
        return self.order_by() if self.order_by else F(self.path)
