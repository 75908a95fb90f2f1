"""An archive of a folder, looked at or unpacked by a process of its own: it writes one JSON line."""

import json
import stat
import sys
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from voronka.imports.reading import limits
from voronka.imports.reading.limits import BadFile
from voronka.imports.reading.packed import opened

TABLES = frozenset({".csv", ".txt", ".tsv", ".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
ARCHIVES = frozenset({".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz", ".zst"})
FILES = 500
FOLDER_BYTES = 1024 * 1024 * 1024
LONGEST = 120  # signs of the name of a file
PORTION = 1 << 20
UTF8 = 0x800


def main(path: str, seconds: str, into: str = "") -> int:
    """Write `{"files": [name, …]}` of the tables, unpacked `into` a folder where one is named, or `{"error": code}`."""
    limits.apply(int(seconds), limits.FILE_BYTES if into else 0)
    try:
        with opened(Path(path)) as archive:
            found = tables_of(archive)
            if into:
                unpack(archive, found, Path(into))
    except BadFile as error:
        return _refuse("no-archive" if str(error) == "not-a-table" else str(error))
    except MemoryError:
        return _refuse("heavy")
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError, ValueError):
        return _refuse("no-archive")
    except OSError:
        return _refuse("heavy")
    sys.stdout.write(json.dumps({"files": list(found)}))
    return 0


def tables_of(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """The tables of the archive by the names that they get in one folder; raises BadFile for what is hostile."""
    if "[Content_Types].xml" in archive.namelist() or "content.xml" in archive.namelist():
        raise BadFile("workbook")
    found: dict[str, zipfile.ZipInfo] = {}
    for part in archive.infolist():
        path = _path_of(part)
        if part.is_dir() or any(name.startswith((".", "__MACOSX")) for name in path.parts):
            continue
        ending = path.suffix.lower()
        if ending in ARCHIVES:
            raise BadFile("nested")
        if ending in TABLES:
            if part.file_size > limits.FILE_BYTES:
                raise BadFile("swollen")
            found[_free(path, found)] = part
    if len(found) > FILES or sum(part.file_size for part in found.values()) > FOLDER_BYTES:
        raise BadFile("many")
    if not found:
        raise BadFile("no-tables")
    return found


def unpack(archive: zipfile.ZipFile, found: dict[str, zipfile.ZipInfo], folder: Path) -> None:
    """Write the tables into the folder, no more of each than the archive has announced."""
    for name, part in found.items():
        with archive.open(part) as source, (folder / name).open("xb") as target:
            left = part.file_size
            while portion := source.read(min(PORTION, left + 1)):
                left -= len(portion)
                if left < 0:
                    raise BadFile("swollen")
                target.write(portion)


def _path_of(part: zipfile.ZipInfo) -> PurePosixPath:
    """The path within the archive; raises BadFile for one that leads out of it, and for a link."""
    name = part.orig_filename
    if not part.flag_bits & UTF8:
        name = name.encode("cp437", "replace").decode("cp866")  # the archiver of a Russian Windows
    path = PurePosixPath(name.replace("\\", "/"))
    kind = stat.S_IFMT(part.external_attr >> 16)
    leads_out = path.is_absolute() or ".." in path.parts or ":" in name.partition("/")[0] or "\x00" in name
    if leads_out or kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise BadFile("unsafe")
    return path


def _free(path: PurePosixPath, taken: dict[str, zipfile.ZipInfo]) -> str:
    """A name of its own in one folder, of signs that can be seen."""
    stem, ending = "".join(sign for sign in path.stem if sign.isprintable())[:LONGEST], path.suffix.lower()
    known = {name.lower() for name in taken}
    return next(name for name in _names(stem or "table", ending) if name.lower() not in known)


def _names(stem: str, ending: str) -> Iterator[str]:
    yield f"{stem}{ending}"
    for number in range(2, FILES + 3):
        yield f"{stem}-{number}{ending}"


def _refuse(code: str) -> int:
    sys.stdout.write(json.dumps({"error": code}))
    return 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
