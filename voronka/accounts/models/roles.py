"""Roles: a grid of kind × action × how far it reaches."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Action(models.TextChoices):
    """What can be done to a record."""

    VIEW = "view", pgettext_lazy("right", "View")
    CREATE = "create", pgettext_lazy("right", "Create")
    EDIT = "edit", pgettext_lazy("right", "Edit")
    DELETE = "delete", pgettext_lazy("right", "Delete")
    EXPORT = "export", pgettext_lazy("right", "Export")


class Scope(models.TextChoices):
    """How far a grant reaches, from nothing to the whole company."""

    OWN = "own", pgettext_lazy("scope", "Own")
    DEPARTMENT = "department", pgettext_lazy("scope", "Department")
    ALL = "all", pgettext_lazy("scope", "All")


class Role(models.Model):
    """A named set of grants; a person may have several, the widest grant counts."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Grant(models.Model):
    """One cell of the grid: this role may do this action to this kind as far as the scope reaches."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="grants")
    kind = models.CharField(_("kind"), max_length=40)
    action = models.CharField(_("action"), max_length=10, choices=Action)
    scope = models.CharField(_("scope"), max_length=10, choices=Scope)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("role", "kind", "action"), name="grant_once"),)

    def __str__(self) -> str:
        return f"{self.role}: {self.kind} {self.action} {self.scope}"
