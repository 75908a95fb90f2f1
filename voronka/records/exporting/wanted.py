"""What somebody wants to have in a file: which records of a list, in what order, what of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from voronka.accounts.models import Action
from voronka.core.errors import Refused
from voronka.core.numbers import grouped
from voronka.records import access
from voronka.records.exporting.formats import Format, find
from voronka.records.fields import Field, FilterContext
from voronka.records.filter_tree import Tree
from voronka.records.keyset import in_order
from voronka.records.kinds import Kind
from voronka.records.listing import Question, matching


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """All records that a list finds, or those of them named by `ids`; `kind` is what the one who asks sees of it."""

    kind: Kind
    code: str
    filter: Tree
    text: str = ""
    sort: str = ""
    columns: Sequence[str] = ()
    ids: Sequence[int] | None = None

    @cached_property
    def format(self) -> Format:
        """The format of the file; raises Refused for one that the kind has not."""
        return find(self.kind, self.code)

    @property
    def fields(self) -> list[Field]:
        """What of the records stands in the file."""
        return self.format.fields(self.kind, self.columns)

    def rows(self, asking: FilterContext) -> QuerySet[Any]:
        """The records, as far as this person may export them; raises Refused for a senseless condition."""
        if self.ids is None:
            found = matching(self.kind, Question(filter=self.filter, text=self.text), asking)
        else:
            found = access.visible(self.kind, asking.by).filter(pk__in=self.ids)
        return found.filter(access.condition(self.kind, asking.by, Action.EXPORT))

    def ordered(self, asking: FilterContext) -> QuerySet[Any]:
        """The same in the order of the list, with the links that the file names; raises Refused as above."""
        related = [field.path for field in self.fields if field.joined]
        rows = self.rows(asking)
        rows = rows.select_related(*related) if related else rows
        return in_order(rows, kind=self.kind, sort=self.sort or self.kind.sort, by=asking.by)

    def count(self, asking: FilterContext) -> int:
        """How many records that is; raises Refused where the format cannot hold them."""
        count, most = self.rows(asking).count(), self.format.most
        if most is not None and count > most:
            raise Refused(
                _("A file .%(format)s holds %(most)s records at most: narrow the list or take another format.")
                % {"format": self.format.code, "most": grouped(most, 0)},
                field="format",
            )
        return count
