"""Workbooks of Excel (.xlsx, .xlsm) as a stream: a million rows cost no more memory than a hundred."""

import posixpath
import re
import zipfile
from array import array
from collections.abc import Iterator
from pathlib import Path

from voronka.imports.reading import limits, numbers
from voronka.imports.reading.limits import BadFile
from voronka.imports.reading.packed import Xml, elements, opened

ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class Workbook:
    """An opened workbook: names of its sheets, which are hidden, rows; `notes` fill up while rows are read.

    Formulas are not worked out, their stored values are taken. Source: ECMA-376 part 1, §18.
    """

    def __init__(self, path: Path) -> None:
        self.archive = opened(path)
        self.notes: set[str] = set()
        try:
            self._look()
        except KeyError as error:
            raise BadFile("not-a-table") from error

    def _look(self) -> None:
        parts = self.archive.namelist()
        main = next((target for kind, target in self._links("") if kind == "officeDocument"), "xl/workbook.xml")
        self.parts = dict(self._links(main, by="Id"))
        self.names: list[str] = []
        self.hidden: list[bool] = []
        self.sheets: list[str] = []
        self.from_1904 = False
        for name, given in elements(self.archive, main):
            if name == "workbookPr":
                self.from_1904 = given.get("date1904") in {"1", "true"}
            elif name == "sheet" and "worksheets/" in (part := self.parts.get(given.get("id", ""), "")):
                self.names.append(given.get("name", ""))
                self.hidden.append(given.get("state", "visible") != "visible")
                self.sheets.append(part)
        if not self.names:
            raise BadFile("empty")
        self.notes |= {"macros"} if any(part.lower().endswith("vbaproject.bin") for part in parts) else set()
        self.notes |= {"links"} if any("/externalLinks/" in part for part in parts) else set()
        kinds = dict(self._links(main))
        self.sorts = self._sorts(kinds.get("styles", "xl/styles.xml"))
        self.texts = Texts(self.archive, kinds.get("sharedStrings", "xl/sharedStrings.xml"))

    def _links(self, part: str, by: str = "Type") -> list[tuple[str, str]]:
        """What a part leads to: the last word of the type, or the id, and the name of the other part."""
        folder, name = posixpath.split(part)
        where = posixpath.join(folder, "_rels", f"{name}.rels")
        if where not in self.archive.namelist():
            return []
        found = []
        for _element, given in elements(self.archive, where):
            if given.get("Target") and given.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, given["Target"])).lstrip("/")
                found.append((given.get(by, "").rpartition("/")[2], target))
        return found

    def _sorts(self, part: str) -> list[str]:
        if part not in self.archive.namelist():
            return []
        formats: dict[str, str] = {}
        sorts: list[str] = []
        is_inside = False
        for name, given in elements(self.archive, part):
            if name == "numFmt":
                formats[given.get("numFmtId", "")] = numbers.sort_of(given.get("formatCode", ""))
            elif name in {"cellXfs", "cellStyleXfs", "cellStyles", "dxfs"}:
                is_inside = name == "cellXfs"
            elif name == "xf" and is_inside:
                known = given.get("numFmtId", "0")
                usual = "date" if known.isdigit() and int(known) in numbers.DATE_FORMATS else ""
                sorts.append(formats.get(known, usual))
        return sorts

    def height(self, index: int) -> int | None:
        """How many rows the sheet says it has; None where it says nothing."""
        found: list[int] = []

        def start(name: str, given: list[str]) -> None:
            if name.endswith("dimension") and (last := re.search(r":[A-Z]+(\d{1,7})$", given[-1] if given else "")):
                found.append(int(last[1]))

        with_head = Xml(start).fed(self.archive, self.sheets[index])
        next(with_head, None)
        return found[0] if found else None

    def rows(self, index: int) -> Iterator[list[str]]:
        """The rows of a sheet, those between them that hold nothing too; raises BadFile."""
        reader = _Rows(self)
        portions = reader.xml.fed(self.archive, self.sheets[index])
        for _portion in portions:
            yield from reader.taken()


class Texts:
    """The shared texts of a workbook, read as far as they are asked for and kept packed: 30 bytes each, not 100."""

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self.packed = bytearray()
        self.ends = array("Q", [0])
        self.piece: list[str] = []
        self.size = 0
        self.takes = self.is_aside = False
        self.portions = Xml(self._start, self._end, self._text).fed(archive, part)

    def __getitem__(self, index: int) -> str:
        while index + 1 >= len(self.ends):
            if next(self.portions, self) is self:
                return ""
        return self.packed[self.ends[index] : self.ends[index + 1]].decode()

    def _start(self, name: str, _given: list[str]) -> None:
        if name.endswith("rPh"):  # how it is spoken
            self.is_aside = True
        self.takes = not self.is_aside and name.rpartition(":")[2] == "t"

    def _end(self, name: str) -> None:
        self.takes = False
        if name.endswith("rPh"):
            self.is_aside = False
        elif name.rpartition(":")[2] == "si":
            self.packed += "".join(self.piece).encode()
            self.ends.append(len(self.packed))
            self.piece.clear()
            self.size = 0

    def _text(self, text: str) -> None:
        if self.takes and self.size < limits.CELL_CHARACTERS:
            self.piece.append(text)
            self.size += len(text)


class _Rows:
    """Handlers of the XML of one sheet; whole rows wait in `ready`."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self.xml = Xml(self._start, self._end, self._text)
        self.columns: dict[str, int] = {}
        self.ready: list[tuple[int, list[str]]] = []
        self.cells: list[str] = []
        self.number = self.given = 0
        self.place = -1
        self.kind = self.style = self.value = ""
        self.takes = self.is_aside = self.is_formula = False

    def taken(self) -> Iterator[list[str]]:
        """The rows that are ready; empty ones stand for those that the file leaves out."""
        ready, self.ready = self.ready, []
        for number, cells in ready:
            for _missing in range(number - self.given - 1):
                yield []
            self.given = number
            yield cells

    def _start(self, name: str, given: list[str]) -> None:
        match name.rpartition(":")[2] if ":" in name else name:
            case "c":
                self._begin(given)
            case "v":
                self.takes = True
            case "t":
                self.takes = not self.is_aside
            case "f":
                self.is_formula = True
            case "rPh":
                self.is_aside = True
            case "row":
                said = next((one for at, one in zip(given[::2], given[1::2], strict=True) if at == "r"), "")
                self.number = max(self.number + 1, int(said) if said.isdecimal() else 0)
                if self.number > limits.ROWS:
                    raise BadFile("rows")
                self.cells, self.place = [], -1

    def _begin(self, given: list[str]) -> None:
        self.kind = self.style = self.value = ""
        self.is_formula = False
        self.place += 1
        for at in range(0, len(given), 2):
            name = given[at]
            if name == "r":
                self.place = self._column(given[at + 1])
            elif name == "t":
                self.kind = given[at + 1]
            elif name == "s":
                self.style = given[at + 1]

    def _column(self, reference: str) -> int:
        letters = reference.rstrip("0123456789")
        if letters not in self.columns:
            number = 0
            for letter in letters[:4]:
                number = number * 26 + ord(letter.upper()) - 64
            self.columns[letters] = number - 1
        return max(self.columns[letters], 0)

    def _text(self, text: str) -> None:
        if self.takes and len(self.value) < limits.CELL_CHARACTERS:
            self.value += text

    def _end(self, name: str) -> None:
        self.takes = False
        match name.rpartition(":")[2] if ":" in name else name:
            case "v" | "t":
                pass
            case "c":
                if self.is_formula:
                    self.book.notes.add("formulas" if self.value else "unworked")
                if self.value and (text := self._shown()):
                    self._put(text)
            case "rPh":
                self.is_aside = False
            case "row" if self.cells:
                self.ready.append((self.number, self.cells))
            case "f":
                self.value = ""

    def _shown(self) -> str:
        match self.kind:
            case "s":
                text = self.book.texts[int(self.value)] if self.value.isdecimal() else ""
            case "str" | "inlineStr" | "d":
                text = self.value
            case "b":
                return "1" if self.value in {"1", "true"} else "0"
            case "e":
                return ""
            case _:
                sorts = self.book.sorts
                sort = sorts[int(self.style)] if self.style.isdecimal() and int(self.style) < len(sorts) else ""
                return numbers.written(self.value, sort, from_1904=self.book.from_1904)
        return ESCAPED.sub(lambda one: chr(int(one[1], 16)), text) if "_x" in text else text

    def _put(self, text: str) -> None:
        if self.place >= limits.COLUMNS:
            raise BadFile("columns")
        self.cells += [""] * (self.place - len(self.cells) + 1)
        self.cells[self.place] = text
