"""The .po files: written the same way every time, so that many hands can change them at once."""

import re
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tools.messages.extraction import extracted

LOCALE = "ru"
FORMS = 3
HEADER = r"""msgid ""
msgstr ""
"Language: ru\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"

"""
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sdif]|\{\w*\}")
CONFLICT_MARK = re.compile(rb"^(<{7}|={7}|>{7}|\|{7}).*\n", re.MULTILINE)
CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def po_path(app: Path, domain: str) -> Path:
    """Where the translations of an app are."""
    return app / "locale" / LOCALE / "LC_MESSAGES" / f"{domain}.po"


def update(app: Path, domain: str) -> None:
    """Writes the catalogue anew: new messages empty, kept ones translated, gone ones gone; no text, no file."""
    path = po_path(app, domain)
    wanted = rendered(app, domain)
    if wanted and (not path.exists() or path.read_bytes() != wanted):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(wanted)
    elif not wanted:
        path.unlink(missing_ok=True)


def rendered(app: Path, domain: str) -> bytes:
    """The .po file as it should be now, with the translations that it has; empty where there is no text."""
    template, present = extracted(app, domain), _read(po_path(app, domain))
    catalog = Catalog(locale=LOCALE)
    for message in _messages(template):
        known = _same(present, message) or _without_context(present, message)
        string = known.string if known else ("" if isinstance(message.id, str) else ("",) * FORMS)
        flags = {"fuzzy"} & known.flags if known else set()
        catalog.add(message.id, string, context=message.context, flags=flags)
    if not len(catalog):
        return b""
    buffer = BytesIO()
    write_po(buffer, catalog, width=0, no_location=True, omit_header=True, sort_output=True)
    return HEADER.encode() + buffer.getvalue().rstrip() + b"\n"


def compile_catalogue(app: Path, domain: str) -> None:
    """Writes the .mo file that Django reads; it is made, never committed."""
    path = po_path(app, domain)
    target = path.with_suffix(".mo")
    if not path.exists():
        target.unlink(missing_ok=True)
        return
    with target.open("wb") as file:
        write_mo(file, _read(path))


def complaints(app: Path, domain: str) -> list[str]:
    """What is wrong with the Russian of an app, one line each: missing, fuzzy, stale, plural forms, placeholders."""
    path = po_path(app, domain)
    present, wanted = _read(path), rendered(app, domain)
    name = f"{app.name}/{domain}.po"
    found = [f"{name}: {wrong}: {_id(message)!r}" for message in _messages(present) for wrong in _faults(message)]
    found += [
        f"{name}: not in the catalogue: {_id(message)!r}"
        for message in _messages(extracted(app, domain))
        if _same(present, message) is None
    ]
    if not found and (path.read_bytes() if path.exists() else b"") != wanted:
        found.append(f"{name}: out of date, run `make messages`")
    return found


def quarrels(apps: list[Path], domain: str) -> list[str]:
    """Messages that two apps translate differently: Django joins the catalogues, so only one would be seen."""
    seen: dict[tuple[str, str | None], tuple[Path, object]] = {}
    found = []
    for app in apps:
        for message in _messages(_read(po_path(app, domain))):
            key = (_id(message), message.context)
            other, string = seen.setdefault(key, (app, message.string))
            if string != message.string and message.string:
                words = f"{string!r} in {other.name}, {message.string!r} in {app.name}"
                found.append(f"{domain}.po: {key[0]!r} is {words}; use one, or pgettext")
    return found


def _faults(message: Message) -> list[str]:
    source = _id(message)
    many = source if isinstance(message.id, str) else message.id[1]
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    faults = []
    if message.fuzzy:
        faults.append("fuzzy")
    if CYRILLIC.search(source + many):
        faults.append("the source is not English")
    if not isinstance(message.id, str) and len(strings) != FORMS:
        faults.append(f"{len(strings)} plural forms instead of {FORMS}")
    if not all(strings):
        faults.append("no translation")
    elif any(sorted(PLACEHOLDER.findall(string)) != sorted(PLACEHOLDER.findall(many)) for string in strings):
        faults.append("other placeholders than in the source")
    return faults


def _read(path: Path) -> Catalog:
    """The catalogue of a file; one with marks of a merge conflict is read as both sides together."""
    if not path.exists():
        return Catalog(locale=LOCALE)
    return read_po(BytesIO(CONFLICT_MARK.sub(b"", path.read_bytes())), locale=LOCALE)


def _messages(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def _same(catalog: Catalog, message: Message) -> Message | None:
    known = catalog.get(message.id, message.context)
    return known if known is not None and isinstance(known.id, str) == isinstance(message.id, str) else None


def _without_context(catalog: Catalog, message: Message) -> Message | None:
    """The translation that a message had before it was given a context."""
    return _same(catalog, Message(message.id)) if message.context else None


def _id(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]
