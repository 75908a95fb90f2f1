"""Which records of another program stand here already, by the ids that it gave them."""

from collections.abc import Iterable, Mapping

from voronka.accounts.models import User
from voronka.records import access, kinds

type Names = dict[str, dict[str, str]]
PORTION = 5000
NONE = frozenset({"", "0"})


def known(wanted: Mapping[str, Iterable[str]], by: User) -> Names:
    """Of outside ids by column («person_key»: ids) those that stand here and the person may see, with the names."""
    return {column: _named(column.removesuffix("_key"), set(ids) - NONE, by) for column, ids in wanted.items()}


def _named(kind: str, ids: set[str], by: User) -> dict[str, str]:
    found: dict[str, str] = {}
    listed = sorted(ids)
    for start in range(0, len(listed), PORTION):
        rows = access.visible(kinds.get(kind), by).filter(external_id__in=listed[start : start + PORTION])
        found.update(rows.values_list("external_id", "name"))
    return found
