"""The column that says which record of this Voronka a row is, and the tables that have it: our own exports."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.imports.columns import Column, Reading
from voronka.imports.headings import plain
from voronka.records.exporting.record_id import LABEL, NAME, understood
from voronka.records.kinds import Kind

STAGED = f"{NAME}__pk"
HEADINGS = ("voronka id", "номер в воронке")


def record_id_column(kind: Kind) -> Column:
    """`person-123`; an id of another kind, or none at all, rejects its row.

    So does any id of a kind that does not come back: calls and tasks are changed on their cards, and not made twice.
    """

    def read(raw: str, _reading: Reading) -> Mapping[str, Any]:
        if not raw:
            return {STAGED: None}
        if not kind.comes_back:
            raise Refused(_("This record stands in Voronka already, and a file does not change it."))
        found = understood(raw)
        if found is None or found[0] != kind.name:
            said = {"value": raw[:60], "kind": kind.label, "example": f"{kind.name}-123"}
            raise Refused(_("“%(value)s” is no Voronka id of the kind “%(kind)s”, like %(example)s.") % said)
        return {STAGED: found[1]}

    return Column(name=NAME, label=LABEL, words=HEADINGS, staged=((STAGED, "bigint"),), read=read)


def own_mapping(
    kind: Kind, known: Mapping[str, Column], header: Sequence[str], guessed: Mapping[str, str]
) -> dict[str, str]:
    """Heading → column name of an export of our own, which has ids; what was guessed for any other table.

    Its headings are the labels of the fields, in any language: what is worked out or may not be changed means nothing,
    and a column that somebody has added is what it looks like.
    """
    if not any(plain(heading) in HEADINGS for heading in header):
        return dict(guessed)
    labels = _labels(kind)
    own = {heading: labels[plain(heading)] for heading in header if plain(heading) in labels}
    own |= {heading: NAME for heading in header if plain(heading) in HEADINGS}
    taken = {name for name in own.values() if name in known}
    added = {heading: name for heading, name in guessed.items() if heading not in own and name not in taken}
    found = {heading: name for heading, name in (added | own).items() if name in known}
    return {heading: found[heading] for heading in header if heading in found}


def _labels(kind: Kind) -> dict[str, str]:
    """Names of fields by heading, in the language of the one who imports first; no heading of two fields."""
    found: dict[str, str] = {}
    for language in dict.fromkeys((translation.get_language() or "", *dict(settings.LANGUAGES))):
        with translation.override(language):
            said = [(plain(word), one.name) for one in kind.fields for word in (str(one.label), one.name)]
        meant = {word: {name for other, name in said if other == word} for word, _name in said}
        found = {word: next(iter(names)) if len(names) == 1 else "" for word, names in meant.items()} | found
    return found
