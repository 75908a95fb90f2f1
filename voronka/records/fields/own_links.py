"""Links that a company makes for itself: the id of a record or of an employee in the JSON column `custom`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Subquery
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from voronka.accounts.models import User
from voronka.records.fields.base import bad_value
from voronka.records.fields.custom import COLUMN, Custom
from voronka.records.fields.links import ToRecord, ToUser


@dataclass(frozen=True, kw_only=True)
class OwnPointing(Custom):
    """What is common to both: a stored id is read as it stands, `records.values` puts the object into its place."""

    def show(self, value: Any) -> str:
        """The text of the object; an id alone tells nothing to people."""
        return "" if value is None or isinstance(value, int) else str(value)


@dataclass(frozen=True, kw_only=True)
class CustomLink(OwnPointing, ToRecord):
    """A record of another kind; lists are not sorted by names that not everybody may see."""

    sortable: bool = False


@dataclass(frozen=True, kw_only=True)
class CustomUser(OwnPointing, ToUser):
    """An employee; those who are `known` by name and e-mail are not asked for again."""

    known: Mapping[str, int] = field(default_factory=dict)

    def remembering(self) -> "CustomUser":
        """The same, knowing everybody who works here by name, either way round, and by e-mail: for an import."""
        known: dict[str, int] = {}
        for user in User.objects.filter(is_active=True).order_by("-pk"):
            names = f"{user.first_name} {user.last_name}", f"{user.last_name} {user.first_name}", user.email
            known |= {" ".join(name.casefold().split()): user.pk for name in names}
        return replace(self, known=known)

    def parse(self, raw: Any, *, by: User) -> int:
        if not self.known:
            return super().parse(raw, by=by)
        pk = self.known.get(" ".join(str(raw).casefold().split()))
        if pk is None:
            raise bad_value(self, raw)
        return pk

    def ordering(self) -> Combinable:
        held = Cast(KeyTextTransform(self.key, OuterRef(COLUMN)), BigIntegerField())
        return Subquery(User.objects.filter(pk=held).values("first_name")[:1])
