"""What a role may do with one field of a kind."""

from django.db import models
from django.utils.translation import pgettext_lazy

from voronka.accounts.models import Role


class FieldRight(models.TextChoices):
    """From the widest to the narrowest; a field without a rule is shown and editable."""

    EDIT = "edit", pgettext_lazy("right to a field", "Open")
    READ = "read", pgettext_lazy("right to a field", "Read only")
    HIDDEN = "hidden", pgettext_lazy("right to a field", "Hidden")


class FieldRule(models.Model):
    """People of this role read this field only, or do not see it at all; `field` is its name in the registry."""

    role = models.ForeignKey(Role, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    right = models.CharField(max_length=6, choices=FieldRight)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("role", "kind", "field"), name="field_rule_once"),)

    def __str__(self) -> str:
        return f"{self.role}: {self.kind}.{self.field} {self.right}"
