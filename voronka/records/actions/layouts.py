"""The layout of a kind's card and form: saved as a whole, over the version that was seen."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.actions.arrangement import rearranged
from voronka.accounts.models import User
from voronka.accounts.names import clean_name
from voronka.accounts.policies import require_administrator
from voronka.core.errors import Conflict, Refused
from voronka.records import arrangement
from voronka.records.field_rules import as_seen
from voronka.records.kinds import Group, Kind
from voronka.records.layouts import Layout, as_kept, layout_of, source_label
from voronka.records.models import CardLayout, CustomField

LONGEST, MOST = 60, 20


@transaction.atomic
def save(*, kind: Kind, layout: Layout, later: Collection[str], version: int, by: User, at: datetime) -> CardLayout:
    """Let everybody see the kind so from the next request on; the layout of the start is kept as none at all.

    `later` are the fields that a new record is not asked for at once. A name that the kind does not have any more is
    passed over: another administrator may have switched the field off meanwhile.
    Raises Conflict when somebody else saved first, Refused about `group-<number>` or the whole.
    """
    require_administrator(by)
    row, _made = CardLayout.objects.get_or_create(kind=kind.name)
    row = CardLayout.objects.select_for_update(of=("self",)).select_related("by").get(pk=row.pk)
    if row.version != version:
        raise Conflict(_("Another administrator has saved this layout meanwhile."), version=row.version)
    arrangement.refresh_now()
    clean = _clean(as_seen(kind, by), layout)
    _ask_own(kind, clean.form, later)
    arrangement.refresh_now()
    for name, value in as_kept(clean, as_seen(kind, by)).items():
        setattr(row, name, value)
    row.version, row.by, row.at = version + 1, by, at
    row.save()
    rearranged()
    arrangement.refresh_now()
    return row


def _clean(kind: Kind, layout: Layout) -> Layout:
    now = layout_of(kind)
    known = {*now.aside, *(name for one in now.groups for name in one.fields)}
    groups = [
        replace(one, label=_heading(one, number), fields=tuple(name for name in one.fields if name in known))
        for number, one in enumerate(layout.groups)
    ]
    placed = Counter(name for one in groups for name in one.fields)
    if not placed:
        raise Refused(_("Leave at least one field on the card."))
    if len(groups) > MOST or max(placed.values()) > 1:
        raise Refused(_("This is not a layout: a field stands on the card twice, or there are too many groups."))
    for number, one in enumerate(groups):
        if source_label(str(one.label), kind) in {source_label(str(other.label), kind) for other in groups[:number]}:
            raise Refused(_("There is such a group already."), field=f"group-{number}")
    editable = {one.name for one in kind.fields if one.editable}
    return Layout(
        groups=tuple(one for one in groups if one.fields),
        aside=tuple(name for name in layout.aside if name in known and name not in placed),
        form=tuple(dict.fromkeys(name for name in layout.form if name in editable)),
    )


def _heading(group: Group, number: int) -> str:
    return clean_name(str(group.label), field=f"group-{number}", limit=LONGEST, required=bool(group.fields))


def _ask_own(kind: Kind, form: Collection[str], later: Collection[str]) -> None:
    """Own fields say themselves whether a new record is asked for them at once."""
    for one in CustomField.objects.select_for_update().filter(kind=kind.name, is_active=True):
        name = f"c_{one.key}"
        asked = name in form
        if asked != one.is_in_form and (asked or name in later):
            one.is_in_form = asked
            one.save(update_fields=["is_in_form"])
            rearranged()
