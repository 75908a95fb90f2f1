"""What programs may do with leads, deals and pipelines beyond what every kind of record has."""

from voronka.sales.api import gate  # noqa: F401  # adds to the router of deals
from voronka.sales.api.deeds import deals, leads, pipelines

__all__ = ["deals", "leads", "pipelines"]
