"""The page of plans: typed, refused, kept, asked by whom it is for."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from voronka.accounts.actions import tokens
from voronka.accounts.models import BusinessUnit, Department, User
from voronka.records.actions import classifiers
from voronka.records.actions.field_rules import set_right
from voronka.sales.actions.plans import Cell, set_plans
from voronka.sales.forms.plans import read_value, say_value
from voronka.sales.kinds import DEAL
from voronka.sales.models import Plan
from voronka.sales.planning.whom import COMPANY, Whom
from voronka.sales.tests.test_plans import MARCH, cell, person

pytestmark = pytest.mark.req("H13")


@pytest.fixture
def address(db: None) -> str:
    return reverse("sales:plans")


def words(user: User, value: str, was: str = "") -> dict[str, str]:
    name = f"user-{user.pk}.2026-03"
    return {name: value, f"was:{name}": was}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1 250 000", "1250000"),
        ("1\u00a0250\u00a0000,50 ₽", "1250000.50"),
        ("1,5 млн", "1500000"),
        ("300 тыс.", "300000"),
        ("", None),
        ("—", None),
        ("0", "0"),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, value: str | None) -> None:
    found = read_value(text)
    assert found == (None if value is None else Decimal(value))
    assert read_value(say_value(found)) == found


@pytest.mark.parametrize("text", ["много", "100 $", "1+1", "млн", "9" * 28])
def test_what_is_no_amount_is_told(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        read_value(text)


def test_a_head_types_a_year_and_sees_what_is_left(
    client: Client, address: str, head: User, seller: User, sales: Department
) -> None:
    client.force_login(head)
    assert client.get(address, {"year": 2026, "of": f"department-{sales.pk}"}).status_code == 200
    here = f"{address}?year=2026&of=department-{sales.pk}"
    whole = {f"department-{sales.pk}.2026-03": "1 000 000", f"user-{seller.pk}.2026-04": "200 тыс"}
    answer = client.post(here, {**words(seller, "400 000"), **whole})
    assert (answer.status_code, answer.headers["Location"]) == (303, here)
    assert sorted(Plan.objects.values_list("value", flat=True)) == [200_000, 400_000, 1_000_000]
    text = client.get(here).content.decode().replace("\u00a0", " ")
    assert 'value="400 000"' in text
    assert "600 000" in text  # left to give out in March
    assert head.full_name in text  # who changed it
    assert client.post(here, words(seller, "", was="400 000")).status_code == 303
    assert Plan.objects.filter(value=None).count() == 1


def test_what_is_wrong_stays_typed(client: Client, address: str, head: User, seller: User, colleague: User) -> None:
    client.force_login(head)
    here = f"{address}?year=2026&of=department-{seller.department_id}"
    answer = client.post(here, {**words(seller, "много"), **words(colleague, "100")})
    assert answer.status_code == 422
    assert 'value="много"' in answer.content.decode()
    assert not Plan.objects.exists()
    for wrong in (words(seller, "-5"), words(seller, "9" * 40), words(seller, "5", was="9" * 60)):
        assert client.post(here, wrong).status_code == 422


def test_two_people_at_once_see_both_plans(client: Client, address: str, head: User, seller: User) -> None:
    here = f"{address}?year=2026&of=department-{seller.department_id}"
    set_plans(cells=[cell(person(seller), 500)], measure="amount", by=head)
    client.force_login(head)
    answer = client.post(here, words(seller, "700"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="700"' in text
    assert f'name="was:user-{seller.pk}.2026-03" value="500"' in text
    assert client.post(here, words(seller, "700", was="500")).status_code == 303
    assert Plan.objects.get().value == 700


def test_each_sees_and_sets_what_is_theirs(  # noqa: PLR0917  # the cast
    client: Client, address: str, seller: User, colleague: User, outsider: User, service: Department
) -> None:
    for user in (seller, outsider):
        client.force_login(user)
        assert client.get(address).status_code == 403
        assert client.post(address, words(user, "1")).status_code == 403
    client.force_login(colleague)
    text = client.get(address, {"year": 2026}).content.decode()
    assert seller.full_name in text
    assert outsider.full_name not in text
    assert f"department-{colleague.department_id}.2026-03" not in text  # it comes from above
    assert client.post(f"{address}?year=2026", words(outsider, "1")).status_code == 303  # no such cell on the page
    assert not Plan.objects.exists()
    assert client.post(f"{address}?year=2026", words(seller, "1")).status_code == 303
    assert Plan.objects.count() == 1
    for hidden in ("company", f"department-{service.pk}", "department-999999", f"user-{seller.pk}"):
        assert client.get(address, {"of": hidden}).status_code == 404


def test_sums_that_a_role_hides_are_not_planned_by_it(
    client: Client, address: str, colleague: User, admin: User
) -> None:
    role = colleague.roles.get()
    pumps = classifiers.add(classifier="product", name="Насосы", by=admin)
    set_right(role=role, kind=DEAL, field="product", right="hidden", by=admin)
    client.force_login(colleague)
    assert "Насосы" not in client.get(address).content.decode()
    assert client.get(address, {"product": pumps.pk}).status_code == 422
    assert client.get("/reports/forecast/", {"product": pumps.pk}).status_code == 422
    set_right(role=role, kind=DEAL, field="amount", right="hidden", by=admin)
    client.force_login(colleague)
    assert client.get(address, {"measure": "amount"}).status_code == 403
    assert 'value="amount"' not in client.get(address).content.decode()  # the number of deals is what is left


@pytest.mark.parametrize(
    "asked",
    [{"year": "1"}, {"span": "week"}, {"measure": "joy"}, {"product": "x"}, {"of": "team-1"}, {"year": "9" * 30}],
)
def test_senseless_questions_are_refused(client: Client, address: str, head: User, asked: dict[str, str]) -> None:
    client.force_login(head)
    assert client.get(address, asked).status_code == 422


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("span", ["month", "year"])
def test_queries_do_not_grow(  # noqa: PLR0917  # the parameters
    client: Client, address: str, head: User, sales: Department, count: int, span: str,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    BusinessUnit.objects.create(name="Техника")
    people = [User(email=f"p{n}@example.com", first_name=f"P{n}", department=sales) for n in range(count)]
    cells = [
        Cell(whom=Whom("user", one.pk), period=MARCH, value=Decimal(5)) for one in User.objects.bulk_create(people)
    ]
    set_plans(cells=[*cells, cell(COMPANY, 100)], measure="amount", by=head)
    client.force_login(head)
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address, {"year": 2026, "span": span, "of": f"department-{sales.pk}"}).status_code == 200


@pytest.mark.req("B2", "H13")
def test_programs_set_and_read_plans(client: Client, head: User, seller: User, outsider: User) -> None:
    def token(user: User) -> dict[str, str]:
        _kept, plain = tokens.issue(user=user, name="test", at=timezone.now())
        return {"Authorization": f"Bearer {plain}"}

    def put(user: User, *given: dict[str, Any], **more: Any) -> Any:
        body = {"plans": given, **more}
        return client.put("/api/v1/plans", body, content_type="application/json", headers=token(user))

    mine = {"whom": f"user-{seller.pk}", "period": "2026-03", "value": 300}
    answer = put(head, mine, {"whom": "company", "period": "2026-q1", "value": "900.50"})
    assert (answer.status_code, len(answer.json())) == (200, 2)
    assert put(head, {**mine, "value": 400, "was": 100}).status_code == 409
    assert put(head, {**mine, "value": 400, "was": 300}).status_code == 200
    assert put(seller, mine).status_code == 403
    for wrong in ({"whom": "team-1"}, {"period": "2026-13"}, {"value": -1}, {"value": "1e30"}):
        assert put(head, {**mine, **wrong}).status_code == 422, wrong
    assert put(head, {**mine, "whom": "user-999999"}).status_code == 404

    def read(user: User) -> list[tuple[str, str]]:
        rows = client.get("/api/v1/plans", {"period": "2026"}, headers=token(user)).json()
        return [(one["whom"], one["value"]) for one in rows]

    assert read(head) == [("company", "900.50"), (f"user-{seller.pk}", "400.00")]
    assert read(seller) == [(f"user-{seller.pk}", "400.00")]
    assert read(outsider) == []
