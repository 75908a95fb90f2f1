"""A subject's export for programs: JSON with ISO 8601 moments and the names of fields that the API has."""

import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from voronka.records.edits import Edit
from voronka.records.subject.gathering import Everything, Kept, Section

VERSION = 1


class _Encoder(DjangoJSONEncoder):
    def default(self, o: Any) -> Any:
        """Records, people and values of lists go by their names."""
        if hasattr(o, "pk"):
            return {"id": o.pk, "name": str(o)}
        try:
            return super().default(o)
        except TypeError:
            return str(o)


def as_json(everything: Everything) -> str:
    """The whole export as one document, readable as it is."""
    document = {
        "version": VERSION,
        "subject": {"kind": everything.kind.name, "id": everything.pk, "name": everything.name},
        "made_at": everything.at,
        "made_by": everything.by.full_name,
        "sections": [_section(one) for one in everything.sections],
    }
    return json.dumps(document, cls=_Encoder, ensure_ascii=False, indent=2)


def _section(section: Section) -> dict[str, Any]:
    return {
        "name": section.name,
        "label": str(section.label),
        "of_others_too": section.is_shared,
        "records": [_record(one) for one in section.records],
        "entries": [{"title": one.title, "at": one.at, **one.data} for one in section.entries],
    }


def _record(kept: Kept) -> dict[str, Any]:
    return {
        "id": kept.pk,
        "name": kept.name,
        "created_at": kept.created_at,
        "fields": kept.data,
        "changes": [_edit(one) for one in kept.edits],
    }


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "at": edit.at,
        "by": edit.by.full_name if edit.by else None,
        "created": edit.is_creation,
        "changes": [{"field": one.label, "before": one.before, "after": one.after} for one in edit.changes],
    }
