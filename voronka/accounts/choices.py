"""Inputs that choose out of the company: for the forms of every app."""

from typing import Any

from django import forms

from voronka.accounts.models import Department
from voronka.accounts.queries import department_tree


class DepartmentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # generic only for the checker
    """One of the departments in use, shown with its place in the tree."""

    def __init__(self, **options: Any) -> None:
        options = {
            "queryset": Department.objects.filter(is_active=True),
            "required": False,
            "empty_label": "—",
            **options,
        }
        super().__init__(**options)

    def label_from_instance(self, obj: Any) -> str:
        """«Company / Sales / South»; the tree is read once a form."""
        if not hasattr(self, "_paths"):
            self._paths = {node.department.pk: node.path for node in department_tree()}
        return self._paths.get(obj.pk) or str(obj)
