"""The shape of what people send to the screens of the app; the rules are in the actions."""

from typing import Any

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from voronka.accounts.choices import DepartmentChoice, RolesChoice, UnitChoice
from voronka.accounts.models import Department, Role, Theme, User
from voronka.core.errors import Refused


def tell(form: forms.BaseForm, error: Refused) -> None:
    """Say beside its field why the action refused, or above the form when the field is not shown."""
    form.add_error(error.field if error.field in form.fields else None, error.message)


def _name(label: Any, limit: int = 120, *, required: bool = True, **attrs: str) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, required=required, widget=forms.TextInput(attrs={"autocomplete": "off", **attrs})
    )


class FounderForm(forms.Form):
    """The first administrator and the company."""

    company = _name(_("Company"), autofocus="autofocus")
    first_name = forms.CharField(
        label=_("First name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    last_name = forms.CharField(
        label=_("Last name"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    email = forms.CharField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("At least 10 characters; a phrase of several words is best."),
    )


class PersonForm(forms.Form):
    """A person as the administrator sees one."""

    first_name = _name(_("First name"), 80, autofocus="autofocus")
    last_name = _name(_("Last name"), 80, required=False)
    email = forms.CharField(label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"}))
    job_title = _name(_("Position"), required=False)
    department = DepartmentChoice(label=_("Department"))
    roles = RolesChoice(label=_("Roles"))
    is_superuser = forms.BooleanField(
        label=_("Administrator"),
        required=False,
        help_text=_("Sees and may do everything, and manages the company's settings."),
    )

    @classmethod
    def of(cls, user: User, data: QueryDict | None = None) -> "PersonForm":
        """The form filled with what is known of the person, or with what was sent; what he has can be kept."""
        fields = ("first_name", "last_name", "email", "job_title", "department", "is_superuser")
        initial = {field: getattr(user, field) for field in fields}
        roles = [role.pk for role in user.roles.all()]
        form = cls(data, initial=initial | {"roles": roles})
        named: dict[str, Any] = form.fields
        named["department"].keep(user.department_id)
        named["roles"].keep(roles)
        return form


class DepartmentForm(forms.Form):
    """A department, where it stands and for which unit it works."""

    name = _name(_("Name"), autofocus="autofocus")
    parent = DepartmentChoice(label=_("Stands under"), empty_label=_("the top"))
    unit = UnitChoice(label=_("Business unit"))

    @classmethod
    def of(cls, department: Department, data: QueryDict | None = None) -> "DepartmentForm":
        """The form filled with what is known of the department, or with what was sent; what it names can be kept."""
        initial = {"name": department.name, "parent": department.parent_id, "unit": department.unit_id}
        form = cls(data, initial=initial)
        named: dict[str, Any] = form.fields
        named["parent"].keep(department.parent_id)
        named["unit"].keep(department.unit_id)
        return form


class NameForm(forms.Form):
    """Something that has a name only."""

    name = _name(_("Name"), autofocus="autofocus")


class RoleForm(NameForm):
    """A new role, perhaps made like another one."""

    like = forms.ModelChoiceField(
        label=_("With the rights of"), queryset=Role.objects.all(), required=False, empty_label=_("no rights yet")
    )


class ProfileForm(forms.Form):
    """What one says of oneself and how one likes the screen."""

    first_name = _name(_("First name"), 80)
    last_name = _name(_("Last name"), 80, required=False)
    job_title = _name(_("Position"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    theme = forms.ChoiceField(label=_("Theme"), choices=Theme.choices)
    is_compact = forms.BooleanField(label=_("Compact rows"), required=False)

    @classmethod
    def of(cls, user: User) -> "ProfileForm":
        """The form filled with what is known of the person."""
        return cls(initial={field: getattr(user, field) for field in cls.base_fields})
