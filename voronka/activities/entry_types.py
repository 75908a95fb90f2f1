"""What the engine itself writes into every history: made, assigned, a task done."""

from django.utils.translation import gettext as _

from voronka.activities.history import Data, EntryType


def _assigned(data: Data) -> str:
    if not data.get("to"):
        return _("Nobody is responsible now")
    return _("Assigned to %(name)s") % {"name": data["to"]}


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
)
