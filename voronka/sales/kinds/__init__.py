"""What sales gives to the registry of kinds."""

from voronka.sales.kinds.deals import DEAL
from voronka.sales.kinds.leads import LEAD

__all__ = ["DEAL", "LEAD"]
