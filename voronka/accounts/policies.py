"""Who may change whom and what in the company's settings."""

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext as _

from voronka.accounts.models import User
from voronka.core.errors import Forbidden


def may_manage_company(user: User | AnonymousUser) -> bool:
    """Only an administrator manages users, departments, units and roles."""
    return user.is_authenticated and user.is_active and user.is_superuser


def require_administrator(by: User) -> None:
    """Raise Forbidden for anybody but an administrator."""
    if not may_manage_company(by):
        raise Forbidden(_("Only an administrator may do this."))


def require_self_or_administrator(by: User, user: User) -> None:
    """Raise Forbidden unless one acts on oneself or is an administrator."""
    if by.pk != user.pk:
        require_administrator(by)
