"""What is said of the reading of a file: rows that were passed over, macros, formulas, a file that was here before."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from voronka.imports.presets.registry import PRESETS
from voronka.imports.targets.registry import TARGETS

NOTES = {
    "macros": gettext_noop("The file has macros: nothing of them was run."),
    "formulas": gettext_noop(
        "The file has formulas: the values stored with them are taken, nothing is worked out anew."
    ),
    "unworked": gettext_noop(
        "Some formulas have no stored value, so their cells count as empty. "
        "Open the file in Excel, save it and upload it anew."
    ),
    "links": gettext_noop("The file leads to other files: nothing was fetched from them."),
}


def remarks(passed: Mapping[str, Any]) -> list[str]:
    """Sentences on what was passed over; `passed` is a `reading.layout.Passed` as JSON.

    It may say too what the file `looks_like`: the name of a preset and the plural of a kind.
    """
    found = []
    if looks_like := passed.get("looks_like"):
        program, kind = looks_like
        said = {"program": PRESETS[program].label, "kind": str(TARGETS[kind].kind.labels).lower()}
        found.append(_("This looks like an export of %(program)s: %(kind)s.") % said)
    if above := passed.get("above"):
        found.append(_("Passed over above the headings: rows %(rows)s.") % {"rows": spans(above)})
    if totals := passed.get("totals"):
        found.append(_("Passed over as totals at the bottom: rows %(rows)s.") % {"rows": spans(totals)})
    return found + [_(NOTES[note]) for note in passed.get("notes", ()) if note in NOTES]


def spans(numbers: Sequence[int]) -> str:
    """Numbers of rows in a few words: «1–3, 7»."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1].append(number)
        else:
            parts.append([number])
    return ", ".join(str(one[0]) if len(one) == 1 else f"{one[0]}–{one[-1]}" for one in parts)
