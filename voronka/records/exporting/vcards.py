"""People and organizations as contacts for telephones and mail programs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import batched
from tempfile import TemporaryFile
from typing import IO, Any

from voronka.records.exporting.content_lines import folded, line
from voronka.records.exporting.formats import Format
from voronka.records.exporting.tables import PORTION
from voronka.records.fields import Field, FilterContext
from voronka.records.fields.base import Label
from voronka.records.kinds import Kind
from voronka.records.values import values_of

NAMES = ("last_name", "first_name", "middle_name", "name", "organization", "position", "phones", "emails")
MORE = ("website", "address", "note")


def write(kind: Kind, fields: Sequence[Field], records: Iterable[Any], asking: FilterContext) -> IO[bytes]:
    """Cards one after another, of the version that every program reads. Source: RFC 2426 (vCard 3.0)."""
    file = TemporaryFile()  # noqa: SIM115  # the answer that sends it closes it
    for portion in batched(records, PORTION, strict=False):
        values = values_of(portion, fields, by=asking.by, at=asking.at)
        for record in portion:
            card = _Card(kind, record.pk, fields, values[record.pk])
            file.write("".join(folded(card.lines())).encode())
    file.seek(0)
    return file


class _Card:
    """One contact."""

    def __init__(self, kind: Kind, pk: int, fields: Sequence[Field], values: Mapping[str, Any]) -> None:
        self.uid, self.values = f"voronka-{kind.name}-{pk}", values
        self.texts = {one.name: one.show(values[one.name]) for one in fields if values[one.name]}

    def lines(self) -> Iterator[str]:
        """Its lines; a name that is hidden leaves the place where it stands empty."""
        names = [self.texts.get(name, "") for name in ("last_name", "first_name", "middle_name")]
        whole = self.texts.get("name") or " ".join(filter(None, names))
        yield from ("BEGIN:VCARD", "VERSION:3.0", line("UID", self.uid))
        yield line("N", *names, "", "")
        yield line("FN", whole)
        yield from self._given("ORG", self.texts.get("organization", "") if any(names) else whole)
        yield from self._given("TITLE", self.texts.get("position", ""))
        for number in self.values.get("phones") or ():
            called, _sign, extension = number.partition(";ext=")
            yield line("TEL;TYPE=VOICE", f"{called} ext. {extension}" if extension else called)
        for address in self.values.get("emails") or ():
            yield line("EMAIL;TYPE=INTERNET", address)
        if address := self.texts.get("address"):
            yield line("ADR;TYPE=WORK", "", "", address, "", "", "", "")
        yield from self._given("URL", self.texts.get("website", ""))
        yield from self._given("NOTE", self.texts.get("note", ""))
        yield "END:VCARD"

    @staticmethod
    def _given(name: str, text: str) -> Iterator[str]:
        if text:
            yield line(name, text)


def vcards(label: Label) -> Format:
    """The format, under the name that the kind gives it."""
    return Format(
        code="vcf",
        label=label,
        icon="contact",
        content_type="text/vcard; charset=utf-8",
        write=write,
        names=(*NAMES, *MORE),
    )
