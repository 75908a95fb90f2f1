"""What a person chooses from when a file is mapped."""

from django.utils.translation import gettext as _

from voronka.imports.guessing import REGIONS
from voronka.imports.targets.base import Target

type Options = list[tuple[str, str]]


def columns(target: Target) -> Options:
    """Everything that a column can mean, and «do not import»."""
    return [("", _("Do not import")), *((column.name, str(column.label)) for column in target.known)]


def regions(chosen: str) -> Options:
    """Countries that the phones of a file may be of."""
    names = {
        "RU": _("Russia, +7"),
        "US": _("USA and Canada, +1"),
        "BY": _("Belarus, +375"),
        "KZ": _("Kazakhstan, +7"),
        "UA": _("Ukraine, +380"),
        "DE": _("Germany, +49"),
        "GB": _("Great Britain, +44"),
    }
    return [(code, names.get(code, code)) for code in dict.fromkeys((*REGIONS, chosen)) if code]
