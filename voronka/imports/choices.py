"""What a person chooses from when a file is mapped."""

from django.utils.translation import gettext as _

from voronka.imports.guessing import REGIONS
from voronka.imports.targets.base import Target
from voronka.imports.targets.beside import offered

type Options = list[tuple[str, str]]


NEW_FIELD = "+"


def columns(target: Target, *, may_add: bool = False) -> Options:
    """Everything that a column can mean, «do not import», and a new field for those who may make one."""
    known = [(name, str(column.label)) for name, column in offered(target).items()]
    return [("", _("Do not import")), *known, *([(NEW_FIELD, _("+ New field…"))] if may_add else [])]


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
