"""Who works here: people, where they sit, what they may."""

from voronka.accounts.models.arrangement import Arrangement
from voronka.accounts.models.calendar import Absence, SpecialDay, WorkingDay
from voronka.accounts.models.places import BusinessUnit, Department
from voronka.accounts.models.roles import Action, Grant, Role, Scope
from voronka.accounts.models.setup import SetupLink
from voronka.accounts.models.tokens import ApiToken
from voronka.accounts.models.users import Theme, User

__all__ = [
    "Absence",
    "Action",
    "ApiToken",
    "Arrangement",
    "BusinessUnit",
    "Department",
    "Grant",
    "Role",
    "Scope",
    "SetupLink",
    "SpecialDay",
    "Theme",
    "User",
    "WorkingDay",
]
