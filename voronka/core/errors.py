"""What an action may say instead of doing: translated, safe to show, mapped to HTTP in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


class ActionError(Exception):
    """Base of all refusals; `str(error)` is a translated sentence for the user."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refused(ActionError):
    """The rules of the business say no; `field` names the input, `fields` says what of which. HTTP 422."""

    def __init__(self, message: str, *, field: str = "", fields: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.field = field or next(iter(fields or ()), "")
        self.fields = {name: said for name, said in (fields or {field: message}).items() if name}

    @property
    def told(self) -> dict[str, str]:
        """The sentences by input, for a form; what is about none stands under an empty name."""
        return self.fields or {"": self.message}

    def under(self, kind: str) -> "Refused":
        """The same of a form that holds several records: its inputs are named `person-last_name`."""
        return Refused(self.message, fields={f"{kind}-{name}": said for name, said in self.fields.items()})


class Forbidden(ActionError):
    """The person may see the record but not do this to it. HTTP 403."""


class NotFound(ActionError):
    """Absent, or not for this person: both answer the same, and mostly in the same words. HTTP 404."""

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("There is no such record, or it is not for you."))


@dataclass(frozen=True, kw_only=True)
class Clash:
    """One field that somebody else changed meanwhile: their value and the one that was to be saved."""

    field: str
    label: str
    theirs: Any
    yours: Any


class Conflict(ActionError):
    """The record changed since it was read; carries what stands now so that both can be shown. HTTP 409."""

    def __init__(self, message: str, *, version: int, clashes: tuple[Clash, ...] = ()) -> None:
        super().__init__(message)
        self.version = version
        self.clashes = clashes
