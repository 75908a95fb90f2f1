"""A table out of the clipboard as a file."""

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _

from voronka.core.errors import Refused

MOST_BYTES = 20 * 1024 * 1024


def pasted_text(given: "str | File[bytes]") -> str:
    """What was pasted: a short table comes as a field of the form, a long one as a file, since fields must be short.

    Raises Refused for one that should be a file from the beginning.
    """
    if isinstance(given, str):
        return given
    if (given.size or 0) > MOST_BYTES:
        raise too_long()
    return bytes(given.read()).decode("utf-8", "replace")


def too_long() -> Refused:
    """What is told of a table that is too long to be pasted."""
    return Refused(_("This is more than 20 MB: save the table as a file and choose that."), field="pasted")


def pasted_file(text: str) -> "File[bytes]":
    """What a spreadsheet puts into the clipboard: rows by lines, cells by tabs; a CSV or vCards do as well."""
    return ContentFile(text.encode("utf-8", "replace"), name=_("Pasted table"))
