"""The only way out to other machines: public addresses, no redirects, limits on time and size."""

from voronka.core.outbound.addresses import NotAllowed
from voronka.core.outbound.request import Answer, OutboundError, TooBig, Unreachable, request

__all__ = ["Answer", "NotAllowed", "OutboundError", "TooBig", "Unreachable", "request"]
