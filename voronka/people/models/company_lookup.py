"""The service that tells the requisites of a company by its ИНН: where it is, and the token for it."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

DADATA = "https://suggestions.dadata.ru/suggestions/api/4_1/rs/findById/party"
SHORTEST, LONGEST = 1, 30  # seconds


class CompanyLookup(models.Model):
    """One row, and none before an administrator has set it up; off until switched on.

    `sealed_token` is what `core.sealing` makes of the token: it is written, used, and never shown.
    """

    is_on = models.BooleanField(default=False, db_default=False)
    url = models.CharField(max_length=300, default=DADATA)
    sealed_token = models.TextField(blank=True, default="", db_default="")
    seconds = models.PositiveSmallIntegerField(
        default=5, validators=(MinValueValidator(SHORTEST), MaxValueValidator(LONGEST))
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(pk=1), name="company_lookup_one_row"),
            models.CheckConstraint(condition=Q(is_on=False) | ~Q(sealed_token=""), name="company_lookup_on_has_token"),
            models.CheckConstraint(
                condition=Q(seconds__gte=SHORTEST, seconds__lte=LONGEST), name="company_lookup_seconds"
            ),
        )

    def __str__(self) -> str:
        return self.url
