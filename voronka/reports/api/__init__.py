"""Reports through the API."""

from voronka.reports.api import forecast, leads, selling, time_spent  # noqa: F401  # add to the router
from voronka.reports.api.funnels import router

__all__ = ["router"]
