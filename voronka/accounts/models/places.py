"""Business units and the tree of departments."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from voronka.core.stored import Stored


class BusinessUnit(models.Model):
    """A part of the company with a market and pipelines of its own."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Department(Stored):
    """A node of the tree of departments; access «department» reaches it and everything below it."""

    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="departments")
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("name",)
        constraints = (
            models.UniqueConstraint(fields=("parent", "name"), name="department_name_once", nulls_distinct=False),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="department_not_its_own_parent"),
        )

    def __str__(self) -> str:
        return self.name
