"""The tree of departments: add, rename, move, switch off and on."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from voronka.accounts.models import BusinessUnit, Department, User
from voronka.accounts.names import clean_name
from voronka.accounts.policies import require_administrator
from voronka.core.errors import NotFound, Refused


def _locked() -> dict[int, Department]:
    """The whole tree, locked: two moves at once could otherwise close a circle that neither sees."""
    return {one.pk: one for one in Department.objects.select_for_update().order_by("pk")}


def _found(tree: dict[int, Department], department: Department) -> Department:
    if department.pk not in tree:
        raise NotFound(_("There is no such department."))
    return tree[department.pk]


def _save(department: Department) -> Department:
    try:
        with transaction.atomic():
            department.save()
    except IntegrityError as error:
        raise Refused(_("There is a department with this name here already."), field="name") from error
    return department


@transaction.atomic
def create(*, name: str, parent: Department | None, by: User, unit: BusinessUnit | None = None) -> Department:
    """A new department under `parent`, or at the top."""
    require_administrator(by)
    tree = _locked()
    above = _found(tree, parent) if parent else None
    if above and not above.is_active:
        raise Refused(_("The department above is switched off."), field="parent")
    return _save(Department(name=clean_name(name, field="name", limit=120), parent=above, unit=unit))


@transaction.atomic
def rename(*, department: Department, name: str, by: User) -> Department:
    """Another name for the same department."""
    require_administrator(by)
    department = _found(_locked(), department)
    department.name = clean_name(name, field="name", limit=120)
    return _save(department)


@transaction.atomic
def assign_unit(*, department: Department, unit: BusinessUnit | None, by: User) -> Department:
    """The department works for this business unit."""
    require_administrator(by)
    department = _found(_locked(), department)
    department.unit = unit
    return _save(department)


@transaction.atomic
def move(*, department: Department, parent: Department | None, by: User) -> Department:
    """Under another parent, or to the top; never under itself or what is below it."""
    require_administrator(by)
    tree = _locked()
    department = _found(tree, department)
    above = _found(tree, parent) if parent else None
    step = above
    while step:
        if step.pk == department.pk:
            raise Refused(_("A department cannot stand under itself."), field="parent")
        step = tree.get(step.parent_id) if step.parent_id else None
    if above and not above.is_active:
        raise Refused(_("The department above is switched off."), field="parent")
    department.parent = above
    return _save(department)


@transaction.atomic
def edit(
    *, department: Department, name: str, parent: Department | None, unit: BusinessUnit | None, by: User
) -> Department:
    """Name, place and unit in one go: all of it or nothing."""
    if parent != department.parent:
        move(department=department, parent=parent, by=by)
    rename(department=department, name=name, by=by)
    return assign_unit(department=department, unit=unit, by=by)


@transaction.atomic
def switch(*, department: Department, on: bool, by: User) -> Department:
    """Out of use or back; one with people or departments in use stays."""
    require_administrator(by)
    tree = _locked()
    department = _found(tree, department)
    if not on and any(one.is_active and one.parent_id == department.pk for one in tree.values()):
        raise Refused(_("Departments in use stand under this one. Move or switch them off first."))
    if not on and department.users.filter(is_active=True).exists():
        raise Refused(_("People work in this department. Move them first."))
    if on and department.parent_id and not tree[department.parent_id].is_active:
        raise Refused(_("The department above is switched off."))
    department.is_active = on
    return _save(department)
