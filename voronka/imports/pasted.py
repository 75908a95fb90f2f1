"""A table out of the clipboard as a file."""

from django.core.files.base import ContentFile, File
from django.utils.translation import gettext as _


def pasted_file(text: str) -> "File[bytes]":
    """What a spreadsheet puts into the clipboard: rows by lines, cells by tabs; a CSV or vCards do as well."""
    return ContentFile(text.encode("utf-8", "replace"), name=_("Pasted table"))
