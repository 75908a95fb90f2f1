"""What fields of a company's own hold, in words: where a link leads, what a choice takes from."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from voronka.records import kinds
from voronka.records.arrangement import FROM_LISTS
from voronka.records.fields.trees import grown
from voronka.records.models import Classifier, CustomField, FieldType

NAMED = 3


def contents_of(fields: Sequence[CustomField]) -> dict[int, str]:
    """«Link to a record → People», «Choice from a list: A, B, C…» by id of the field; one query for all lists."""
    own = [one.classifier for one in fields if one.type in FROM_LISTS and one.classifier not in Classifier.values]
    values = {code: [branch.name for branch in tree if branch.is_active] for code, tree in grown(own).items()}
    known = {one.name: one for one in kinds.all_kinds()}
    return {one.pk: _told(one, values, {name: str(kind.labels) for name, kind in known.items()}) for one in fields}


def _told(field: CustomField, values: dict[str, list[str]], targets: dict[str, str]) -> str:
    held = str(field.get_type_display())
    if field.type == FieldType.LINK:
        return f"{held} → {targets[field.target]}" if field.target in targets else held
    if field.type not in FROM_LISTS:
        return held
    if field.classifier in Classifier.values:
        return f"{held}: {Classifier(field.classifier).label}"
    names = values.get(field.classifier, [])
    if not names:
        return _("%(type)s: the list is empty") % {"type": held}
    return f"{held}: {', '.join(names[:NAMED])}{'…' if len(names) > NAMED else ''}"
