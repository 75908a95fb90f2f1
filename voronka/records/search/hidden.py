"""The index knows names of linked records, readers only of those that they may see."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q

from voronka.accounts.models import User
from voronka.records import access, kinds
from voronka.records.fields import Link
from voronka.records.kinds import Kind
from voronka.records.models import SearchEntry
from voronka.records.names import fold


def concealed(entries: Iterable[SearchEntry], user: User) -> set[int]:
    """Take the names of hidden records out of these entries; gives the keys of those that have lost something.

    One or two queries per kind and link, none for whoever may see everything.
    """
    by_kind: dict[str, list[SearchEntry]] = defaultdict(list)
    for entry in entries:
        by_kind[entry.kind].append(entry)
    lost = set()
    for name, found in by_kind.items():
        hidden = _with_hidden_links(kinds.get(name), [entry.record_id for entry in found], user)
        for entry in found:
            if entry.record_id in hidden:
                entry.subtitle, entry.words = "", fold(entry.title)
                lost.add(entry.pk)
    return lost


def _with_hidden_links(kind: Kind, ids: list[int], user: User) -> set[int]:
    hidden: set[int] = set()
    for name in kind.search.links if kind.search else ():
        link = kind.field(name)
        assert isinstance(link, Link)  # noqa: S101  # SearchText.links says so
        target = kinds.get(link.kind)
        if access.condition(target, user) == Q():
            continue
        seen = Q(**{f"{link.path}__in": access.visible(target, user).values("pk")})
        rows = kind.model._default_manager.filter(pk__in=ids, **{f"{link.path}__isnull": False}).exclude(seen)
        hidden.update(rows.values_list("pk", flat=True))
    return hidden
