"""A company as a register tells it, whatever service was asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Whether the company goes on."""

    ACTIVE = "active", _("active")
    REORGANIZING = "reorganizing", _("being reorganized")
    LIQUIDATING = "liquidating", _("being wound up")
    LIQUIDATED = "liquidated", _("wound up")
    BANKRUPT = "bankrupt", _("bankrupt")


@dataclass(frozen=True, kw_only=True)
class Company:
    """Raw values by field of a legal entity, none of them empty; `state` is empty when the service does not tell."""

    values: Mapping[str, str] = field(default_factory=dict)
    state: str = ""

    @property
    def warning(self) -> str:
        """What to know before dealing with it; empty for a company that goes on."""
        return "" if self.state in {"", State.ACTIVE} else str(State(self.state).label)


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which company is asked for, and how the service is reached; `seconds` is the most to wait."""

    inn: str
    kpp: str
    url: str
    token: str
    seconds: float


# A service: asks for one company. Raises Refused, in words for whoever pressed the button.
type Service = Callable[[Question], Company]
