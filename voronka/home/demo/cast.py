"""Who works in the demo company."""

from dataclasses import dataclass

from voronka.accounts.actions.setup import make_usual_roles
from voronka.accounts.models import BusinessUnit, Department, User

PASSWORD = "voronka-demo"  # noqa: S105  # the demo tells it to everybody
DOMAIN = "demo.example"
EQUIPMENT, CARE = "Складские системы", "Сервис и ремонт"


@dataclass(frozen=True, kw_only=True)
class Cast:
    """The people of the story."""

    director: User
    head: User
    sellers: tuple[User, ...]
    service: User
    technologist: User

    @property
    def everybody(self) -> tuple[User, ...]:
        """All of them, in the order in which they are presented."""
        return (self.director, self.head, *self.sellers, self.service, self.technologist)


def hire() -> Cast:
    """Two units, three departments, six people, the usual roles."""
    equipment, care = (BusinessUnit.objects.create(name=name) for name in (EQUIPMENT, CARE))
    sales = Department.objects.create(name="Отдел продаж", unit=equipment)
    service = Department.objects.create(name="Сервис", unit=care)
    engineering = Department.objects.create(name="Технологи", unit=equipment)
    head, seller, _marketer, agent = make_usual_roles()

    def user(first: str, last: str, title: str, login: str, place: Department | None, **more: bool) -> User:
        return User.objects.create_user(
            f"{login}@{DOMAIN}", PASSWORD, first_name=first, last_name=last, job_title=title, department=place, **more
        )

    director = user("Анна", "Котова", "директор, администратор", "anna", None, is_superuser=True)
    olga = user("Ольга", "Ветрова", "руководитель отдела продаж", "olga", sales)
    ivan = user("Иван", "Громов", "менеджер по продажам", "ivan", sales)
    maria = user("Мария", "Соколова", "менеджер по продажам", "maria", sales)
    petr = user("Пётр", "Зимин", "инженер сервиса", "petr", service)
    fedor = user("Фёдор", "Лапин", "технолог", "fedor", engineering)
    olga.roles.set([head])
    ivan.roles.set([seller])
    maria.roles.set([seller])
    petr.roles.set([agent])
    fedor.roles.set([seller])
    return Cast(director=director, head=olga, sellers=(ivan, maria), service=petr, technologist=fedor)
