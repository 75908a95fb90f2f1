"""Search and the day by the API."""

from datetime import timedelta

from django.utils import timezone

from voronka.accounts.models import User
from voronka.activities.actions import tasks
from voronka.activities.tests.program import Program
from voronka.people.kinds import ORGANIZATION
from voronka.records import actions


def test_search_and_the_day(seller: User, outsider: User) -> None:
    at = timezone.now()
    record = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=seller, at=at)
    tasks.create(values={"title": "Просрочено", "due_at": at - timedelta(days=1)}, by=seller, at=at)
    found = Program(seller).get("/search?q=hjvfirf").json()
    assert [(hit["kind"], hit["id"]) for hit in found] == [("organization", record.pk)]
    assert found[0]["marks"] == [{"text": "Ромашка", "is_marked": True}]
    assert (found[0]["why"], found[0]["snippet"], found[0]["at"]) == ("", [], None)
    assert Program(outsider).get("/search?q=ромашка").json() == []
    said = {"title": "Отгрузка", "note": "Ждут тестомес", "subject": f"organization:{record.pk}"}
    assert Program(seller).post("/tasks", said).status_code == 201
    text = Program(seller).get("/search?q=тестомесы&only=texts").json()[0]
    assert [part["text"] for part in text["snippet"] if part["is_marked"]] == ["тестомес"]
    assert (text["kind"], text["title"], text["by"]) == ("task", "Ромашка", str(seller))
    day = Program(seller).get("/my-day").json()
    assert [(task["title"], task["is_overdue"]) for task in day["tasks"]] == [("Просрочено", True)]
    assert Program(outsider).get("/my-day?of=team").json() == {"tasks": [], "leads": [], "deals": []}
