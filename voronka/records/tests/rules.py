"""What the tests of field rules share: giving a right, demanding a field, and a person loaded anew."""

from collections.abc import Callable

from voronka.accounts.models import User

type Rule = Callable[..., None]
type Demand = Callable[..., None]


def fresh(user: User) -> User:
    """The person as the next request loads them."""
    return User.objects.get(pk=user.pk)
