"""Routing of leads: the rules by which a new one goes to somebody, and each time that it went."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.accounts.models import Department, Role
from voronka.activities.models import Task
from voronka.sales.models.leads import Lead

WEEK_OF_MINUTES = 7 * 24 * 60


class Method(models.TextChoices):
    """Who of those whom a rule names gets the lead."""

    QUEUE = "queue", pgettext_lazy("routing", "Nobody: it waits in the queue")
    TURNS = "turns", pgettext_lazy("routing", "By turns")
    LOAD = "load", pgettext_lazy("routing", "Who has the fewest open leads and deals")


class RoutingRule(models.Model):
    """Which leads go to whom, and how soon they must be answered; of several that fit the first one holds.

    `filter` is a filter tree over leads. Minutes are working ones. Switched off, never deleted.
    """

    name = models.CharField(_("name"), max_length=120)
    position = models.PositiveIntegerField(_("order"), default=0)
    is_active = models.BooleanField(_("in use"), default=True)
    filter = models.JSONField(_("which leads"), default=dict, blank=True)
    method = models.CharField(_("to whom"), max_length=5, choices=Method, default=Method.QUEUE)
    people = models.ManyToManyField(settings.AUTH_USER_MODEL, blank=True, related_name="+", verbose_name=_("people"))
    department = models.ForeignKey(
        Department, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    role = models.ForeignKey(Role, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("role"))
    only_at_work = models.BooleanField(_("only in working time"), default=False)
    answer_within = models.PositiveIntegerField(
        _("first answer within, working minutes"), default=30, validators=[MaxValueValidator(WEEK_OF_MINUTES)]
    )
    take_within = models.PositiveIntegerField(
        _("to somebody else after, working minutes"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(WEEK_OF_MINUTES)],
    )
    task = models.CharField(_("task"), max_length=200, blank=True, default="")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(condition=~Q(name=""), name="routing_rule_has_name"),
            models.UniqueConstraint(fields=("name",), name="routing_rule_name_once"),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def gives(self) -> bool:
        """Whether it names somebody."""
        return self.method != Method.QUEUE


class Ending(models.TextChoices):
    """How it ended that a lead was given to somebody by a rule."""

    TAKEN = "taken", pgettext_lazy("assignment", "Taken up")
    PASSED = "passed", pgettext_lazy("assignment", "Given to somebody else: nobody took it up in time")
    MOVED = "moved", pgettext_lazy("assignment", "Given to somebody else by hand")


class LeadAssignment(models.Model):
    """A rule gave a lead to somebody, who has until `take_by` to take it up."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="assignments")
    rule = models.ForeignKey(RoutingRule, models.PROTECT, related_name="assignments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    take_by = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    task = models.ForeignKey(Task, models.SET_NULL, null=True, blank=True, related_name="+")
    ending = models.CharField(max_length=6, choices=Ending, blank=True, default="")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("lead",), condition=Q(ended_at=None), name="lead_assignment_one_open"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ending="") | (Q(ended_at__isnull=False) & ~Q(ending="")),
                name="lead_assignment_ends_somehow",
            ),
        )
        indexes = (
            models.Index(fields=("take_by",), condition=Q(ended_at=None), name="lead_assignment_waiting"),
            models.Index(fields=("rule", "user", "-id"), name="lead_assignment_turns"),
        )

    def __str__(self) -> str:
        return f"{self.lead_id} → {self.user_id}"
