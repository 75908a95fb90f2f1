"""What a list shows, as its address says it: view, filter, text, order, columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, QueryDict
from django.urls import reverse

from voronka.accounts.models import User
from voronka.records import filter_tree, list_views
from voronka.records.fields import Field
from voronka.records.filter_tree import Tree
from voronka.records.kinds import Kind
from voronka.records.list_views import ListView
from voronka.records.listing import Question

LONGEST_TEXT = 200


@dataclass(frozen=True, kw_only=True)
class ListState:
    """The list that an address asks for; `given` are the words of the address that differ from the view."""

    kind: Kind
    views: list[ListView]
    view: ListView
    given: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def filter(self) -> Tree:
        """The condition that people see and change; the view's own unless the address has another."""
        if "f" in self.given:
            return filter_tree.read(self.given["f"])
        return dict(self.view.filter)

    @property
    def text(self) -> str:
        """What is typed into the search box."""
        return self.given.get("q", "").strip()[:LONGEST_TEXT]

    @property
    def sort(self) -> str:
        """The order: a field's name, with a minus for downwards."""
        return self.given.get("sort") or self.view.sort or self.kind.sort

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Known columns, each once, the title first."""
        asked = self.given.get("cols", "").split(",") if self.given.get("cols") else self.view.columns
        names = [name for name in dict.fromkeys(asked) if name in self.kind.by_name] or list(self.kind.columns)
        title = self.kind.title
        return (title, *(name for name in names if name != title)) if title in self.kind.by_name else tuple(names)

    @property
    def fields(self) -> list[Field]:
        """The fields of the columns."""
        return [self.kind.field(name) for name in self.columns]

    @property
    def whole_filter(self) -> Tree:
        """The visible condition together with the one that the view always has."""
        return filter_tree.joined(self.view.fixed, self.filter)

    @property
    def is_changed(self) -> bool:
        """Whether the list shows something else than its view."""
        return bool({"f", "sort", "cols"} & set(self.given))

    def question(self, *, after: str = "", size: int = 50) -> Question:
        """What the engine is asked."""
        return Question(filter=self.whole_filter, text=self.text, sort=self.sort, after=after, size=size)

    @property
    def words(self) -> dict[str, str]:
        """The state as words of an address or hidden inputs of a form."""
        return ({} if self.view.key == list_views.ALL else {"view": self.view.key}) | dict(self.given)

    def address(self, screen: str = "list", *, verb: str = "", **changes: str | None) -> str:
        """The address of a screen of the kind (of a bulk `verb`) with this state; None takes a word away."""
        words: dict[str, Any] = self.words | changes
        query = urlencode({key: value for key, value in words.items() if value is not None})
        url = reverse(f"{self.kind.name}:{screen}", args=[verb] if verb else [])
        return f"{url}?{query}" if query else url

    def with_filter(self, tree: Tree) -> str:
        """The address of the list with another condition; nothing in it when that is the view's own."""
        return self.address(f=None if tree == self.view.filter else filter_tree.write(tree), after=None)

    def without_conditions(self) -> "ListState":
        """The same list without what may have been senseless."""
        return replace(self, given={name: given for name, given in self.given.items() if name not in {"f", "sort"}})

    def of_view(self, view: ListView) -> str:
        """The address of another view, as it was saved."""
        return replace(self, view=view, given={}).address()


def state_of(request: HttpRequest, kind: Kind, user: User, words: QueryDict | None = None) -> ListState:
    """The state that the request's address (or the given words) describes; a view that one has not answers 404."""
    query = request.GET if words is None else words
    views = list_views.seen_by(kind, user)
    wanted = query.get("view", list_views.ALL)
    view = next((one for one in views if one.key == wanted), None)
    if view is None:
        raise Http404
    given = {key: str(query[key]) for key in ("f", "q", "sort", "cols") if key in query}
    if not given.get("q", "x").strip():
        del given["q"]
    return ListState(kind=kind, views=views, view=view, given=given)
