"""Which fields the company demands, from which moment on, and of whom."""

from django.db import models

from voronka.accounts.models import Role


class Obligation(models.Model):
    """The field must be filled from the moment on: by people of this role, or by everybody where no role stands.

    `field` is its name in the registry, `moment` one of those that the kind offers (`records.obligations`). What no
    longer exists or is switched off is demanded of nobody.
    """

    kind = models.CharField(max_length=40)
    field = models.CharField(max_length=60)
    moment = models.CharField(max_length=40)
    role = models.ForeignKey(Role, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "field", "moment", "role"), name="obligation_once", nulls_distinct=False
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind}.{self.field} {self.moment}: {self.role or '*'}"
