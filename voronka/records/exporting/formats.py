"""The formats that a list can be exported in: tables for every kind, others where the kind's app has registered one."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import IO, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.core.errors import Refused
from voronka.records.exporting import record_id, tables
from voronka.records.fields import Field, FilterContext
from voronka.records.fields.base import Label
from voronka.records.kinds import Kind

type Write = Callable[[Kind, Sequence[Field], Iterable[Any], FilterContext], IO[bytes]]


@dataclass(frozen=True, kw_only=True)
class Format:
    """How a file is written, from records in their order; `code` is the end of its name.

    Where a format says itself what it holds, `names` are its fields, else it holds the columns that were chosen, the
    id of the records among them where it was. It holds no more than the `most` records.
    """

    code: str
    label: Label
    icon: str
    content_type: str
    write: Write
    names: tuple[str, ...] = ()
    most: int | None = None

    def fields(self, kind: Kind, columns: Sequence[str]) -> list[Field]:
        """The fields that stand in the file, as far as the one who asks may see them."""
        known = kind.by_name | ({} if self.names else {record_id.NAME: record_id.record_id(kind)})
        return [known[name] for name in self.names or columns if name in known]


def _xlsx(kind: Kind, fields: Sequence[Field], records: Iterable[Any], asking: FilterContext) -> IO[bytes]:
    heads = [str(field.label) for field in fields]
    return tables.write_xlsx(heads, tables.lines(records, fields, asking), str(kind.labels))


def _csv(_kind: Kind, fields: Sequence[Field], records: Iterable[Any], asking: FilterContext) -> IO[bytes]:
    return tables.write_csv([str(field.label) for field in fields], tables.lines(records, fields, asking))


TABLES = (
    Format(
        code="xlsx",
        label=gettext_lazy("Excel table"),
        icon="file-spreadsheet",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write=_xlsx,
        most=1_048_575,  # rows that a sheet can have, less the headings
    ),
    Format(
        code="csv",
        label=gettext_lazy("Text table"),
        icon="file-text",
        content_type="text/csv; charset=utf-8",
        write=_csv,
    ),
)
_more: dict[str, list[Format]] = {}


def register(kind: str, *formats: Format) -> None:
    """Give a kind formats beside the tables; call it in AppConfig.ready."""
    _more.setdefault(kind, []).extend(formats)


def formats_of(kind: Kind) -> list[Format]:
    """Every format that records of this kind can be exported in."""
    return [*TABLES, *_more.get(kind.name, ())]


def find(kind: Kind, code: str) -> Format:
    """The format of this kind; raises Refused for one that it has not."""
    known = {one.code: one for one in formats_of(kind)}
    if code not in known:
        names = ", ".join(f".{one}" for one in known)
        raise Refused(_("Choose one of these formats: %(names)s.") % {"names": names}, field="format")
    return known[code]
