"""Reports through the API."""

from voronka.reports.api import forecast  # noqa: F401  # adds to the router
from voronka.reports.api.funnels import router

__all__ = ["router"]
