"""People of a report under their departments: a large company sees sums and opens the departments that it wants."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.core.numbers import whole

MOST = 30  # people who are shown one by one
FOLDERS = 2  # one department alone is what was asked about
OPEN = "open"

type Places = Mapping[int, tuple[int, str]]  # person -> department, what it is called


@dataclass(frozen=True, kw_only=True)
class Folder[Row]:
    """A department with the people of a report who work there: what they are together, and each of them when open."""

    pk: int
    total: Row
    ids: tuple[int, ...]
    people: tuple[Row, ...]
    is_open: bool
    href: str


@dataclass(frozen=True, kw_only=True)
class Folded[Row]:
    """The rows of a report: folders in the order of their totals, then who stands alone."""

    folders: tuple[Folder[Row], ...]
    alone: tuple[Row, ...]


def fold[Row](
    people: Sequence[Row],
    *,
    places: Callable[[], Places],
    who: Callable[[Row], int],
    together: Callable[[str, Sequence[Row]], Row],
    order: Callable[[Row], Any],
    words: Mapping[str, str],
) -> Folded[Row]:
    """Rows of up to thirty people stay as they are; of more they go under departments, which `places` is asked for.

    `who` is the person of a row, 0 for nobody; `together` makes the row of a department out of its name and people.
    `words` are those of the address, whose `open` names the departments to show; raises Refused for a senseless one.
    """
    opened = _opened(words.get(OPEN, ""))
    if len(people) <= MOST:
        return Folded(folders=(), alone=tuple(people))
    known = places()
    inside: dict[tuple[int, str], list[Row]] = {}
    alone: list[Row] = []
    for one in people:
        place = known.get(who(one))
        (inside.setdefault(place, []) if place else alone).append(one)
    if len(inside) < FOLDERS:
        return Folded(folders=(), alone=tuple(people))
    found = []
    for (pk, name), rows in inside.items():
        others = opened ^ {pk}
        said = {OPEN: ".".join(map(str, sorted(others)))} if others else {}
        found.append(
            Folder(
                pk=pk,
                total=together(name, rows),
                ids=tuple(who(one) for one in rows),
                people=tuple(rows) if pk in opened else (),
                is_open=pk in opened,
                href="?" + urlencode({**{key: value for key, value in words.items() if key != OPEN and value}, **said}),
            )
        )
    found.sort(key=lambda one: order(one.total))
    return Folded(folders=tuple(found), alone=tuple(alone))


def places() -> Places:
    """The department of each person who has one; one query."""
    rows = User.objects.exclude(department=None).order_by()
    found = rows.values_list("pk", "department_id", "department__name")
    return {pk: (department, name) for pk, department, name in found if department}


def _opened(given: str) -> set[int]:
    found = {whole(one) for one in given.split(".")} if given else set()
    if None in found:
        raise Refused(_("The filter cannot be understood."))
    return {one for one in found if one is not None}
