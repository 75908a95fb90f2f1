"""What activities gives to the registry of kinds."""

from voronka.activities.kinds.interactions import INTERACTION
from voronka.activities.kinds.tasks import TASK

__all__ = ["INTERACTION", "TASK"]
