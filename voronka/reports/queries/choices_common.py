"""What the common funnel can be narrowed by, of what this person knows."""

from dataclasses import dataclass

from django.db.models import TextField, Value
from django.utils.translation import gettext as _

from voronka.accounts.models import Department, User
from voronka.marketing.models import Campaign
from voronka.records.field_rules import hides
from voronka.records.models import Classifier
from voronka.reports.queries import choices
from voronka.reports.queries.choices import Options
from voronka.reports.queries.chosen import NO_UNIT
from voronka.sales.kinds import DEAL
from voronka.sales.queries.macro_stages import known


@dataclass(frozen=True, kw_only=True)
class Narrowing:
    """Lists of the form; units and pipelines only with a deal that the person may see."""

    units: Options
    pipelines: Options
    departments: Options
    owners: Options
    sources: Options
    campaigns: Options


def narrowing(by: User) -> Narrowing:
    """Three queries, and one for sources that this process has not read yet."""
    pipelines, named = list(known(by).select_related("unit")), _named()
    units = {one.unit_id or NO_UNIT: one.unit.name if one.unit else _("No unit") for one in pipelines}
    is_open = {name: not hides(by, DEAL, name) for name in ("department", "owner", "source", "campaign")}
    return Narrowing(
        units=[("", _("All units")), *((str(pk), name) for pk, name in units.items())],
        pipelines=[("", _("All pipelines")), *((str(one.pk), one.name) for one in pipelines)],
        departments=[("", _("All departments")), *(named["department"] if is_open["department"] else [])],
        owners=[("", _("Everybody")), *(choices.users() if is_open["owner"] else [])],
        sources=[("", _("All sources")), *(choices.values(Classifier.SOURCE) if is_open["source"] else [])],
        campaigns=[("", _("All campaigns")), *(named["campaign"] if is_open["campaign"] else [])],
    )


def departments() -> Options:
    """All departments; one counts with those below it."""
    return [(str(pk), name) for pk, name in Department.objects.values_list("pk", "name")]


def _named() -> dict[str, Options]:
    """Departments and campaigns by name, in one query."""
    found: dict[str, Options] = {"department": [], "campaign": []}
    one, other = (
        model.objects.order_by().values_list(Value(sort, output_field=TextField()), "pk", "name")
        for model, sort in ((Department, "department"), (Campaign, "campaign"))
    )
    for sort, pk, name in sorted(one.union(other, all=True), key=lambda row: row[2].casefold()):
        found[sort].append((str(pk), name))
    return found
