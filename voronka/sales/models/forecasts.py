"""Forecasts: how sure the owner of a deal is, and what the nightly looks at all deals have found."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from voronka.accounts.models import BusinessUnit, Department
from voronka.sales.models.plans import PlanSpan, begins_its_span, for_one_only


class Category(models.TextChoices):
    """How sure the owner is that a deal closes in time; a deal without one has that of its stage's probability.

    Source: the forecast categories of Salesforce (commit, best case, pipeline, omitted).
    """

    COMMIT = "commit", pgettext_lazy("forecast", "Commit")
    BEST = "best", pgettext_lazy("forecast", "Best case")
    PIPELINE = "pipeline", pgettext_lazy("forecast", "Pipeline")
    OMITTED = "omitted", pgettext_lazy("forecast", "Omitted")


class ForecastDay(models.Model):
    """What the deals of one owner, department and unit promised a period, as the night of a day saw it.

    Sums in `currency`: `fact` is won within the period, `commit` and `best` are fact and the open deals of these
    categories, `weighted` is fact and every open deal by its chance. The columns of access stand in the row as they
    stand in a deal, so who may see the deals may see their past. Rows are only added, once a day.
    """

    on = models.DateField()
    span = models.CharField(max_length=7, choices=PlanSpan)
    first = models.DateField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, related_name="+", db_index=False)
    currency = models.CharField(max_length=3)
    fact = models.DecimalField(max_digits=18, decimal_places=2)
    commit = models.DecimalField(max_digits=18, decimal_places=2)
    best = models.DecimalField(max_digits=18, decimal_places=2)
    weighted = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("forecast of a day")
        constraints = (
            begins_its_span("forecast_day_first"),
            models.CheckConstraint(
                condition=Q(fact__gte=0, commit__gte=F("fact"), best__gte=F("commit"), weighted__gte=F("fact")),
                name="forecast_day_grows",
            ),
            models.UniqueConstraint(
                fields=("span", "first", "on", "owner", "department", "unit", "currency"),
                name="forecast_day_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.span} {self.first}"


class PlannedDay(models.Model):
    """The plan of a period as the night of a day saw it, in the company's currency; whom it is for as in a plan."""

    on = models.DateField()
    span = models.CharField(max_length=7, choices=PlanSpan)
    first = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", db_index=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+", db_index=False)
    unit = models.ForeignKey(BusinessUnit, models.PROTECT, null=True, related_name="+", db_index=False)
    value = models.DecimalField(max_digits=18, decimal_places=2)

    class Meta:
        verbose_name = _("plan of a day")
        constraints = (
            begins_its_span("planned_day_first"),
            for_one_only("planned_day_for_one"),
            models.UniqueConstraint(
                fields=("span", "first", "on", "user", "department", "unit"),
                name="planned_day_once",
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"{self.on}: {self.value}"
