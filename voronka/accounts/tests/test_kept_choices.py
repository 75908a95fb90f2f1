"""Whoever is edited keeps what was switched off since; it says so and is not offered to others."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from voronka.accounts.models import BusinessUnit, Department, Role, User

pytestmark = [pytest.mark.django_db, pytest.mark.req("E7")]


@pytest.fixture
def page(client: Client, admin: User) -> Client:
    client.force_login(admin)
    return client


def marked(html: str) -> set[str]:
    """Values that are chosen or ticked."""
    return set(re.findall(r'value="(\d+)"[^>]*? (?:selected|checked)', html))


def test_a_person_keeps_department_and_roles(page: Client, outsider: User, seller: User, service: Department) -> None:
    role = Role.objects.create(name="Юристы", is_active=False)
    outsider.roles.add(role)
    Department.objects.filter(pk=service.pk).update(is_active=False)
    address = reverse("accounts:person", args=[outsider.pk])
    html = page.get(address).content.decode()
    assert ("Сервис (отключено)" in html, "Юристы (отключено)" in html) == (True, True)
    assert {str(service.pk), str(role.pk)} <= marked(html)
    sent = {"first_name": "Пётр", "email": outsider.email, "department": service.pk,
            "roles": [one.pk for one in outsider.roles.all()]}  # fmt: skip
    assert page.post(address, sent).status_code == 303
    outsider.refresh_from_db()
    assert (outsider.first_name, outsider.department, role in outsider.roles.all()) == ("Пётр", service, True)
    assert "отключено" not in page.get(reverse("accounts:person_new")).content.decode()
    other = reverse("accounts:person", args=[seller.pk])
    assert page.post(other, {**sent, "email": seller.email}).status_code == 422


def test_a_department_keeps_its_place_and_its_unit(page: Client, sales: Department) -> None:
    above = Department.objects.create(name="Прежний", is_active=False)
    unit = BusinessUnit.objects.create(name="Юг", is_active=False)
    Department.objects.filter(pk=sales.pk).update(parent=above, unit=unit)
    address = reverse("accounts:department", args=[sales.pk])
    html = page.get(address).content.decode()
    assert {str(above.pk), str(unit.pk)} <= marked(html)
    assert page.post(address, {"name": "Сбыт", "parent": above.pk, "unit": unit.pk}).status_code == 303
    sales.refresh_from_db()
    assert (sales.name, sales.parent, sales.unit) == ("Сбыт", above, unit)
