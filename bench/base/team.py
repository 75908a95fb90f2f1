"""Two hundred people in twenty departments, who own what is in the big base."""

import random
from dataclasses import dataclass

from voronka.accounts.models import Department, Role, User

PEOPLE = 200
DEPARTMENTS = 20


@dataclass(frozen=True)
class Team:
    """Owners with their departments, as COPY writes them."""

    people: list[tuple[str, str]]

    def any(self, dice: random.Random) -> tuple[str, str]:
        """(owner, department)."""
        return self.people[int(dice.random() * len(self.people))]


def hire() -> Team:
    """The demo company's own people and more of them in departments below theirs."""
    above = Department.objects.order_by("pk").first()
    seller = Role.objects.filter(pk__in=User.objects.filter(email="ivan@demo.example").values("roles")).first()
    places = [Department.objects.create(name=f"Отдел {number}", parent=above) for number in range(1, DEPARTMENTS + 1)]
    made = User.objects.bulk_create(
        User(email=f"seller{number}@big.example", first_name="Продавец", last_name=f"{number}-й", department=place)
        for number in range(1, PEOPLE + 1)
        for place in (places[number % DEPARTMENTS],)
    )
    if seller:
        User.roles.through.objects.bulk_create(User.roles.through(user=one, role=seller) for one in made)
    everybody = User.objects.filter(is_active=True, department__isnull=False)
    return Team([(str(pk), str(place)) for pk, place in everybody.values_list("pk", "department_id")])
