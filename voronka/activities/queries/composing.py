"""What the composer of a card offers: types, open steps, colleagues."""

from voronka.accounts.models import User
from voronka.activities.models import InteractionType


def active_types() -> list[InteractionType]:
    """The types in use, in their order."""
    return list(InteractionType.objects.filter(is_active=True))


def colleagues() -> list[tuple[int, str]]:
    """(id, name) of everybody who works here now."""
    return [(user.pk, user.full_name) for user in User.objects.filter(is_active=True)]


def likely_type(title: str, types: list[InteractionType]) -> InteractionType | None:
    """The type that a task's title speaks of: «Позвонить Иванову» is a call («Звонок»)."""
    words = title.lower()
    for one in types:
        name = one.name.lower()
        if name[: max(4, len(name) // 2)] in words:
            return one
    return None
