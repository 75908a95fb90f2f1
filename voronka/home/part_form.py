"""The screen that hands a part of the work over: what was asked by its form, and what it shows of that."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from voronka.accounts.models import Action, User
from voronka.core.errors import NotFound, Refused
from voronka.core.numbers import whole_ones
from voronka.home.queries.distribution import NOBODY, Distribution, Part, distribute
from voronka.home.queries.in_hand import IN_WORK
from voronka.records import access, filter_form, filter_lines, filter_tree, kinds
from voronka.records.actions.bulk import MOST
from voronka.records.field_rules import as_seen
from voronka.records.filter_form import Builder
from voronka.records.kinds import Kind

LONGEST_TEXT = 200
NAMES = ("first_name", "last_name", "pk")


@dataclass(frozen=True, kw_only=True)
class PartForm:
    """Which records of a kind, to whom of the `people`; `ids` are those that were selected in a list."""

    kind: Kind
    builder: Builder
    text: str
    ids: list[int]
    is_all: bool
    people: list[User]
    to: list[User]
    command: str
    key: str

    def part(self) -> Part:
        """What is handed over; raises Refused where nothing says which records."""
        if not self.is_all:
            return Part(kind=self.kind, ids=self.ids, to=tuple(self.to))
        if not (self.builder.tree or self.text):
            raise Refused(_("Say which records: add a condition."))
        return Part(kind=self.kind, filter=self.builder.tree, text=self.text, to=tuple(self.to))


def read(words: QueryDict, *, by: User) -> PartForm:
    """The form as it was sent or asked for by an address; raises NotFound, Forbidden, and Refused for a faulty filter.

    `kind`, `pk`, `f`, `q` are what a list says of its selection; where the kind was changed they fall away.
    """
    name = words.get("kind") or next((one.name for one in handed_by(by)), IN_WORK[0][0].name)
    if name not in {kind.name for kind, _state in IN_WORK}:
        raise NotFound
    kind = as_seen(kinds.get(name), by)
    access.require(by, Action.EDIT, kind)
    is_same = words.get("was-kind", name) == name
    command = words.get("do", "")
    ids = list(dict.fromkeys(whole_ones(words.getlist("pk"))))[:MOST] if is_same else []
    if not is_same:
        form = Builder()
    elif "group" in words:
        form = filter_form.carried_out(kind, filter_form.read(kind, words), command)
    else:
        form = filter_form.of_tree(kind, filter_tree.read(words.get("f", "")))
    if not (form.root.lines or form.root.rest or form.groups or command):
        form = Builder(root=filter_form.Group(lines=(filter_form.line_of(kind.field("owner")),)))
    chosen = set(whole_ones(words.getlist("to")))
    people = list(
        User.objects.filter(Q(is_active=True) | Q(pk__in=chosen)).select_related("department").order_by(*NAMES)
    )
    return PartForm(
        kind=kind,
        builder=form,
        text=words.get("q", "").strip()[:LONGEST_TEXT] if is_same else "",
        ids=ids,
        is_all=words.get("all") == "1" or not ids,
        people=[user for user in people if user.is_active],
        to=[user for user in people if user.pk in chosen],  # one who left is refused, not left out
        command=command,
        key=words.get("idempotency_key", ""),
    )


def address_of(user: User) -> str:
    """The address of the screen with the clients of one person, to be narrowed down there."""
    whose = filter_tree.write({"field": "owner", "op": "in", "value": [user.pk]})
    return f"{reverse('home:hand-over-part')}?{urlencode({'kind': IN_WORK[0][0].name, 'f': whose})}"


def handed_by(by: User) -> list[Kind]:
    """The kinds that this person may hand over."""
    return [kind for kind, _state in IN_WORK if access.may(by, Action.EDIT, kind)]


def shown(form: PartForm, *, by: User, at: datetime) -> dict[str, Any]:
    """What the screen shows: the builder, who may take over, and who would get how much of what."""
    context: dict[str, Any] = {
        "form": form,
        "kind": form.kind,
        "kinds": handed_by(by),
        "people": form.people,
        "chosen": [user.pk for user in form.to],
        "condition": filter_tree.write(form.builder.tree),
        "refusal": "",
        "total": [],
        "shares": [],
        "stay": 0,
    } | filter_lines.drawn(form.kind, form.builder, by)
    try:
        distribution = distribute(of=None, parts=[form.part()], by=by, at=at)
    except Refused as refusal:
        return context | {"refusal": refusal.message}
    total = distribution.total()
    stay = 0 if form.is_all else len(form.ids) - total[form.kind.name]
    return context | {"total": _counts(total), "shares": _shares(distribution, form.to), "stay": stay}


def _shares(distribution: Distribution, to: list[User]) -> list[tuple[User, list[tuple[Kind, int]]]]:
    found = [(user, _counts(distribution.of(user.pk))) for user in to if user.pk != NOBODY]
    return sorted(found, key=lambda one: one[0].full_name)


def _counts(found: Mapping[str, int]) -> list[tuple[Kind, int]]:
    return [(kind, found[kind.name]) for kind, _state in IN_WORK if found.get(kind.name)]
