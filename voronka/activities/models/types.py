"""Types of interactions: the list that a company makes for itself."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class InteractionType(models.Model):
    """What kind of contact it was; switched off, never deleted, so that old entries keep their meaning.

    `code` is the name that programs and settings of Voronka use; it never changes.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=80)
    icon = models.CharField(_("icon"), max_length=40, default="message-square")
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    has_direction = models.BooleanField(_("to us or from us"), default=False)
    default_minutes = models.PositiveIntegerField(_("usual length, minutes"), default=0)

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="interaction_type_has_name"),
            models.UniqueConstraint(fields=("name",), name="interaction_type_name_once"),
        )

    def __str__(self) -> str:
        return self.name
