"""What the template of the filter builder needs of each line: who may be chosen, what is chosen."""

from typing import Any

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.records import filter_words
from voronka.records.fields.links import ToUser
from voronka.records.filter_form import Builder, Group, Line
from voronka.records.kinds import Kind


def drawn(kind: Kind, form: Builder, by: User) -> dict[str, Any]:
    """The context of `records/list/builder.html`: groups with their lines, the fields and periods to choose from."""
    return {
        "groups": [
            {"group": group, "lines": [_line(line, by) for line in group.lines], "rest": _rest(kind, group, by)}
            for group in (form.root, *form.groups)
        ],
        "field_options": [(one.name, str(one.label)) for one in kind.fields if one.filterable],
        "periods": [(name, str(label)) for name, label in filter_words.PERIOD_LABELS.items()],
    }


def _line(line: Line, by: User) -> dict[str, Any]:
    options: list[tuple[str, str]] = []
    if line.editor == "many":
        options = line.field.options()  # type: ignore[attr-defined]  # every field with «any of» has them
        if isinstance(line.field, ToUser):
            options = [("me", _("me")), *options]
    chosen = filter_words.chosen(line.field, line.values, by) if line.editor in {"many", "link"} else []
    rest = [(value, label) for value, label in options if value not in line.values]
    return {"line": line, "chosen": chosen, "options": rest}


def _rest(kind: Kind, group: Group, by: User) -> list[tuple[str, str]]:
    texts = [" ".join(filter_words.said(kind, node, by)).strip() for node in group.rest]
    return list(zip(group.rest_texts, texts, strict=True))
