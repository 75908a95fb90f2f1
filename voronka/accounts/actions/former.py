"""Employees out of another program: known ones are found, the others become people who may not sign in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import ProtectedError

from voronka.accounts.models import User
from voronka.accounts.names import clean_email, clean_name
from voronka.accounts.policies import require_administrator
from voronka.core.errors import Refused


@dataclass(frozen=True, kw_only=True)
class Named:
    """An employee as another program names them; a name in one piece stands in either part."""

    email: str
    first_name: str
    last_name: str

    @property
    def parts(self) -> tuple[str, str]:
        """First and last name; of a name in one piece the first word is the first name."""
        if self.first_name and self.last_name:
            return self.first_name, self.last_name
        first, _space, last = (self.first_name or self.last_name).partition(" ")
        return first, last


@dataclass(frozen=True, kw_only=True)
class Enlisted:
    """Who it is here, made just now or known before; or why nobody can be made of it."""

    user: User | None = None
    is_made: bool = False
    problem: str = ""


@transaction.atomic
def enlist(*, people: Iterable[Named], by: User) -> list[Enlisted]:
    """Find each by e-mail, then by name; make the others, switched off and without a password, so that nobody enters.

    Records keep their true owners by it. An administrator may later switch such a person on, or hand the records over.
    """
    require_administrator(by)
    users = list(User.objects.order_by("-is_active", "pk"))
    by_email = {user.email.lower(): user for user in reversed(users)}
    by_name = {user.full_name.lower(): user for user in reversed(users)}
    found = []
    for one in people:
        first, last = one.parts
        user = by_email.get(one.email.strip().lower()) or by_name.get(f"{first} {last}".strip().lower())
        made = Enlisted(user=user) if user else _made(one, by)
        if made.user:
            by_email[made.user.email] = by_name[made.user.full_name.lower()] = made.user
        found.append(made)
    return found


@transaction.atomic
def dismiss(*, ids: Iterable[int], by: User) -> int:
    """Take out people who were enlisted, as far as nothing refers to them and nobody switched them on; how many."""
    require_administrator(by)
    count = 0
    for user in User.objects.filter(pk__in=list(ids), is_active=False, last_login=None):
        try:
            with transaction.atomic():
                user.delete()
                count += 1
        except ProtectedError:  # records have this owner
            continue
    return count


def _made(one: Named, by: User) -> Enlisted:
    first, last = one.parts
    try:
        user = User(
            email=clean_email(one.email),
            first_name=clean_name(first, field="first_name", limit=80, required=True),
            last_name=clean_name(last, field="last_name", limit=80, required=False),
            language=by.language,
            is_active=False,
        )
    except Refused as refusal:
        return Enlisted(problem=refusal.message)
    user.set_unusable_password()
    user.save()
    return Enlisted(user=user, is_made=True)
