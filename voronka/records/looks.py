"""How a card and a form would look with another layout: to everybody, or to a person of one role."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from voronka.accounts.models import Action, Role
from voronka.accounts.queries import stand_in
from voronka.records import access
from voronka.records.field_rules import as_laid
from voronka.records.fields import Field
from voronka.records.forms import Input
from voronka.records.kinds import Group, Kind
from voronka.records.layout_form import shown, with_layout
from voronka.records.layouts import Layout, by_place
from voronka.records.obligations import demanded_of_roles


@dataclass(frozen=True, kw_only=True)
class Look:
    """Groups of the card, fields of them that are only looked at, inputs of the form at once and under “More fields”.

    `sees` the card and `makes` records: a role may be kept from either.
    """

    groups: list[tuple[Group, list[Field]]]
    first: list[Input]
    rest: list[Input]
    closed: Collection[str] = ()
    sees: bool = True
    makes: bool = True


def look_of_all(kind: Kind, layout: Layout, roles: Mapping[int, str]) -> Look:
    """What everybody together has: a demanded field stands at once in the form, be it of some `roles` only.

    The hint says of which ones; `roles` are the names by id.
    """
    asked = {
        name: _("Required of: %(roles)s") % {"roles": ", ".join(sorted(roles[pk] for pk in of if pk in roles))}
        for name, of in demanded_of_roles(kind).items()
        if name in kind.by_name
    }
    fields = tuple(
        replace(one, required=True, hint=asked[one.name]) if one.name in asked else one for one in kind.fields
    )
    laid = shown(replace(kind, fields=fields), layout)
    return Look(
        groups=laid.groups,
        first=_inputs([*laid.now, *(one for one in laid.later if one.required)]),
        rest=_inputs([one for one in laid.later if not one.required]),
    )


def look_of(kind: Kind, layout: Layout, role: Role) -> Look:
    """What a person of this one role would see, and must fill in a new record."""
    user, laid = stand_in(role), with_layout(kind, layout)
    card, form = as_laid(laid, user), as_laid(laid, user, making=True)
    may_edit = access.may(user, Action.EDIT, kind)
    return Look(
        groups=[(one, [card.by_name[name] for name in one.fields]) for one in card.groups],
        closed={one.name for one in card.fields if laid.by_name[one.name].editable and not (may_edit and one.editable)},
        first=_inputs([one for name in form.form if (one := form.by_name[name]).editable]),
        rest=_inputs([one for one in by_place(form) if one.editable and one.name not in form.form]),
        sees=access.may(user, Action.VIEW, kind),
        makes=access.may(user, Action.CREATE, kind),
    )


def _inputs(fields: list[Field]) -> list[Input]:
    return [Input(field=one, value="") for one in fields]
