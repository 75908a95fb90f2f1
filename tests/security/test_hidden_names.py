"""A seller whose deal belongs to a client of somebody else reads the client's name nowhere."""

import base64
from datetime import UTC, datetime
from typing import Any

import pytest
from django.urls import reverse

from tests.security.hostile import Guest
from voronka.accounts.models import User
from voronka.activities.queries.titles import named
from voronka.activities.subjects import ref
from voronka.core.errors import Conflict, Forbidden
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import LegalEntity
from voronka.records import access, actions
from voronka.records.search.query import find
from voronka.sales import defaults
from voronka.sales.kinds import DEAL
from voronka.sales.models import Deal

pytestmark = pytest.mark.req("E1")
NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
FIRM, FACE = "Тайнополис", "Скрытников"


@pytest.fixture
def deal(seller: User, outsider: User, head: User) -> Deal:
    """Of the seller, for a client and with a person of somebody from another department."""
    defaults.ensure()
    firm = actions.create(kind=ORGANIZATION, values={"name": FIRM}, by=outsider, at=NOW)
    face = actions.create(kind=PERSON, values={"last_name": FACE, "organization": firm.pk}, by=outsider, at=NOW)
    made: Deal = actions.create(kind=DEAL, values={"name": "Поставка"}, by=seller, at=NOW)
    changes = {"organization": firm.pk, "person": face.pk}
    changed: Deal = actions.update(record=made, changes=changes, by=head, at=NOW)
    return changed


def test_no_page_and_no_answer_tells_it(deal: Deal, seller: User, head: User) -> None:
    asked, known = Guest(seller), Guest(head)
    pages = [
        reverse("home:day"), reverse("sales:board"), reverse("deal:list"), deal.get_absolute_url(),
        f"{deal.get_absolute_url()}?tab=changes", f"{reverse('deal:lookup')}?q=Поставка", reverse("deal:lookup"),
        f"{reverse('home:search')}?q=Поставка", f"{reverse('deal:list')}?sort=organization",
    ]  # fmt: skip
    answers = [
        "deals",
        f"deals/{deal.pk}",
        f"deals/{deal.pk}/changes",
        "deals?sort=organization&limit=1",
        "search?q=Поставка",
    ]
    for guest, tells in ((asked, False), (known, True)):
        texts = [guest.client.get(page).content.decode() for page in pages]
        texts += [guest.api("GET", path).content.decode().encode().decode("unicode_escape") for path in answers]
        found = [FIRM.lower() in text.lower() or FACE.lower() in text.lower() for text in texts]
        assert any(found) is tells


def test_the_mark_of_a_page_does_not_carry_it(deal: Deal, seller: User, head: User) -> None:
    for user, tells in ((seller, False), (head, True)):
        actions.create(kind=DEAL, values={"name": "Другая"}, by=user, at=NOW)
        mark = Guest(user).api("GET", "deals?sort=organization&limit=1").json()["next"]
        key = base64.urlsafe_b64decode(mark + "==").decode("unicode_escape").lower()
        assert (FIRM.lower() in key) is tells


def test_search_does_not_find_by_it(deal: Deal, seller: User, head: User) -> None:
    for user, tells in ((seller, False), (head, True)):
        assert [hit.record_id for hit in find(FIRM, user, names=["deal"])] == ([deal.pk] if tells else [])
        for name, found in ((FIRM, tells), ("Поставка", True)):
            listed = Guest(user).api("GET", f"deals?q={name}").json()["items"]
            assert [one["id"] for one in listed] == ([deal.pk] if found else [])
        hit = find("Поставка", user)[0]
        assert (hit.subtitle, named([ref(deal)], user)[ref(deal)].subtitle) == ((FIRM,) * 2 if tells else ("", ""))


def test_a_conflict_does_not_show_it(deal: Deal, seller: User, outsider: User) -> None:
    mine = actions.create(kind=ORGANIZATION, values={"name": "Мой"}, by=seller, at=NOW)
    with pytest.raises(Conflict) as told:
        actions.update(record=deal, changes={"organization": mine.pk}, by=seller, at=NOW, version=1)
    assert (told.value.clashes[0].theirs, told.value.clashes[0].yours) == ("", "Мой")


def test_an_empty_input_does_not_cut_the_hidden_link(deal: Deal, seller: User, head: User) -> None:
    kept: Any = actions.update(record=deal, changes={"organization": None, "note": "x"}, by=seller, at=NOW)
    assert (kept.organization.name, kept.note) == (FIRM, "x")
    assert actions.update(record=deal, changes={"organization": None}, by=head, at=NOW).organization is None


def test_a_legal_entity_needs_a_right_to_it_and_to_its_organization(
    seller: User, outsider: User, own_role: Any
) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": FIRM}, by=outsider, at=NOW)
    made = actions.create(kind=LEGAL_ENTITY, values={"name": "ООО", "organization": firm.pk}, by=outsider, at=NOW)
    with pytest.raises(Forbidden):
        actions.create(kind=LEGAL_ENTITY, values={"name": "Чужое", "organization": firm.pk}, by=seller, at=NOW)
    assert LegalEntity.objects.count() == 1
    own_role.grants.filter(kind="legal_entity").delete()
    assert not access.visible(LEGAL_ENTITY, User.objects.get(pk=outsider.pk)).filter(pk=made.pk).exists()


def test_whoever_may_choose_a_campaign_is_offered_it(seller: User, own_role: Any, admin: User) -> None:
    own_role.grants.filter(kind="campaign").delete()
    Guest(admin).api("POST", "campaigns", {"name": "Выставка"})
    assert [one["text"] for one in Guest(seller).client.get(reverse("campaign:lookup")).json()] == ["Выставка"]
