"""Types of interactions: the usual ones, and those that a company makes."""

import pytest

from voronka.accounts.models import User
from voronka.activities.actions import types
from voronka.activities.models import InteractionType
from voronka.core.errors import Forbidden, Refused


@pytest.mark.req("E6")
def test_a_fresh_installation_has_the_usual_types(db: None) -> None:
    codes = list(InteractionType.objects.values_list("code", flat=True))
    assert codes == ["call", "meeting", "letter", "demonstration", "materials", "offer", "note"]
    types.defaults()
    assert InteractionType.objects.count() == 7


def test_an_administrator_adds_and_arranges(admin: User) -> None:
    made = types.create(values={"name": " Выставка ", "icon": "store", "default_minutes": 120}, by=admin)
    assert (made.name, made.code, made.position) == ("Выставка", "type", 8)
    types.arrange(ids=[made.pk], by=admin)
    assert InteractionType.objects.first() == made
    types.update(type=made, values={"is_active": False}, by=admin)
    assert not InteractionType.objects.get(pk=made.pk).is_active


def test_wrong_types_are_refused(admin: User, call: InteractionType) -> None:
    for name in ("", " ", "x" * 81, call.name.upper()):
        with pytest.raises(Refused):
            types.create(values={"name": name}, by=admin)
    InteractionType.objects.exclude(pk=call.pk).update(is_active=False)
    with pytest.raises(Refused):
        types.update(type=call, values={"is_active": False}, by=admin)


def test_others_may_not(head: User, call: InteractionType) -> None:
    with pytest.raises(Forbidden):
        types.create(values={"name": "Выставка"}, by=head)
    with pytest.raises(Forbidden):
        types.update(type=call, values={"name": "Дзинь"}, by=head)
    with pytest.raises(Forbidden):
        types.arrange(ids=[], by=head)
