"""What the engine itself writes into every history: made, assigned, a task done."""

from django.utils.translation import gettext as _

from voronka.activities.history import Data, EntryType


def _assigned(data: Data) -> str:
    if not data.get("to"):
        return _("Nobody is responsible now")
    return _("Assigned to %(name)s") % {"name": data["to"]}


def _merged(data: Data) -> str:
    return _("Merged with %(names)s") % {"names": ", ".join(map(str, data.get("names", ())))}


def _unmerged(data: Data) -> str:
    return _("Parted again from %(names)s") % {"names": ", ".join(map(str, data.get("names", ())))}


ENTRY_TYPES = (
    EntryType(code="interaction", icon="message-square", say=lambda _data: "", topic="interactions"),
    EntryType(
        code="task_done",
        icon="circle-check",
        say=lambda data: str(data.get("title", "")),
        topic="tasks",
        tone="good",
    ),
    EntryType(code="created", icon="plus", say=lambda _data: _("Created")),
    EntryType(code="assigned", icon="user-round", say=_assigned),
    EntryType(code="merged", icon="merge", say=_merged),
    EntryType(code="unmerged", icon="split", say=_unmerged),
)
