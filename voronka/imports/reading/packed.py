"""XML parts of packed workbooks (.xlsx, .ods), read as a stream: bounded, and without definitions of their own."""

import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.parsers import expat  # declarations of types are refused below, and expat loads nothing from outside

from voronka.imports.reading import limits
from voronka.imports.reading.limits import BadFile

PORTION = 1 << 16


def opened(path: Path) -> zipfile.ZipFile:
    """The archive; raises BadFile for one that is none, that wants a password or unpacks to too much."""
    try:
        archive = zipfile.ZipFile(path)
        parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError) as error:
        raise BadFile("not-a-table") from error
    unpacked = sum(part.file_size for part in parts)
    if unpacked > limits.UNPACKED_BYTES or unpacked > limits.PACK_RATIO * max(path.stat().st_size, 50_000):
        raise BadFile("swollen")
    if len(parts) > limits.PARTS:
        raise BadFile("swollen")
    if any(part.flag_bits & 1 for part in parts):
        raise BadFile("locked")
    return archive


class Xml:
    """A part fed to handlers piece by piece; `start(name, attributes)` gets names and values of attributes in turn."""

    def __init__(
        self,
        start: Callable[[str, list[str]], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        self.parser: Any = expat.ParserCreate()
        self.parser.ordered_attributes = True
        self.parser.buffer_text = True
        self.parser.StartElementHandler = start
        self.parser.EndElementHandler = end
        self.parser.CharacterDataHandler = text
        self.parser.StartDoctypeDeclHandler = self._refuse

    @staticmethod
    def _refuse(*_declared: Any) -> None:
        raise BadFile("bomb")

    def fed(self, archive: zipfile.ZipFile, name: str) -> Iterator[None]:
        """Read the part, stopping after every portion; raises BadFile for what is no XML."""
        try:
            with archive.open(name) as stream:
                while portion := stream.read(PORTION):
                    self.parser.Parse(portion, False)
                    yield
            self.parser.Parse(b"", True)
        except (KeyError, zipfile.BadZipFile, expat.ExpatError, EOFError, NotImplementedError, OSError) as error:
            raise BadFile("not-a-table") from error
        yield

    def read(self, archive: zipfile.ZipFile, name: str) -> None:
        """Read the whole part."""
        for _portion in self.fed(archive, name):
            pass


def elements(archive: zipfile.ZipFile, name: str) -> list[tuple[str, dict[str, str]]]:
    """All elements of a small part with their attributes, names without their prefix."""
    if archive.getinfo(name).file_size > limits.SMALL_PART_BYTES:
        raise BadFile("swollen")
    found: list[tuple[str, dict[str, str]]] = []

    def start(name: str, given: list[str]) -> None:
        attributes = {one.rpartition(":")[2]: value for one, value in zip(given[::2], given[1::2], strict=True)}
        found.append((name.rpartition(":")[2], attributes))

    Xml(start).read(archive, name)
    return found


def refuse_definitions(archive: zipfile.ZipFile, name: str) -> None:
    """Raise BadFile where a part declares a type of its own: it is read by somebody else."""

    class _Begun(Exception):
        pass

    def start(_name: str, _given: list[str]) -> None:
        raise _Begun

    try:
        Xml(start).read(archive, name)
    except _Begun:
        return
