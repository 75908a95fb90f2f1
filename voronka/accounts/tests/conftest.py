"""People of this app's tests: an administrator and a plain user, in a small tree of departments."""

from datetime import UTC, datetime

import pytest

from voronka.accounts.models import Department, User

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def company(db: None) -> Department:
    return Department.objects.create(name="Компания")


@pytest.fixture
def boss(company: Department) -> User:
    return User.objects.create_superuser(
        "boss@firma.ru", "correct horse battery", first_name="Анна", last_name="Громова", department=company
    )


@pytest.fixture
def worker(company: Department) -> User:
    sales = Department.objects.create(name="Продажи", parent=company)
    return User.objects.create_user(
        "ivan@firma.ru", "correct horse battery", first_name="Иван", last_name="Серов", department=sales
    )
