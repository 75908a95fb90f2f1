"""Classifiers: the settings page, its actions, and the values that a new installation has."""

import pytest
from django.test import Client

from voronka.accounts.models import User
from voronka.core.errors import Forbidden, Refused
from voronka.records import defaults
from voronka.records.actions import classifiers
from voronka.records.models import Classifier, ClassifierValue
from voronka.records.tests.lists import HTMX, seen, text

PAGE = "/settings/classifiers/"
# What a company sells, and who sells the same, it says itself.
OF_THE_COMPANY = (Classifier.PRODUCT, Classifier.COMPETITOR)


def names(of: str = Classifier.SOURCE) -> list[str]:
    return list(ClassifierValue.objects.filter(classifier=of).values_list("name", flat=True))


@pytest.mark.req("E8")
def test_values_are_added_renamed_ordered_switched(client: Client, admin: User) -> None:
    client.force_login(admin)
    for name in ("Сайт", "Выставка", "Звонок"):
        assert client.post(f"{PAGE}source/new/", {"name": name}, headers=HTMX).status_code == 204
    site, fair, _call = ClassifierValue.objects.filter(classifier="source")
    client.post(f"{PAGE}{site.pk}/", {"name": "Наш сайт"})
    client.post(f"{PAGE}{fair.pk}/place/", {"to": "0"})
    client.post(f"{PAGE}{fair.pk}/off/")
    assert names() == ["Выставка", "Наш сайт", "Звонок"]
    html = text(seen(client, admin, f"{PAGE}source/"))
    assert "Наш сайт" in html
    assert "не используется" in html
    client.post(f"{PAGE}{fair.pk}/on/")
    fair.refresh_from_db()
    assert fair.is_active


@pytest.mark.parametrize("name", ["", "   ", "САЙТ", "x" * 121])
def test_bad_names_are_refused_beside_the_field(client: Client, admin: User, name: str) -> None:
    classifiers.add(classifier="source", name="Сайт", by=admin)
    client.force_login(admin)
    response = client.post(f"{PAGE}source/new/", {"name": name}, headers=HTMX)
    assert response.status_code == 422
    assert 'aria-invalid="true"' in text(response)
    assert names() == ["Сайт"]


@pytest.mark.parametrize("path", ["nonsense/", "nonsense/new/", "999999/"])
def test_absent_ones_are_not_found(client: Client, admin: User, path: str) -> None:
    assert seen(client, admin, PAGE + path).status_code == 404


def test_only_administrators_change_them(client: Client, head: User, admin: User) -> None:
    value = classifiers.add(classifier="source", name="Сайт", by=admin)
    client.force_login(head)
    for path in ("", "source/", "source/new/", f"{value.pk}/"):
        assert client.get(PAGE + path).status_code == 403, path
    for path in ("source/new/", f"{value.pk}/", f"{value.pk}/off/", f"{value.pk}/on/"):
        assert client.post(PAGE + path, {"name": "Чужое"}).status_code == 403, path
    assert client.post(f"{PAGE}{value.pk}/place/", {"to": "1"}).status_code == 403
    with pytest.raises(Forbidden):
        classifiers.rename(value=value, name="Чужое", by=head)
    assert names() == ["Сайт"]


def test_two_values_never_share_a_name(admin: User) -> None:
    classifiers.add(classifier="source", name="Сайт", by=admin)
    other = classifiers.add(classifier="source", name="Звонок", by=admin)
    with pytest.raises(Refused):
        classifiers.rename(value=other, name="сайт", by=admin)


def test_defaults_fill_only_what_is_empty(admin: User) -> None:
    classifiers.add(classifier="source", name="Своё", by=admin)
    defaults.ensure()
    defaults.ensure()
    assert names() == ["Своё"]
    assert names(Classifier.LOST_REASON) == list(defaults.VALUES[Classifier.LOST_REASON])
    assert all(names(one) for one in Classifier if one not in OF_THE_COMPANY)
