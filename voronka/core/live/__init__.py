"""Live events: actions say what changed, open pages hear it."""

from voronka.core.live.publish import publish

__all__ = ["publish"]
