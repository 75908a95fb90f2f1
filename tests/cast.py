"""The named cast of every test: a head, two sellers of one department, an outsider and the administrator."""

import pytest

from voronka.accounts.models import Action, Department, Grant, Role, Scope, User

KINDS = ("organization", "person", "position", "legal_entity", "lead", "deal", "task", "interaction")


def _role(name: str, scope: Scope) -> Role:
    role = Role.objects.create(name=name)
    Grant.objects.bulk_create(
        Grant(role=role, kind=kind, action=action, scope=scope) for kind in KINDS for action in Action
    )
    return role


def _user(email: str, first: str, last: str, department: Department, *roles: Role) -> User:
    user = User.objects.create_user(email, "password", first_name=first, last_name=last, department=department)
    user.roles.set(roles)
    return user


@pytest.fixture
def sales(db: None) -> Department:
    """The department «Продажи»."""
    return Department.objects.create(name="Продажи")


@pytest.fixture
def service(db: None) -> Department:
    """The department «Сервис»."""
    return Department.objects.create(name="Сервис")


@pytest.fixture
def own_role(db: None) -> Role:
    """May do everything to own records."""
    return _role("Продавец", Scope.OWN)


@pytest.fixture
def head(sales: Department) -> User:
    """Ольга, head of sales: sees and may do all."""
    return _user("olga@example.com", "Ольга", "Ветрова", sales, _role("Руководитель", Scope.ALL))


@pytest.fixture
def seller(sales: Department, own_role: Role) -> User:
    """Иван, a seller: own records only."""
    return _user("ivan@example.com", "Иван", "Громов", sales, own_role)


@pytest.fixture
def colleague(sales: Department) -> User:
    """Мария of the same department: sees and may do everything in it."""
    return _user("maria@example.com", "Мария", "Соколова", sales, _role("Старший продавец", Scope.DEPARTMENT))


@pytest.fixture
def outsider(service: Department, own_role: Role) -> User:
    """Пётр of another department: own records only."""
    return _user("petr@example.com", "Пётр", "Зимин", service, own_role)


@pytest.fixture
def admin(db: None) -> User:
    """The administrator."""
    return User.objects.create_superuser("admin@example.com", "password", first_name="Анна")
