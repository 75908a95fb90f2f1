"""Live events: actions say what changed, open pages hear it if the person may see the record."""

from voronka.core.live.publish import publish, publish_many
from voronka.core.live.visibility import decide_by, decide_for

__all__ = ["decide_by", "decide_for", "publish", "publish_many"]
