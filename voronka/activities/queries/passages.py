"""Where a found text of the history leads: to its entry on the card that it is about."""

from collections.abc import Collection
from typing import Any

from voronka.accounts.models import User
from voronka.activities.models import HistoryEntry, Interaction, Ref, Task
from voronka.activities.queries.titles import Named, named
from voronka.records import kinds
from voronka.records.kinds import Told


def of_interactions(ids: Collection[int], user: User) -> dict[int, Told]:
    """The entries of these interactions, on cards that this person may see."""
    rows = Interaction.objects.filter(pk__in=ids).select_related("type", "owner", "entry")
    homes = named([row.subject for row in rows], user)
    return {
        row.pk: _told(row, home, getattr(row, "entry", None), row.type.icon, str(row.type))
        for row in rows
        if (home := _home(row, homes))
    }


def of_tasks(ids: Collection[int], user: User) -> dict[int, Told]:
    """The entries of these tasks where they are done, the tasks themselves where they are not."""
    rows = Task.objects.filter(pk__in=ids).select_related("owner")
    homes = named([row.subject for row in rows], user)
    entries = {entry.task_id: entry for entry in HistoryEntry.objects.filter(task__in=ids).order_by("at")}
    icon = kinds.get("task").icon
    return {row.pk: _told(row, _home(row, homes), entries.get(row.pk), icon, row.title) for row in rows}


def about_tasks(ids: Collection[int], user: User) -> dict[int, str]:
    """The names of the clients, leads and deals that these tasks are about, where this person may see them."""
    refs = {row.pk: row.subject for row in Task.objects.filter(pk__in=ids)}
    homes = named(refs.values(), user)
    return {pk: homes[ref].title for pk, ref in refs.items() if ref in homes}


def _home(row: Interaction | Task, homes: dict[Ref, Named]) -> Named | None:
    return homes.get(row.subject) if row.subject else None


def _told(row: Any, home: Named | None, entry: HistoryEntry | None, icon: str, what: str) -> Told:
    by = str(row.owner or "")
    if home is None or entry is None:
        url = kinds.kind_of(row).url(row.pk) if home is None or isinstance(row, Task) else home.url
        return Told(url=url, title=home.title if home else "", icon=icon, what=what, by=by)
    return Told(url=entry_url(home, entry.pk), title=home.title, icon=icon, what=what, by=by)


def entry_url(home: Named, entry: int) -> str:
    """The address of a card, opened at an entry of its history."""
    return f"{home.url}?entry={entry}#entry-{entry}"
