"""What higher apps add to the bar over selected rows: a screen of theirs that is given the selection."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from voronka.accounts.models import Action
from voronka.records import filter_tree
from voronka.records.fields.base import Label
from voronka.records.filter_tree import Tree
from voronka.records.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class Verb:
    """A button for the kinds named by `kinds`, for those who have the right `action` to them.

    The screen `url_name` gets `kind`, the selected `pk`s, and `f` and `q`: the condition and text of the list.
    """

    name: str
    label: Label
    icon: str
    url_name: str
    kinds: Sequence[str]
    action: Action = Action.EDIT

    def address(self, kind: Kind, ids: Iterable[int], *, condition: Tree, text: str) -> str:
        """The address of its screen with a selection."""
        words = {"kind": kind.name, "pk": list(ids), "f": filter_tree.write(condition), "q": text}
        return f"{reverse(self.url_name)}?{urlencode({name: given for name, given in words.items() if given}, True)}"


_verbs: dict[str, Verb] = {}


def register(verb: Verb) -> None:
    """Add a verb; call it in AppConfig.ready."""
    _verbs[verb.name] = verb


def of(kind: Kind) -> dict[str, Verb]:
    """The verbs of a kind by name."""
    return {name: verb for name, verb in _verbs.items() if kind.name in verb.kinds}
