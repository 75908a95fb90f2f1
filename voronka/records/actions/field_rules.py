"""What a role may do with the fields of a kind: one cell of the grid at a time."""

from django.db import transaction
from django.utils.translation import gettext as _

from voronka.accounts.actions.arrangement import rearranged
from voronka.accounts.events import RoleCopied
from voronka.accounts.models import Role, User
from voronka.accounts.policies import require_administrator
from voronka.core.errors import NotFound, Refused
from voronka.records import arrangement
from voronka.records.kinds import Kind
from voronka.records.models import FieldRight, FieldRule


@transaction.atomic
def set_right(*, role: Role, kind: Kind, field: str, right: str, by: User) -> None:
    """Give the role this right to the field; it holds for everybody's next request.

    Raises NotFound for an unknown field, Refused for a right that the field cannot have: a record cannot lose its
    name, and what nobody changes by hand is never read-only.
    """
    require_administrator(by)
    one = kind.whole.by_name.get(field)
    if one is None:
        raise NotFound(_("There is no such field."))
    if right not in {value for value, _label in rights_of(kind, field)}:
        raise Refused(_("“%(field)s” cannot be kept from anybody in this way.") % {"field": one.label}, field=field)
    Role.objects.select_for_update().get(pk=role.pk)
    if right == FieldRight.EDIT:
        FieldRule.objects.filter(role=role, kind=kind.name, field=field).delete()
    else:
        given = {"right": right}
        FieldRule.objects.update_or_create(role=role, kind=kind.name, field=field, defaults=given)
    rearranged()
    arrangement.refresh_now()


def rights_of(kind: Kind, field: str) -> list[tuple[str, str]]:
    """(value, words) of the rights that a field of the kind can have."""
    one = kind.whole.field(field)
    closed = {FieldRight.READ: not one.editable, FieldRight.HIDDEN: not kind.may_hide(one)}
    return [(value.value, str(value.label)) for value in FieldRight if not closed.get(value)]


def copy_rules(event: RoleCopied) -> None:
    """A role that is made like another one keeps its people from the same fields."""
    rules = FieldRule.objects.filter(role=event.like)
    copied = [FieldRule(role=event.role, kind=one.kind, field=one.field, right=one.right) for one in rules]
    if copied:
        FieldRule.objects.bulk_create(copied)
        rearranged()
