"""What a person chooses from when a file is mapped."""

from typing import Any

from django.utils.translation import gettext as _

from voronka.imports.guessing import REGIONS
from voronka.imports.targets.base import Target
from voronka.imports.targets.beside import beside, offered

type Options = list[tuple[str, str]]


NEW_FIELD = "+"


def columns(target: Target, *, may_add: bool = False) -> list[tuple[str, Any]]:
    """Everything that a column can mean, and «do not import», and a new field for those who may make one.

    What stands beside the records comes after them, by kinds.
    """
    known = offered(target)
    own = [(name, str(column.label)) for name, column in known.items() if "." not in name]
    others = [
        (str(one.kind.labels), [(name, str(column.label)) for name, column in known.items() if _is_of(name, one)])
        for one in beside(target)
    ]
    return [("", _("Do not import")), *own, *([(NEW_FIELD, _("+ New field…"))] if may_add else []), *others]


def _is_of(name: str, target: Target) -> bool:
    return name.startswith(f"{target.kind.plural}.")


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
