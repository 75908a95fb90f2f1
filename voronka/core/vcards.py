"""vCards as telephones and mail programs write them, 2.1, 3.0 and 4.0: their lines, decoded."""

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

BEGIN = re.compile(r"^[ \t>\ufeff]*BEGIN\s*:\s*VCARD\s*$", re.IGNORECASE | re.MULTILINE)
END = re.compile(r"^[ \t>]*END\s*:\s*VCARD\s*$", re.IGNORECASE | re.MULTILINE)
UNREAD = {"PHOTO", "LOGO", "SOUND", "KEY", "VERSION", "PRODID", "REV", "UID", "SORT-STRING", "CLASS", "MAILER", "AGENT"}
FAX = {"FAX", "PAGER", "MODEM", "BBS", "ISDN", "X25"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One property: its name in capitals, the words of its parameters in capitals, its value decoded."""

    name: str
    words: frozenset[str]
    value: str

    def parts(self, sign: str = ";") -> list[str]:
        """The value cut at a sign, but not at one that is escaped, unescaped; a value holds no NUL."""
        cut = re.sub(rf"(\\.)|{sign}", lambda found: found[1] or "\0", self.value, flags=re.DOTALL)
        return [_unescaped(one).strip() for one in cut.split("\0")]

    @property
    def text(self) -> str:
        """The whole value, unescaped."""
        return _unescaped(self.value).strip()

    @property
    def phone(self) -> str:
        """A number as it is written, without the scheme of 4.0."""
        return re.sub(r"^tel:", "", self.text, flags=re.IGNORECASE).replace(";ext=", " ext. ")

    @property
    def is_fax(self) -> bool:
        """Whether nobody answers at this number."""
        return bool(self.words & FAX)

    @property
    def address(self) -> str:
        """Box, extended, street, city, region, code, country, as people write them: from the large to the small."""
        box, extended, street, city, region, code, country = [*self.parts(), *[""] * 7][:7]
        parts = (code, country, region, city, street, extended, box)
        return ", ".join(" ".join(part.split()) for part in parts if part)


def lines_of(raw: str) -> Iterator[Line]:
    """The properties between the first and the last line of a card, unfolded and decoded.

    Source: RFC 6350 §3.2 and RFC 2426 (a line that begins with a space goes on), vCard 2.1 §2.1.3 (quoted-printable:
    a line that ends with = goes on; phones leave the = at the break out of what follows).
    """
    begin = BEGIN.search(raw)
    end = END.search(raw, begin.end() if begin else 0)
    body = raw[begin.end() if begin else 0 : end.start() if end else len(raw)]
    if begin and ">" in begin[0]:  # a card inside a letter that was answered
        body = re.sub(r"^[ \t]*>+ ?", "", body, flags=re.MULTILINE)
    for line in _unfolded(body.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").split("\n")):
        head, colon, value = _cut(line)
        if not colon:
            continue
        first, *given = head.upper().split(";")
        name = first.rpartition(".")[2].strip()
        if name in UNREAD or not re.fullmatch(r"[A-Z0-9-]+", name):
            continue
        words = frozenset(word.strip('" ') for one in given for word in one.rpartition("=")[2].split(","))
        charset = next((one.partition("=")[2].strip('" ') for one in given if one.startswith("CHARSET=")), "utf-8")
        if "QUOTED-PRINTABLE" in words:
            value = _unquoted(value, charset)
        elif words & {"B", "BASE64"}:
            continue
        yield Line(name=name, words=words, value=value)


def _unfolded(lines: list[str]) -> Iterator[str]:
    pieces: list[str] = []
    is_quoted = False
    for line in lines:
        if pieces and is_quoted and pieces[-1].endswith("="):
            pieces[-1] = pieces[-1][:-1]
            pieces.append(line.lstrip(" \t"))
        elif pieces and is_quoted and re.match(r"=[0-9A-F]{2}", line):
            pieces.append(line)
        elif pieces and line[:1] in {" ", "\t"}:
            pieces.append(line[1:])
        else:
            yield "".join(pieces).strip()
            pieces, is_quoted = [line], "QUOTED-PRINTABLE" in line.partition(":")[0].upper()
    yield "".join(pieces).strip()


def _cut(line: str) -> tuple[str, str, str]:
    """Name with parameters, colon, value; a colon inside quotes belongs to a parameter."""
    place = re.match(r'(?:[^":]|"[^"]*")*', line)
    end = place.end() if place else len(line)
    return line[:end], ":" if line[end : end + 1] == ":" else "", line[end + 1 :]


def _unquoted(value: str, charset: str) -> str:
    packed = quopri.decodestring(value.encode("utf-8", "ignore"))
    for name in (charset, "utf-8", "cp1251"):
        try:
            return packed.decode(name).replace("\r\n", "\n").replace("\x00", "")
        except (LookupError, UnicodeDecodeError):
            continue
    return packed.decode("latin-1").replace("\x00", "")


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda one: "\n" if one[1] in "nN" else one[1], text, flags=re.DOTALL)
