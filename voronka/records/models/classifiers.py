"""Classifiers: lists of values that a company makes for itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Classifier(models.TextChoices):
    """The lists that Voronka itself refers to."""

    SOURCE = "source", _("Sources")
    INDUSTRY = "industry", _("Industries")
    REGION = "region", _("Regions")
    PRODUCT = "product", _("Products of interest")
    LANGUAGE = "language", _("Languages")
    SIZE = "size", _("Sizes of companies")
    SEGMENT = "segment", _("Segments")
    IMPRESSION = "impression", _("Impressions")
    ROLE = "role", _("Roles in the purchase")
    LEAD_STATUS = "lead_status", _("Lead statuses")
    DISQUALIFY_REASON = "disqualify_reason", _("Reasons to disqualify a lead")
    LOST_REASON = "lost_reason", _("Reasons of a loss")
    COMPETITOR = "competitor", _("Competitors")
    EXPENSE = "expense", _("Expenses on deals")


class ClassifierValue(models.Model):
    """A value of a classifier; it is switched off, never deleted, so that old records keep their meaning.

    One that an import made goes with the undoing of that import, where nothing else has it.

    Values may stand under others; `position` counts through the whole list, children right after their parent.
    """

    classifier = models.CharField(_("classifier"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("stands under")
    )

    class Meta:
        ordering = ("classifier", "position", "name")
        constraints = (
            models.UniqueConstraint(fields=("classifier", "name"), name="classifier_value_once"),
            models.CheckConstraint(
                condition=models.Q(parent=None) | ~models.Q(parent=models.F("pk")),
                name="classifier_value_not_under_itself",
            ),
        )

    def __str__(self) -> str:
        return self.name
