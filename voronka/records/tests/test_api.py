"""The API of every kind: four cases per operation, mass assignment, idempotency, conflicts."""

import json
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from voronka.accounts.actions import tokens
from voronka.accounts.models import User
from voronka.people.models import Organization, Person

URL = "/api/v1/persons"


class Caller:
    """A program with somebody's token."""

    def __init__(self, user: User, **headers: str) -> None:
        _token, plain = tokens.issue(user=user, name="test", at=timezone.now())
        self.client = Client(headers={"Authorization": f"Bearer {plain}", "Accept-Language": "en", **headers})

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
        data = json.dumps(body) if body is not None else ""
        answer = self.client.generic(method, path, data, content_type="application/json", headers=headers)
        return answer.status_code, json.loads(answer.content) if answer.content else None


@pytest.fixture
def mine(seller: User) -> Caller:
    return Caller(seller)


def make(caller: Caller, **body: Any) -> dict[str, Any]:
    status, made = caller.send("POST", URL, {"last_name": "Иванов", **body})
    assert status == 201, made
    return dict(made)


@pytest.mark.req("B2")
def test_create_gives_the_record_as_stored(mine: Caller, seller: User) -> None:
    made = make(mine, first_name="Иван", phones=["8 903 123-45-67"])
    assert made["name"] == "Иванов Иван"
    assert made["phones"] == ["+79031234567"]
    assert made["owner"] == {"id": seller.pk, "name": "Иван Громов"}
    assert made["version"] == 1
    assert made["url"] == f"/persons/{made['id']}/"


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phones": ["abc"]}, "phones"),
        ({"organization": 999}, "organization"),
        ({"organization": "x"}, "organization"),
        ({"owner_id": 1}, "owner_id"),
        ({"created_at": "2020-01-01T00:00:00Z"}, "created_at"),
        ({"created_by": 1}, "created_by"),
        ({"version": 7}, "version"),
        ({"id": 7}, "id"),
        ({"first_name": "", "last_name": ""}, "last_name"),
    ],
)
def test_create_refuses_bad_input_and_what_is_not_given_by_hand(mine: Caller, body: Any, field: str) -> None:
    status, problem = mine.send("POST", URL, {"last_name": "Иванов", **body})
    assert (status, problem["error"]) == (422, "refused")
    assert field in problem["fields"], problem
    assert Person.objects.count() == 0


def test_create_without_a_required_field_says_which(mine: Caller) -> None:
    status, problem = mine.send("POST", "/api/v1/organizations", {})
    assert (status, list(problem["fields"])) == (422, ["name"])


def test_broken_json_is_a_clear_message(mine: Caller) -> None:
    answer = mine.client.post(URL, "{", content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["error"] == "bad_request"


@pytest.mark.req("B2")
def test_the_same_key_makes_one_record(mine: Caller) -> None:
    sent = [mine.send("POST", URL, {"last_name": "Один"}, **{"Idempotency-Key": "k1"}) for _ in range(3)]
    assert {status for status, _made in sent} == {201}
    assert len({made["id"] for _status, made in sent}) == Person.objects.count() == 1


def test_link_to_a_foreign_record_is_refused(mine: Caller, outsider: User) -> None:
    status, theirs = Caller(outsider).send("POST", "/api/v1/organizations", {"name": "Тайна"})
    assert status == 201
    status, problem = mine.send("POST", URL, {"last_name": "Ц", "organization": theirs["id"]})
    assert (status, list(problem["fields"])) == (422, ["organization"])


def test_without_a_token_nothing_opens(client: Client, seller: User) -> None:
    client.force_login(seller)
    for method, path in (
        ("GET", URL),
        ("POST", URL),
        ("GET", f"{URL}/1"),
        ("PATCH", f"{URL}/1"),
        ("DELETE", f"{URL}/1"),
    ):
        answer = client.generic(method, path)
        assert (answer.status_code, answer.json()["error"]) == (401, "unauthorized")


@pytest.mark.req("E1")
def test_a_foreign_record_answers_like_an_absent_one(mine: Caller, colleague: User, outsider: User, head: User) -> None:
    path = f"{URL}/{make(mine)['id']}"
    for user, seen in ((colleague, 200), (head, 200), (outsider, 404)):
        caller = Caller(user)
        assert caller.send("GET", path)[0] == seen
        assert caller.send("GET", f"{path}/changes")[0] == seen
        assert len(caller.send("GET", URL)[1]["items"]) == (seen == 200)
    stranger = Caller(outsider)
    assert stranger.send("PATCH", path, {"note": "x"}) == stranger.send("PATCH", f"{URL}/999999", {"note": "x"})
    assert stranger.send("DELETE", path)[0] == stranger.send("DELETE", f"{URL}/999999")[0] == 404
    assert Person.objects.count() == 1


def test_without_the_right_it_is_forbidden(mine: Caller, own_role: Any) -> None:
    path = f"{URL}/{make(mine)['id']}"
    own_role.grants.exclude(action="view").delete()
    assert mine.send("GET", path)[0] == 200
    for method, body in (("PATCH", {"note": "x"}), ("DELETE", None)):
        status, problem = mine.send(method, path, body)
        assert (status, problem["error"]) == (403, "forbidden")
    assert mine.send("POST", URL, {"last_name": "Ц"})[0] == 403


@pytest.mark.req("B2")
def test_list_filters_finds_sorts_and_pages(mine: Caller) -> None:
    for name in ("Аист", "Белка", "Волк"):
        make(mine, last_name=name, position="зверь" if name != "Аист" else "птица")
    beasts = json.dumps({"field": "position", "op": "is", "value": "зверь"})
    _status, found = mine.send("GET", f"{URL}?sort=-name&limit=1&filter={beasts}")
    assert [one["name"] for one in found["items"]] == ["Волк"]
    assert (found["count"], found["count_capped"]) == (2, False)
    _status, rest = mine.send("GET", f"{URL}?sort=-name&limit=1&filter={beasts}&after={found['next']}")
    assert [one["name"] for one in rest["items"]] == ["Белка"]
    assert rest["next"] == ""
    assert [one["name"] for one in mine.send("GET", f"{URL}?q=бел")[1]["items"]] == ["Белка"]


@pytest.mark.parametrize(
    "query", ["filter={", "filter=1", "filter=[]&sort=password", "after=x", "limit=0", "limit=201", "limit=x"]
)
def test_senseless_questions_are_refused(mine: Caller, query: str) -> None:
    status, problem = mine.send("GET", f"{URL}?{query}")
    assert (status, problem["error"]) == (422, "refused"), problem


def test_change_of_one_field_leaves_the_others(mine: Caller) -> None:
    made = make(mine, first_name="Иван", position="инженер")
    status, changed = mine.send("PATCH", f"{URL}/{made['id']}", {"position": "директор", "version": 1})
    assert (status, changed["position"], changed["version"]) == (200, "директор", 2)
    assert changed["first_name"] == "Иван"
    status, story = mine.send("GET", f"{URL}/{made['id']}/changes")
    assert story["items"][0]["by"]["name"] == "Иван Громов"
    assert [(one["before"], one["after"]) for one in story["items"][0]["changes"]] == [("инженер", "директор")]
    assert story["items"][1]["is_creation"] is True


@pytest.mark.parametrize("body", [{"name": "x"}, {"owner_id": 1}, {"updated_at": None}, {"phones": ["x"]}])
def test_change_refuses_closed_and_wrong_fields(mine: Caller, body: Any) -> None:
    made = make(mine)
    status, problem = mine.send("PATCH", f"{URL}/{made['id']}", body)
    assert (status, list(problem["fields"])) == (422, list(body))


def test_stale_change_shows_both_values(mine: Caller) -> None:
    path = f"{URL}/{make(mine, position='инженер')['id']}"
    assert mine.send("PATCH", path, {"position": "директор", "version": 1})[0] == 200
    status, problem = mine.send("PATCH", path, {"position": "бухгалтер", "version": 1})
    assert (status, problem["error"], problem["version"]) == (409, "conflict", 2)
    clash = problem["clashes"][0]
    assert (clash["field"], clash["theirs"], clash["yours"]) == ("position", "директор", "бухгалтер")
    assert mine.send("PATCH", path, {"position": "бухгалтер", "version": problem["version"]})[0] == 200


def test_delete_erases_and_says_why_not(mine: Caller) -> None:
    _status, firm = mine.send("POST", "/api/v1/organizations", {"name": "Ромашка"})
    person = make(mine, organization=firm["id"])
    status, problem = mine.send("DELETE", f"/api/v1/organizations/{firm['id']}")
    assert (status, problem["error"]) == (422, "refused")
    assert mine.send("DELETE", f"{URL}/{person['id']}") == (204, None)
    assert mine.send("DELETE", f"/api/v1/organizations/{firm['id']}")[0] == 204
    assert not Person.objects.exists()
    assert not Organization.objects.exists()


@pytest.mark.req("B9")
def test_messages_speak_the_language_that_is_asked_for(seller: User) -> None:
    russian = Caller(seller, **{"Accept-Language": "ru"})
    assert "Фамилия" in russian.send("PATCH", f"{URL}/{make(russian)['id']}", {"last_name": "x" * 200})[1]["message"]


def test_the_list_asks_the_same_number_of_queries_however_long(
    mine: Caller, django_assert_max_num_queries: Any
) -> None:
    _status, firm = mine.send("POST", "/api/v1/organizations", {"name": "Ромашка"})
    for number in range(12):
        make(mine, last_name=f"Ф{number}", organization=firm["id"])
    with django_assert_max_num_queries(7):  # the last one writes the journal
        mine.send("GET", URL)


def test_whose_token_it_is(mine: Caller, seller: User) -> None:
    assert mine.send("GET", "/api/v1/me")[1]["email"] == seller.email


@pytest.mark.req("B2")
def test_the_description_names_every_kind(client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    for plural in ("organizations", "persons", "legal-entities"):
        assert {"get", "post"} <= set(schema["paths"][f"/api/v1/{plural}"])
    assert schema["openapi"].startswith("3.1")


@pytest.mark.req("B2")
def test_the_documentation_is_a_page_of_our_own(client: Client, seller: User) -> None:
    assert client.get("/api/v1/docs").status_code == 302
    client.force_login(seller)
    html = client.get("/api/v1/docs").content.decode()
    for text in ("/api/v1/persons/{pk}", "Создать", "idempotency"):
        assert text.lower() in html.lower()
    assert "<script>" not in html
    assert "//cdn" not in html


def test_a_repeated_outside_id_is_refused_in_words(mine: Caller) -> None:
    make(mine, external_id="1C-7")
    other = make(mine)
    for method, path in (("POST", URL), ("PATCH", f"{URL}/{other['id']}")):
        status, problem = mine.send(method, path, {"last_name": "Петров", "external_id": "1C-7"})
        assert status == 422
        assert problem["fields"] == {"external_id": "“Outside id”: another record has this value already."}


@pytest.mark.parametrize("path", ["/api/v1/nothing", f"{URL}/x", f"{URL}/1/nothing", "/api/nothing"])
def test_an_unknown_address_is_a_problem_too(mine: Caller, path: str) -> None:
    for caller in (mine.client, Client(headers={"Accept-Language": "en"})):
        answer = caller.get(path)
        assert (answer.status_code, answer["Content-Type"]) == (404, "application/json; charset=utf-8")
        assert answer.json() == {"error": "not_found", "message": "There is nothing at this address."}
