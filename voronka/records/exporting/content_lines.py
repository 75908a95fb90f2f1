"""Lines of contacts and calendars: one grammar for both, escaped, folded and ended as it says."""

from collections.abc import Iterable, Iterator

LONGEST = 75  # octets, without the end of the line


def line(name: str, *parts: str) -> str:
    """`NAME:first;second`, with what parts them escaped inside. Source: RFC 6350 3.4, RFC 5545 3.3.11."""
    return f"{name}:{';'.join(map(_escaped, parts))}"


def folded(lines: Iterable[str]) -> Iterator[str]:
    """Each line in pieces of at most 75 octets, no letter broken. Source: RFC 6350 3.2, RFC 5545 3.1."""
    for each in lines:
        piece, size = "", 0
        for sign in each:
            octets = len(sign.encode())
            if size + octets > LONGEST:
                yield f"{piece}\r\n"
                piece, size = " ", 1
            piece, size = piece + sign, size + octets
        yield f"{piece}\r\n"


def _escaped(text: str) -> str:
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    whole = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\\n")
    return "".join(sign for sign in whole if sign >= " ")
