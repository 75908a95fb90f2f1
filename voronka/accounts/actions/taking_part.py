"""Whether single records are shared with somebody is marked on the person, so that nobody else is asked about it."""

from collections.abc import Callable

from django.db import transaction

from voronka.accounts.models import User


@transaction.atomic
def begin(user_id: int) -> None:
    """Something is shared with this person, who is held meanwhile: an end at the same moment must see what began."""
    person = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if person and not person.takes_part:
        person.takes_part = True
        person.save(update_fields=["takes_part"])


@transaction.atomic
def end(user_id: int, *, still: Callable[[], bool]) -> None:
    """Something is no longer shared; `still` says whether anything else is. The person is held while it is asked."""
    person = User.objects.select_for_update(no_key=True).filter(pk=user_id).first()
    if person and person.takes_part and not still():
        person.takes_part = False
        person.save(update_fields=["takes_part"])
