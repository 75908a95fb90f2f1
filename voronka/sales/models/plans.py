"""Plans: what a person, a department, a unit or the company is to sell in a period."""

from decimal import Decimal

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Floor
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.accounts.models import BusinessUnit, Department
from voronka.core.calendar_periods import QUARTER_MONTHS
from voronka.records.history import tracked
from voronka.records.models import ClassifierValue

LARGEST = Decimal("999999999999.99")


class PlanSpan(models.TextChoices):
    """How long a planned period is: of the calendar."""

    MONTH = "month", _("Month")
    QUARTER = "quarter", _("Quarter")
    YEAR = "year", _("Year")


class Measure(models.TextChoices):
    """What is planned of the deals that are won: their worth and margin in the company's currency, or their number."""

    AMOUNT = "amount", pgettext_lazy("plan", "Won amount")
    MARGIN = "margin", pgettext_lazy("plan", "Margin")
    DEALS = "deals", pgettext_lazy("plan", "Won deals")


def begins_its_span(name: str) -> models.CheckConstraint:
    """`first` is the first day of the month, quarter or year that `span` says."""
    return models.CheckConstraint(
        condition=Q(first__day=1)
        & (
            Q(span=PlanSpan.MONTH)
            | Q(span=PlanSpan.QUARTER, first__month__in=QUARTER_MONTHS)
            | Q(span=PlanSpan.YEAR, first__month=1)
        ),
        name=name,
    )


def for_one_only(name: str) -> models.CheckConstraint:
    """At most one of person, department and unit is named; none means the whole company."""
    return models.CheckConstraint(
        condition=Q(department=None, unit=None) | Q(user=None, unit=None) | Q(user=None, department=None), name=name
    )


@tracked()
class Plan(models.Model):
    """What somebody is to sell in a period, of everything or of one product group with all under it.

    One that is taken back has no `value`; each change is in the history, with who made it.
    """

    span = models.CharField(_("period"), max_length=7, choices=PlanSpan)
    first = models.DateField(_("first day"))
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, blank=True, related_name="+")
    product = models.ForeignKey(ClassifierValue, models.PROTECT, null=True, blank=True, related_name="+")
    measure = models.CharField(_("what is planned"), max_length=6, choices=Measure, default=Measure.AMOUNT)
    value = models.DecimalField(_("plan"), max_digits=14, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("plan")
        constraints = (
            begins_its_span("plan_first_day"),
            for_one_only("plan_for_one"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__gte=0), name="plan_not_negative"),
            models.CheckConstraint(
                condition=~Q(measure=Measure.DEALS) | Q(value=None) | Q(value=Floor(F("value"))),
                name="plan_of_deals_is_whole",
            ),
            models.UniqueConstraint(
                fields=("first", "span", "measure", "product", "user", "department", "unit"),
                name="plan_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.span} {self.first}: {self.value}"
