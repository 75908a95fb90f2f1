"""How the work is done at a stage: its check-list with the marks of deals, its activities, its advice."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.activities.models import InteractionType
from voronka.sales.models.deals import Deal
from voronka.sales.models.pipelines import Stage


class CheckItem(models.Model):
    """A line of the check-list of a stage; a required one is ticked before a deal goes on. Switched off once used."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="check_items")
    text = models.CharField(_("what to check"), max_length=200)
    position = models.PositiveIntegerField(_("order"), default=0)
    is_required = models.BooleanField(_("required"), default=False)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("position", "id")
        constraints = (models.CheckConstraint(condition=~Q(text=""), name="check_item_has_text"),)

    def __str__(self) -> str:
        return self.text


class CheckMark(models.Model):
    """Who ticked a line for a deal, and when."""

    deal = models.ForeignKey(Deal, models.CASCADE, related_name="check_marks")
    item = models.ForeignKey(CheckItem, models.PROTECT, related_name="marks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("deal", "item"), name="check_mark_once"),)

    def __str__(self) -> str:
        return f"{self.deal_id}: {self.item_id}"


class RequiredActivity(models.Model):
    """How many contacts of a type there must have been since the deal came to the stage before it goes on."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="required_activities")
    type = models.ForeignKey(InteractionType, models.PROTECT, related_name="+")
    count = models.PositiveSmallIntegerField(_("how many"), default=1)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("stage", "type"), name="required_activity_once"),
            models.CheckConstraint(condition=Q(count__range=(1, 9)), name="required_activity_one_to_nine"),
        )

    def __str__(self) -> str:
        return f"{self.type} × {self.count}"


class AdviceSort(models.TextChoices):
    """What an advice of the playbook is."""

    PHRASE = "phrase", pgettext_lazy("playbook", "Phrase")
    OBJECTION = "objection", pgettext_lazy("playbook", "Objection and answer")
    TEMPLATE = "template", pgettext_lazy("playbook", "Template of a letter")


class Advice(models.Model):
    """A line of the playbook of a stage: a phrase, an objection (`title`) with its answer, a letter."""

    stage = models.ForeignKey(Stage, models.CASCADE, related_name="advice")
    sort = models.CharField(_("what it is"), max_length=9, choices=AdviceSort)
    title = models.CharField(_("heading"), max_length=200, blank=True, default="")
    text = models.TextField(_("text"))
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        ordering = ("sort", "position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(text=""), name="advice_has_text"),
            models.CheckConstraint(
                condition=Q(sort=AdviceSort.PHRASE) | ~Q(title=""), name="advice_objection_or_letter_has_title"
            ),
        )

    def __str__(self) -> str:
        return self.title or self.text[:60]
