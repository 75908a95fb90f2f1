"""The tables of marketing."""

from voronka.marketing.models.campaigns import Campaign

__all__ = ["Campaign"]
