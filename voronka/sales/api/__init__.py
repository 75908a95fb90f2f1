"""What programs may do with leads, deals and pipelines beyond what every kind of record has."""

from voronka.sales.api import (  # noqa: F401  # add to the routers of deals and of pipelines
    economics,
    gate,
    signals,
    stage_method,
)
from voronka.sales.api.chances import probability
from voronka.sales.api.deeds import deals, pipelines
from voronka.sales.api.leads import leads
from voronka.sales.api.macro_stages import macro_stages
from voronka.sales.api.payments import bonuses
from voronka.sales.api.plans import plans
from voronka.sales.api.registrations import registrations

__all__ = ["bonuses", "deals", "leads", "macro_stages", "pipelines", "plans", "probability", "registrations"]
