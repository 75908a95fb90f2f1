"""Who may hear live events: whoever may see the record."""

from voronka.accounts.models import Action, User
from voronka.records import access, kinds


def may_hear(user_id: int, kind_name: str, record_id: int | None) -> bool:
    """Whether this person may see the record, or, without an id, records of the kind at all."""
    user = User.objects.filter(pk=user_id, is_active=True).first()
    try:
        kind = kinds.get(kind_name)
    except KeyError:
        return False
    if user is None:
        return False
    if record_id is None:
        return access.may(user, Action.VIEW, kind)
    return access.visible(kind, user).filter(pk=record_id).exists()
