"""Legal entities of clients that are merged: one default is left, and an undo gives every client its own back."""

from datetime import timedelta

import pytest

from voronka.accounts.models import User
from voronka.people.actions import bank_accounts, legal_entities
from voronka.people.kinds import ORGANIZATION
from voronka.people.models import BankAccount, LegalEntity, Organization
from voronka.people.tests.accounts import BIC, account
from voronka.people.tests.test_legal_entities import entity
from voronka.records import actions
from voronka.records.actions import merges
from voronka.records.models import Merge
from voronka.records.tests.test_card import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.req("B12", "X4")]


@pytest.fixture
def clients(head: User) -> list[Organization]:
    """Two clients with two legal entities each; the second of the second one is its default."""
    found = []
    for name in ("Ромашка", "ООО «Ромашка»"):
        made = actions.create(kind=ORGANIZATION, values={"name": name}, by=head, at=NOW)
        for form in ("ООО", "ИП"):
            one = entity(head, made, name=f"{form} {name}")
            bank_accounts.add(entity=one, values={"number": account(1), "bic": BIC}, by=head, at=NOW)
        found.append(made)
    legal_entities.make_default(entity=LegalEntity.objects.get(name="ИП ООО «Ромашка»"), by=head, at=NOW)
    return found


def standing() -> dict[str, tuple[int, bool]]:
    """Client and default of every legal entity."""
    return {one.name: (one.organization_id, one.is_default) for one in LegalEntity.objects.all()}


def merged(clients: list[Organization], into: Organization, by: User) -> Merge:
    ids = [one.pk for one in clients]
    return merges.merge(kind=ORGANIZATION, ids=ids, into=into.pk, values={}, by=by, at=NOW)


@pytest.mark.parametrize("winner", [0, 1])
def test_an_undo_gives_the_defaults_back(clients: list[Organization], head: User, winner: int) -> None:
    before, into = standing(), clients[winner]
    assert before["ООО Ромашка"] == (clients[0].pk, True)
    assert before["ИП ООО «Ромашка»"] == (clients[1].pk, True)
    done = merged(clients, into, head)
    after = standing()
    assert {client for client, _default in after.values()} == {into.pk}
    kept = "ИП ООО «Ромашка»" if winner else "ООО Ромашка"
    assert [name for name, (_client, is_default) in after.items() if is_default] == [kept]
    merges.undo(merge=done.pk, by=head, at=NOW + timedelta(days=3))
    assert standing() == before
    assert BankAccount.objects.filter(is_default=True).count() == 4


def test_a_default_chosen_after_the_merge_stays_one_of_its_client(clients: list[Organization], head: User) -> None:
    done = merged(clients, clients[0], head)
    chosen = LegalEntity.objects.get(name="ИП Ромашка")
    legal_entities.make_default(entity=chosen, by=head, at=NOW)
    merges.undo(merge=done.pk, by=head, at=NOW + timedelta(days=3))
    defaults = LegalEntity.objects.filter(is_default=True).order_by("organization_id").values_list("name", flat=True)
    assert list(defaults) == ["ИП Ромашка", "ИП ООО «Ромашка»"]
