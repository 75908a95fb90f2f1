"""Pipelines and their stages: how a company sells."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.accounts.models import BusinessUnit, Department, Role
from voronka.core.stored import Stored
from voronka.sales.models.stage_places import place


class Pipeline(models.Model):
    """An ordered set of stages; a business unit may have its own. Switched off, never deleted."""

    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    may_skip = models.BooleanField(_("open stages may be skipped"), default=True)
    may_go_back = models.BooleanField(_("a deal may go back"), default=True)

    class Meta:
        verbose_name = _("pipeline")
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="pipeline_has_name"),
            models.UniqueConstraint(fields=("name",), name="pipeline_name_once"),
        )

    def __str__(self) -> str:
        return self.name


class Outcome(models.TextChoices):
    """Where a stage, and a deal that stands in it, has come to."""

    OPEN = "open", pgettext_lazy("deal", "Open")
    WON = "won", pgettext_lazy("deal", "Won")
    LOST = "lost", pgettext_lazy("deal", "Lost")


class Stage(Stored):
    """A step of a pipeline: the chance to win, its norms, how the work is done. Switched off, never deleted.

    `days_norm` are calendar days, `minutes_norm` working minutes of effort, `wip_limit` open deals of one salesperson;
    `guide` says what to do. The rest of the method stands in rows of their own (`models.method`).
    """

    pipeline = models.ForeignKey(Pipeline, models.PROTECT, related_name="stages")
    name = models.CharField(_("name"), max_length=80)
    position = models.PositiveIntegerField(_("order"), default=0)
    probability = models.PositiveSmallIntegerField(_("probability, %"), default=0)
    days_norm = models.PositiveSmallIntegerField(_("norm, days"), null=True, blank=True)
    minutes_norm = models.PositiveIntegerField(_("norm, working minutes"), null=True, blank=True)
    wip_limit = models.PositiveSmallIntegerField(_("open deals of one salesperson at most"), null=True, blank=True)
    guide = models.TextField(_("what to do"), blank=True, default="")
    approver = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approver_role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="+")
    performer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    performer_role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="+")
    performer_department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    performer_task = models.CharField(_("task of the performer"), max_length=200, blank=True, default="")
    outcome = models.CharField(_("outcome"), max_length=4, choices=Outcome, default=Outcome.OPEN)
    is_active = models.BooleanField(_("in use"), default=True)

    class Meta:
        verbose_name = _("stage")
        ordering = ("pipeline__position", "pipeline_id", "position", "id")
        triggers = (place(),)
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="stage_has_name"),
            models.CheckConstraint(condition=Q(probability__lte=100), name="stage_probability_is_percent"),
            models.CheckConstraint(condition=~Q(minutes_norm=0) & ~Q(wip_limit=0), name="stage_limits_not_zero"),
            models.CheckConstraint(
                condition=Q(approver=None) | Q(approver_role=None), name="stage_approver_person_or_role"
            ),
            models.CheckConstraint(
                condition=(Q(performer=None) & Q(performer_role=None))
                | (Q(performer=None) & Q(performer_department=None))
                | (Q(performer_role=None) & Q(performer_department=None)),
                name="stage_performer_is_one",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.LOST) | Q(approver=None, approver_role=None), name="stage_loss_asks_nobody"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.OPEN)
                | Q(wip_limit=None, performer=None, performer_role=None, performer_department=None),
                name="stage_end_has_no_work",
            ),
            models.UniqueConstraint(fields=("pipeline", "name"), name="stage_name_once"),
            # What deals point to: a deal's pipeline and outcome are those of its stage (see the migration).
            models.UniqueConstraint(fields=("pipeline", "id", "outcome"), name="stage_of_deals"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether deals are still worked on here."""
        return self.outcome == Outcome.OPEN

    @property
    def needs_approval(self) -> bool:
        """Whether somebody must agree before a deal comes here."""
        return bool(self.approver_id or self.approver_role_id)

    @property
    def has_performer(self) -> bool:
        """Whether somebody besides the owner works on a deal here."""
        return bool(self.performer_id or self.performer_role_id or self.performer_department_id)
