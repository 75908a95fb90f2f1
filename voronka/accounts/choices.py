"""Inputs that choose out of the company: for the forms of every app."""

from collections.abc import Collection
from typing import Any, ClassVar

from django import forms
from django.db.models import Model, Q
from django.utils.translation import gettext as _

from voronka.accounts.models import BusinessUnit, Department, Role
from voronka.accounts.queries import department_tree


class _InUse(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the checker
    """One of those in use; one that was chosen before it was switched off can be kept, and says so."""

    model: ClassVar[type[Model]]

    def __init__(self, **options: Any) -> None:
        rows = self.model._default_manager.filter(is_active=True)
        super().__init__(**{"queryset": rows, "required": False, "empty_label": "—", **options})

    def keep(self, pk: int | None) -> None:
        """Offer this one too, in use or not."""
        if pk:
            self.queryset = self.model._default_manager.filter(Q(is_active=True) | Q(pk=pk))

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return name_of(obj, str(obj))


class DepartmentChoice(_InUse):
    """One of the departments, shown with its place in the tree."""

    model = Department

    def label_from_instance(self, obj: Any) -> str:
        """«Company / Sales / South»; the tree is read once a form."""
        if not hasattr(self, "_paths"):
            self._paths = {node.department.pk: node.path for node in department_tree()}
        return name_of(obj, self._paths.get(obj.pk) or str(obj))


class RoleChoice(_InUse):
    """One of the roles."""

    model = Role


class UnitChoice(_InUse):
    """One of the business units."""

    model = BusinessUnit


class RolesChoice(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # generic only for the checker
    """Any of the roles in use; those that somebody has already can be kept, and say so."""

    def __init__(self, **options: Any) -> None:
        rows = Role.objects.filter(is_active=True)
        super().__init__(**{"queryset": rows, "required": False, "widget": forms.CheckboxSelectMultiple, **options})

    def keep(self, pks: Collection[int]) -> None:
        """Offer these too, in use or not."""
        self.queryset = Role.objects.filter(Q(is_active=True) | Q(pk__in=pks))

    def label_from_instance(self, obj: Any) -> str:
        """Its name."""
        return name_of(obj, str(obj))


def name_of(one: Any, name: str) -> str:
    """The name of a person, a role or a department as it is offered: what is switched off says so."""
    return name if one.is_active else _("%(name)s (switched off)") % {"name": name}
