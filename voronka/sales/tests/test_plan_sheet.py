"""The page of plans as a file: what is seen there, by whom it is seen."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from voronka.accounts.models import BusinessUnit, Department, User
from voronka.records.actions.field_rules import set_right
from voronka.sales.actions.plans import Cell, set_plans
from voronka.sales.kinds import DEAL
from voronka.sales.planning.whom import COMPANY, Whom
from voronka.sales.tests.test_plans import MARCH, cell, person

pytestmark = pytest.mark.req("H13")


@pytest.fixture
def address(db: None) -> str:
    return reverse("sales:plans-export")


def rows(client: Client, address: str, **asked: Any) -> list[list[Any]]:
    answer: Any = client.get(address, {"year": 2026, **asked})
    assert answer.status_code == 200
    file = BytesIO(b"".join(answer.streaming_content))
    return CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()


def test_the_file_says_what_the_page_says(  # noqa: PLR0917  # the cast
    client: Client, address: str, head: User, seller: User, colleague: User, sales: Department
) -> None:
    place = Whom("department", sales.pk)
    cells = [cell(person(seller), 400_000), cell(place, "1000000.50"), cell(person(colleague), 100_000)]
    set_plans(cells=cells, measure="amount", by=head)
    client.force_login(head)
    page = client.get(reverse("sales:plans"), {"year": 2026, "of": place.key}).content.decode()
    assert f"{address}?of={place.key}&amp;year=2026" in page
    [top, *lines] = rows(client, address, of=place.key)
    assert (top[0], top[3], top[13]) == ("Продажи, Сумма выигранных", "Март 2026", "2026 год")
    told = {line[0]: (line[3], line[13]) for line in lines}
    assert told["План отдела"] == (1_000_000.5, 1_000_000.5)
    assert told[seller.full_name] == (400_000, 400_000)
    assert told[head.full_name] == ("", "")
    assert told["Распределено"] == (500_000, 500_000)
    assert told["Осталось распределить"] == (500_000.5, 500_000.5)


def test_quarters_units_and_the_number_of_deals(client: Client, address: str, head: User, seller: User) -> None:
    unit = BusinessUnit.objects.create(name="Техника")
    cells = [cell(person(seller), 3), cell(Whom("unit", unit.pk), 5)]
    set_plans(cells=cells, measure="deals", by=head)
    client.force_login(head)
    [top, *lines] = rows(client, address, span="quarter", measure="deals")
    assert (len(top), top[1]) == (6, "I квартал 2026")
    told = {line[0]: line[1] for line in lines}
    assert (told["Продажи"], told["Техника"], told["Распределено"]) == (3, 5, 3)
    assert len(rows(client, address, span="year")[0]) == 2


def test_each_gets_what_he_sees(  # noqa: PLR0917  # the cast
    client: Client, address: str, seller: User, colleague: User, outsider: User, head: User, service: Department
) -> None:
    cells = [cell(person(outsider), 7), cell(person(seller), 5), cell(COMPANY, 100)]
    set_plans(cells=cells, measure="amount", by=head)
    for user in (seller, outsider):
        client.force_login(user)
        assert client.get(address).status_code == 403
    client.force_login(colleague)
    names = {line[0] for line in rows(client, address)}
    assert (seller.full_name in names, outsider.full_name in names) == (True, False)
    for hidden in ("company", f"department-{service.pk}"):
        assert client.get(address, {"of": hidden}).status_code == 404
    assert client.get(address, {"year": "1"}).status_code == 422


def test_hidden_sums_are_in_no_file(client: Client, address: str, colleague: User, admin: User) -> None:
    set_right(role=colleague.roles.get(), kind=DEAL, field="amount", right="hidden", by=admin)
    client.force_login(colleague)
    assert client.get(address, {"measure": "amount"}).status_code == 403


def test_fifty_people_ask_as_much_as_one(
    client: Client, address: str, head: User, sales: Department, django_assert_max_num_queries: Any
) -> None:
    people = [User(email=f"p{n}@example.com", first_name=f"P{n}", department=sales) for n in range(50)]
    made = User.objects.bulk_create(people)
    cells = [Cell(whom=Whom("user", one.pk), period=MARCH, value=Decimal(5)) for one in made]
    set_plans(cells=cells, measure="amount", by=head)
    client.force_login(head)
    rows(client, address)
    with django_assert_max_num_queries(10):
        assert len(rows(client, address, of=f"department-{sales.pk}")) > 50


def test_a_formula_is_text(client: Client, address: str, head: User, seller: User) -> None:
    User.objects.filter(pk=seller.pk).update(first_name="=1+1", last_name="")
    set_plans(cells=[cell(person(seller), 1)], measure="amount", by=head)
    client.force_login(head)
    assert any(line[0] == "=1+1" for line in rows(client, address, of=f"department-{seller.department_id}"))
