"""Workbooks that tests write: .xlsx, .xls and .ods of the same sheets, and the XML of hostile ones."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

type Rows = Sequence[Sequence[str]]

ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def xlsx(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook of today's Excel."""
    with xlsxwriter.Workbook(path) as book:
        for name, rows in sheets.items():
            page = book.add_worksheet(name)
            for number, row in enumerate(rows):
                page.write_row(number, 0, row)
    return path


def xls(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        page = book.add_sheet(name)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if cell:
                    page.write(number, place, cell)
    book.save(str(path))
    return path


def ods(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """A workbook of LibreOffice."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    return raw_ods(path, ods_content(tables))


def raw_ods(path: Path, content: str, manifest: str = "") -> Path:
    """A workbook of LibreOffice of this content."""
    listed = f'<manifest:manifest xmlns:manifest="{OFFICE.format("manifest")}">{manifest}</manifest:manifest>'
    return packed(path, {"mimetype": ODS, "META-INF/manifest.xml": listed, "content.xml": content})


def ods_content(tables: str, head: str = "") -> str:
    """The main part of an .ods."""
    spaces = " ".join(f'xmlns:{one}="{OFFICE.format(one)}"' for one in ("office", "table", "text"))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {spaces}><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )


def _ods_row(row: Sequence[str]) -> str:
    cells = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        for cell in row
    )
    return f"<table:table-row>{cells or '<table:table-cell/>'}</table:table-row>"


def packed(path: Path, parts: Mapping[str, str | bytes]) -> Path:
    """An archive of these parts."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


def raw_xlsx(path: Path, rows: str, **more: str | bytes) -> Path:
    """A workbook of one sheet, its rows as XML; `more` parts by name: xl__styles_xml."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{LINKS}"><sheets>'
        '<sheet name="Лист1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Type="x/worksheet"'
        ' Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{SHEET}"><sheetData>{rows}</sheetData></worksheet>',
    }
    return packed(path, parts | {_part(name): content for name, content in more.items()})


def bytes_of(write: Callable[[Path, Mapping[str, Rows]], Path], sheets: Mapping[str, Rows], folder: Path) -> BytesIO:
    """What a writer writes, as an upload holds it."""
    return BytesIO(write(folder / "book", sheets).read_bytes())


def _part(name: str) -> str:
    folder, _sign, ending = name.replace("__", "/").rpartition("_")
    return f"{folder}.{ending}"
