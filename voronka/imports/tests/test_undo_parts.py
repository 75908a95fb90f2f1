"""What an undone import takes along: places of work, requisites, deals, values of lists, holdings, consents."""

from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.imports.models.runs import RunState
from voronka.imports.tests.undone import LATER, NOW, agree, imported, stands, undone
from voronka.people.kinds import ORGANIZATION, PERSON
from voronka.people.models import BankAccount, Consent, LegalEntity, Organization, Person, Position
from voronka.people.tests.accounts import BIC, CORRESPONDENT, account
from voronka.records import actions
from voronka.records.models import ClassifierValue
from voronka.sales import defaults
from voronka.sales.models import Deal, Pipeline, StageChange

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8", "B2")]


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path


def test_places_of_work_go_and_old_ones_come_back(head: User) -> None:
    firm = actions.create(kind=ORGANIZATION, values={"name": "Ромашка"}, by=head, at=NOW)
    values = {"last_name": "Иванов", "first_name": "Иван", "phones": ["+79031234567"], "organization": firm.pk}
    person = actions.create(kind=PERSON, values=values, by=head, at=NOW)
    before = stands(person)
    head_line = "ФИО;Телефон;Компания;Работал по\n"
    run = imported(
        head_line + "Иванов Иван;89031234567;Ромашка;01.02.2020\nИванов Иван;89031234567;Василёк;\n", "persons", head
    )
    assert Position.objects.exists()
    undone(run, head)
    assert run.undone["kept"] == 0
    assert stands(person) == before
    assert not Position.objects.exists()
    assert list(Organization.objects.all()) == [firm]


def test_legal_entity_and_accounts_stand_as_before(head: User) -> None:
    first = f"Наименование;ИНН;Расчетный счет;БИК;Корр. счет\nРомашка;7707083893;{account(1)};{BIC};{CORRESPONDENT}\n"
    imported(first, "organizations", head)
    entity = LegalEntity.objects.get()
    before = stands(entity)
    run = imported(first.replace(account(1), account(2)), "organizations", head)
    assert BankAccount.objects.count() == 2
    undone(run, head)
    assert (run.state, run.undone["restored"]) == (RunState.UNDONE, {"legal_entity": 1})
    assert stands(entity) == before
    assert [one.number for one in BankAccount.objects.all()] == [account(1)]


def test_deals_go_with_the_pipeline_that_was_made_for_them(admin: User) -> None:
    defaults.ensure()
    known = Pipeline.objects.count()
    run = imported("Сделка;Этап;Компания\nСтанок;Осмотр;Завод\nЛиния;Проигрыш;Завод\n", "deals", admin)
    assert (Deal.objects.count(), Pipeline.objects.count()) == (2, known + 1)
    undone(run, admin)
    for model in (Deal, StageChange, Organization):
        assert not model._default_manager.exists()
    assert Pipeline.objects.count() == known


def test_values_that_nobody_else_uses_are_taken_out(admin: User) -> None:
    text = "Название;Отрасль;Сегменты\nРомашка;Луна;Дилер\nЛютик;Марс;Оптовик\n"
    known = ClassifierValue.objects.count()
    run = imported(text, "organizations", admin)
    assert ClassifierValue.objects.count() == known + 4
    values = {one.name: one.pk for one in ClassifierValue.objects.filter(name__in=("Луна", "Оптовик"))}
    firm = actions.create(kind=ORGANIZATION, values={"name": "Своя", "industry": values["Луна"]}, by=admin, at=LATER)
    Organization.objects.filter(pk=firm.pk).update(segments=[values["Оптовик"]])
    undone(run, admin)
    assert (run.undone["values"], ClassifierValue.objects.count()) == (2, known + 2)
    assert set(ClassifierValue.objects.filter(name__in=("Луна", "Марс", "Дилер", "Оптовик"))) == set(
        ClassifierValue.objects.filter(pk__in=values.values())
    )


def test_holding_is_taken_apart_without_a_circle(head: User) -> None:
    upper = actions.create(kind=ORGANIZATION, values={"name": "Верх", "external_id": "1"}, by=head, at=NOW)
    lower = actions.create(
        kind=ORGANIZATION, values={"name": "Низ", "external_id": "2", "parent": upper.pk}, by=head, at=NOW
    )
    run = imported("Внешний код;Название;Холдинг\n2;Низ;Бок\n3;Бок;\n", "organizations", head)
    actions.update(record=upper, changes={"parent": lower.pk}, by=head, at=LATER)
    undone(run, head)
    assert (run.state, bool(run.error), run.undone) == (RunState.DONE, True, {})
    assert Organization.objects.count() == 3


def test_what_it_said_of_consents_was_not_said(head: User) -> None:
    person = actions.create(kind=PERSON, values={"last_name": "Иванов", "external_id": "1"}, by=head, at=NOW)
    agree(person, head)
    name = Consent.objects.get().purpose.name
    run = imported(f"Внешний код;Фамилия;{name}\n1;Иванов;нет\n2;Петров;да\n", "persons", head)
    assert Consent.objects.count() == 3
    undone(run, head)
    assert [one.is_given for one in Consent.objects.all()] == [True]
    assert list(Person.objects.all()) == [person]
