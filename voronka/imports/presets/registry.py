"""The programs whose exports are known, and which of them a file is of."""

from collections.abc import Sequence
from dataclasses import dataclass

from voronka.imports.columns import Column
from voronka.imports.headings import plain
from voronka.imports.presets.amocrm import AMOCRM
from voronka.imports.presets.base import Export, Preset
from voronka.imports.presets.bitrix24 import BITRIX24
from voronka.imports.presets.espocrm import ESPOCRM
from voronka.imports.presets.google import GOOGLE
from voronka.imports.presets.hubspot import HUBSPOT
from voronka.imports.presets.outlook import OUTLOOK
from voronka.imports.presets.pipedrive import PIPEDRIVE
from voronka.imports.presets.zoho import ZOHO

PRESETS: dict[str, Preset] = {
    one.name: one for one in (AMOCRM, BITRIX24, ZOHO, HUBSPOT, PIPEDRIVE, ESPOCRM, GOOGLE, OUTLOOK)
}
ENOUGH = 3  # headings that a file must share with an export
# A whole name says nothing beside its parts.
PARTS_OF_NAME = frozenset({"last_name", "first_name"})
WHOLE_NAMES = frozenset({"natural_name", "full_name"})


@dataclass(frozen=True)
class Recognised:
    """What a file looks like: an export of this program."""

    preset: Preset
    export: Export


def recognise(header: Sequence[str], *, name: str = "", kind: str = "") -> Recognised | None:
    """The export that a file is, by its headings; only those of the named program and of the kind, where given."""
    scored = [
        (fit, Recognised(preset, export))
        for preset in PRESETS.values()
        for export in preset.exports
        if name in {"", preset.name} and kind in {"", export.kind} and (fit := export.fits(header)) >= ENOUGH
    ]
    return max(scored, key=lambda one: one[0])[1] if scored else None


def mapping_of(export: Export, header: Sequence[str], known: dict[str, Column]) -> dict[str, str]:
    """Heading → column name for the headings that the export knows, each column once where it is no list."""
    places = {plain(heading): heading for heading in reversed(header)}
    mapping: dict[str, str] = {}
    for word, name in export.columns.items():
        heading = places.get(plain(word))
        taken = set(mapping.values())
        if heading is None or heading in mapping or name not in known:
            continue
        if (name in taken and not known[name].takes_several) or (name in WHOLE_NAMES and taken & PARTS_OF_NAME):
            continue
        mapping[heading] = name
    return mapping


def apart_in(export: Export, header: Sequence[str]) -> set[str]:
    """The headings of a file that mean nothing, and those that only repeat what another one says."""
    said = {plain(word) for word in (*export.columns, *export.apart)}
    return {heading for heading in header if plain(heading) in said}
