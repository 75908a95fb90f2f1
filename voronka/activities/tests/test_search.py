"""The text of the history is found: by stems, with typing errors, by those who see its card, at its place there."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import User
from voronka.activities.actions import interactions, tasks
from voronka.activities.models import HistoryEntry, InteractionType
from voronka.activities.subjects import ref
from voronka.people.kinds import ORGANIZATION
from voronka.records import actions
from voronka.records.models import SearchPassage, SearchWord
from voronka.records.search import passages, words
from voronka.records.search.query import RECORDS, TEXTS, find
from voronka.records.tests.test_card import NOW, firm

pytestmark = pytest.mark.req("H10")


def said(about: Any, by: User, text: str, days: int = 0) -> Any:
    """A contact with a client, so many days ago."""
    kind = InteractionType.objects.get(code="call")
    at = NOW - timedelta(days=days)
    return interactions.log(subject=about, type=kind, text=text, happened_at=at, by=by, at=NOW).interaction


@pytest.mark.own_sql
@pytest.mark.parametrize(
    "text", ["скидку", "скидки", "СКИДКА вторую", "crblrf", "скитку", "skidku", "вторая партия", "партии скидка"]
)
@pytest.mark.req("X5")
def test_a_text_is_found_by_its_words_in_any_form(seller: User, text: str) -> None:
    client = firm(seller)
    entry = said(client, seller, "Просят скидку на вторую партию.")
    said(client, seller, "Перезвонить в среду.")
    hits = find(text, seller)
    assert [(hit.record_id, hit.title, hit.what) for hit in hits] == [(entry.pk, "Ромашка", "Звонок")], hits
    assert any(part.is_marked for part in hits[0].reason)
    assert (hits[0].at, hits[0].by) == (NOW, str(seller))


def test_it_leads_to_its_place_on_the_card(client: Client, seller: User) -> None:
    about = firm(seller)
    entry = said(about, seller, "Уезжает на Байкал", days=400)
    for number in range(40):
        said(about, seller, "Не берёт трубку", days=number)
    place = HistoryEntry.objects.get(interaction=entry).pk
    assert find("байкал", seller)[0].url == f"{about.get_absolute_url()}?entry={place}#entry-{place}"
    client.force_login(seller)
    address = reverse("activities:history", args=["organization", about.pk])
    assert "Байкал" not in client.get(address, headers={"HX-Request": "true"}).content.decode()
    page = client.get(f"{address}?entry={place}", headers={"HX-Request": "true"}).content.decode()
    assert f'id="entry-{place}"' in page
    assert "С самой новой записи" in page
    for odd in ("0", "x", "9" * 30):
        assert client.get(f"{address}?entry={odd}", headers={"HX-Request": "true"}).status_code == 200


@pytest.mark.req("E1")
def test_only_those_who_see_the_card_find_it(seller: User, colleague: User, outsider: User, head: User) -> None:
    said(firm(seller), seller, "Просят скидку")
    for user, count in ((seller, 1), (colleague, 1), (head, 1), (outsider, 0)):
        assert len(find("скидка", user)) == len(find("скитка", user)) == count


@pytest.mark.req("E1")
def test_many_foreign_texts_do_not_hide_an_own_one(seller: User, outsider: User) -> None:
    mine, foreign = firm(seller), firm(outsider)
    own = said(mine, seller, "Просят скидку", days=300)
    for number in range(70):
        said(foreign, outsider, "Просят скидку", days=number)
    assert [hit.record_id for hit in find("скидка", seller)] == [own.pk]


def test_it_follows_what_is_changed_and_erased(seller: User) -> None:
    entry = said(firm(seller), seller, "Просят скидку")
    interactions.edit(interaction=entry, changes={"text": "Ждут рассрочку"}, by=seller, at=NOW)
    assert not find("скидка", seller)
    assert len(find("рассрочка", seller)) == 1
    interactions.delete(interaction=entry, by=seller, at=NOW)
    assert not find("рассрочка", seller)
    assert not SearchPassage.objects.exists()
    assert SearchWord.objects.filter(word="рассрочку").exists()
    words.prune()
    assert not SearchWord.objects.filter(word="рассрочку").exists()
    assert SearchWord.objects.filter(word="ромашка").exists()


def test_erasing_a_client_erases_its_texts(seller: User) -> None:
    about = firm(seller)
    said(about, seller, "Просят скидку")
    actions.delete(kind=ORGANIZATION, ids=[about.pk], by=seller, at=NOW)
    assert not find("скидка", seller)
    assert not SearchPassage.objects.exists()


def test_the_note_of_a_task_is_found_and_its_title_too(seller: User) -> None:
    made = tasks.create(values={"title": "Позвонить", "note": "Уточнить про хопперы"}, by=seller, at=NOW)
    by_note, by_title = find("хоппер", seller), find("позвонить", seller)
    assert [(hit.is_passage, hit.url, hit.what) for hit in by_note] == [(True, made.get_absolute_url(), "Позвонить")]
    assert [(hit.is_passage, hit.title) for hit in by_title] == [(False, "Позвонить")]
    assert find("позвонить", seller, only=TEXTS) == find("хоппер", seller, only=RECORDS) == []


@pytest.mark.req("E1")
def test_a_task_says_whom_it_is_about_to_those_who_see_the_client(seller: User, outsider: User) -> None:
    client = firm(seller)
    values = {"title": "Согласовать договор", "subject": ref(client)}
    tasks.create(values={**values, "owner": outsider.pk}, by=seller, at=NOW)
    ((mine,), (theirs,)) = (find("согласовать договор", user, only=RECORDS) for user in (seller, outsider))
    assert (mine.subtitle, theirs.subtitle) == (str(client), "")


def test_the_page_and_the_line_show_it(client: Client, seller: User, outsider: User) -> None:
    said(firm(seller), seller, "Просят <b>скидку</b> на партию")
    for user, count in ((seller, 1), (outsider, 0)):
        client.force_login(user)
        line = client.get("/search/?q=скидка", headers={"HX-Request": "true", "HX-Target": "command-results"})
        for answer in (line, client.get("/search/?q=скидка"), client.get("/search/?q=скидка&kind=history&page=1")):
            assert answer.content.decode().count("<mark>скидку</mark>") == count
            assert "<b>" not in answer.content.decode()
    client.force_login(seller)
    for odd in ("kind=x", "kind=history&page=0", "kind=history&page=99999999999999999999", "kind=person&page=x"):
        assert client.get(f"/search/?q=скидка&{odd}").status_code == 200


@pytest.mark.parametrize("window", [2, 50])
def test_a_number_in_parts_is_found_however_many_texts_begin_so(
    seller: User, window: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(passages, "WINDOWS", (window, window))
    about = firm(seller)
    for number in range(6):
        said(about, seller, f"Счёт 2024 9{number}", days=number + 1)
    wanted = [said(about, seller, f"Счёт 2024 1{number}", days=number + 9) for number in range(2)]
    said(about, seller, "Счёт 20241 1")
    assert [hit.record_id for hit in find("2024 1", seller, only=TEXTS)] == [one.pk for one in wanted]
