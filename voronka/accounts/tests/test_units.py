"""Business units."""

import pytest

from voronka.accounts.actions import departments, units
from voronka.accounts.models import Department, User
from voronka.core.errors import Forbidden, Refused


def test_life_of_a_unit(boss: User, company: Department) -> None:
    unit = units.create(name="Оборудование", by=boss)
    unit = units.rename(unit=unit, name="Станки", by=boss)
    departments.assign_unit(department=company, unit=unit, by=boss)
    with pytest.raises(Refused):
        units.switch(unit=unit, on=False, by=boss)
    departments.assign_unit(department=company, unit=None, by=boss)
    assert not units.switch(unit=unit, on=False, by=boss).is_active


def test_names_and_rights(boss: User, worker: User) -> None:
    unit = units.create(name="Станки", by=boss)
    with pytest.raises(Refused):
        units.create(name="станки", by=boss)
    with pytest.raises(Forbidden):
        units.rename(unit=unit, name="Моё", by=worker)
