"""Legal entities: numbers fit the form of law, and a client has exactly one default."""

import threading
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from voronka.accounts.models import User
from voronka.core.errors import Forbidden, NotFound, Refused
from voronka.people.actions import legal_entities
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.models import LegalEntity, LegalForm
from voronka.people.models.legal_forms import guess
from voronka.records import actions
from voronka.records.actions.given import read
from voronka.records.tests.test_card import NOW, firm

INN, INN_OF_A_PERSON = "7707083893", "500100732259"
OGRN, OGRNIP = "1027700132195", "304500116000157"


def entity(by: User, organization: Any, **values: Any) -> LegalEntity:
    raw = {"name": "ООО «Ромашка»", "organization": organization.pk, **values}
    made: LegalEntity = actions.create(kind=LEGAL_ENTITY, values=read(LEGAL_ENTITY, raw, by=by), by=by, at=NOW)
    made.refresh_from_db()
    return made


@pytest.mark.req("B12")
@pytest.mark.parametrize(
    ("values", "form"),
    [
        ({"name": "ООО «Ромашка»", "inn": INN}, "llc"),
        ({"name": "ПАО Сбербанк"}, "jsc"),
        ({"name": "ИП Петров И. С.", "inn": INN_OF_A_PERSON}, "sole"),
        ({"name": "Петров Иван", "ogrn": OGRNIP}, "sole"),
        ({"name": "Петров Иван (самозанятый)", "inn": INN_OF_A_PERSON}, "self_employed"),
        ({"name": "Acme GmbH"}, "foreign"),
        ({"name": "Детский сад № 5", "inn": INN}, "other"),
    ],
)
def test_the_form_of_law_is_guessed_when_nobody_says_it(seller: User, values: dict[str, str], form: str) -> None:
    assert entity(seller, firm(seller), **values).legal_form == form


@pytest.mark.req("B12")
@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"legal_form": "sole", "inn": INN}, "inn"),
        ({"legal_form": "sole", "kpp": "773601001"}, "kpp"),
        ({"legal_form": "sole", "ogrn": OGRN}, "ogrn"),
        ({"legal_form": "self_employed", "ogrn": OGRNIP}, "ogrn"),
        ({"legal_form": "self_employed", "kpp": "773601001"}, "kpp"),
        ({"legal_form": "llc", "inn": INN_OF_A_PERSON}, "inn"),
        ({"legal_form": "llc", "ogrn": OGRNIP}, "ogrn"),
        ({"legal_form": "foreign", "ogrn": OGRN}, "ogrn"),
        ({"inn": "7707083894"}, "inn"),
        ({"ogrn": "1027700132196"}, "ogrn"),
        ({"kpp": "77360100"}, "kpp"),
    ],
)
def test_numbers_that_do_not_fit_the_form_are_refused(seller: User, values: dict[str, str], field: str) -> None:
    made = firm(seller)
    with pytest.raises(Refused) as caught:
        entity(seller, made, **values)
    assert caught.value.field == field
    assert not LegalEntity.objects.exists()


def test_the_database_refuses_them_too(seller: User) -> None:
    made = entity(seller, firm(seller), inn=INN, kpp="773601001")
    with pytest.raises(IntegrityError), transaction.atomic():
        LegalEntity.objects.filter(pk=made.pk).update(legal_form=LegalForm.SOLE)


def test_a_kpp_may_have_letters(seller: User) -> None:
    assert entity(seller, firm(seller), kpp="7736 AB 001").kpp == "7736AB001"


def test_a_changed_form_says_what_stands_in_its_way(seller: User) -> None:
    made = entity(seller, firm(seller), inn=INN)
    with pytest.raises(Refused) as caught:
        actions.update(record=made, changes={"legal_form": "sole"}, by=seller, at=NOW)
    assert caught.value.field == "legal_form"
    both = {"legal_form": "sole", "inn": INN_OF_A_PERSON}
    assert actions.update(record=made, changes=both, by=seller, at=NOW).legal_form == "sole"


def test_a_word_of_a_form_in_a_name_does_not_contradict_the_numbers() -> None:
    assert guess("ИП-Сервис", INN, "") == "other"
    assert guess("ООО Ромашка", INN_OF_A_PERSON, "") == "sole"
    assert guess("LLC Romashka", "", OGRN) == "other"


@pytest.mark.req("B12")
def test_the_first_is_the_default_and_another_can_become_it(seller: User) -> None:
    home = firm(seller)
    first, second = entity(seller, home), entity(seller, home, name="ИП Петров")
    assert (first.is_default, second.is_default) == (True, False)
    legal_entities.make_default(entity=second, by=seller, at=NOW)
    assert defaults(home) == [second.pk]
    second.refresh_from_db()
    assert second.version == 2


def test_a_default_that_leaves_hands_over(seller: User) -> None:
    home, other = firm(seller), firm(seller, name="Лютик")
    first, second, third = (entity(seller, home, name=name) for name in ("А", "Б", "В"))
    actions.delete(kind=LEGAL_ENTITY, ids=[first.pk], by=seller, at=NOW)
    assert defaults(home) == [second.pk]
    actions.update(record=second, changes={"organization": other.pk}, by=seller, at=NOW)
    assert defaults(home) == [third.pk]
    assert defaults(other) == [second.pk]
    actions.update(record=third, changes={"organization": other.pk}, by=seller, at=NOW)
    assert defaults(home) == []
    assert defaults(other) == [second.pk]


def test_whoever_writes_there_is_one_default(seller: User) -> None:
    home = firm(seller)
    rows = [LegalEntity(name=f"№ {n}", organization=home, created_at=NOW, updated_at=NOW) for n in range(3)]
    LegalEntity.objects.bulk_create(rows)
    assert defaults(home) == [rows[0].pk]
    LegalEntity.objects.filter(organization=home).update(is_default=False)
    assert len(defaults(home)) == 1
    LegalEntity.objects.filter(pk=rows[2].pk).update(is_default=True)
    assert defaults(home) == [rows[2].pk]
    LegalEntity.objects.filter(organization=home).delete()
    assert defaults(home) == []


@pytest.mark.django_db(transaction=True)
def test_two_at_once_leave_one_default(seller: User) -> None:
    home = firm(seller)
    made = [entity(seller, home, name=f"№ {n}") for n in range(4)]
    failures: list[Exception] = []

    def work(number: int) -> None:
        try:
            if number < 4:
                legal_entities.make_default(entity=made[number], by=seller, at=NOW)
            else:
                entity(seller, home, name=f"new {number}")
        except Exception as error:  # noqa: BLE001  # told below
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(number,)) for number in (0, 1, 2, 3, 4, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert len(defaults(home)) == 1
    assert LegalEntity.objects.filter(organization=home).count() == 6


def test_who_may_not_edit_may_not_choose(seller: User, outsider: User, own_role: Any) -> None:
    home = firm(seller)
    entity(seller, home)
    second = entity(seller, home, name="Вторая")
    with pytest.raises(NotFound):
        legal_entities.make_default(entity=second, by=outsider, at=NOW)
    own_role.grants.filter(kind="legal_entity", action="edit").delete()
    with pytest.raises(Forbidden):
        legal_entities.make_default(entity=second, by=User.objects.get(pk=seller.pk), at=NOW)


def defaults(organization: Any) -> list[int]:
    rows = LegalEntity.objects.filter(organization=organization, is_default=True)
    return list(rows.values_list("pk", flat=True))
