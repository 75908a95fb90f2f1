"""Global search: a labelled set of questions, access, what it costs."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.people.kinds import LEGAL_ENTITY, ORGANIZATION, PERSON
from voronka.people.models import Person
from voronka.records import actions
from voronka.records.kinds import Kind
from voronka.records.search.entries import CANDIDATES
from voronka.records.search.index import index
from voronka.records.search.query import find
from voronka.records.search.variants import other_layout, transliterated

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)

ORGANIZATIONS = (
    {
        "name": "ООО «Ромашка»",
        "phones": ["+74951234567"],
        "emails": ["info@romashka.ru"],
        "address": "Москва, Тверская",
    },
    {"name": "АО «СеверСталь Комплект»", "phones": ["+78202555444"], "address": "Череповец"},
    {"name": "ИП Королёв А. В.", "phones": ["+79105553311"]},
    {"name": "Вектор Плюс", "emails": ["sales@vektorplus.com"], "website": "https://vektorplus.com"},
    {"name": "Альянс-Мебель", "address": "Самара"},
    {"name": "Schneider Electric", "address": "Rueil-Malmaison"},
    {"name": "ТехноГрад", "phones": ["+73422001122"]},
    {"name": "Жилищно-строительная компания «Уют»"},
    {"name": "Ёлочные игрушки"},
    {"name": "Подшипник-Сервис"},
)
PEOPLE = (
    {"last_name": "Иванов", "first_name": "Пётр", "phones": ["+79031234567"], "emails": ["p.ivanov@mail.ru"]},
    {"last_name": "Смирнова", "first_name": "Елена", "position": "главный бухгалтер"},
    {"last_name": "Щербакова", "first_name": "Юлия", "phones": ["+79165554433"]},
    {"last_name": "Кузнецов", "first_name": "Андрей", "middle_name": "Сергеевич"},
    {"last_name": "Ёлкин", "first_name": "Фёдор"},
    {"last_name": "Чайковский", "first_name": "Дмитрий"},
    {"last_name": "Жуков", "first_name": "Алексей", "position": "снабжение"},
    {"last_name": "Хворостовский", "first_name": "Никита"},
    {"last_name": "Мюллер", "first_name": "Карл"},
    {"last_name": "Зайцева", "first_name": "Наталья"},
)

# The title that must stand first ("-" for nothing), and what is typed for it: parts, numbers, orders of words,
# the other layout, Latin letters, typing errors.
LABELLED = """
ООО «Ромашка»: ромашка | Ромаш | РОМАШКА | омашк | тверская | info@romashka
ООО «Ромашка»: 4951234567 | 495 123 | 8 495 123-45 | +7 (495) 123 | hjvfirf | romashka
ООО «Ромашка»: рамашка
-: 123-45-67 495 | шнайдер электрик | дирижабль | qqqqq | 000000 | %
-: _ | '; drop
АО «СеверСталь Комплект»: северсталь | комплект | сталь ком | череповец | 555444 | severstal
ИП Королёв А. В.: королев | королёв | rjhjktd
Вектор Плюс: вектор | плюс вектор | vektorplus | dtrnjh | вектр плюс
Альянс-Мебель: альянс | мебель | самара | алянс
Schneider Electric: schneider | electric | ысртушвук | schnaider
ТехноГрад: техногр | 3422001122 | tekhnograd
Жилищно-строительная компания «Уют»: уют | строительная
Ёлочные игрушки: елочные | ёлочные
Иванов Пётр: иванов | петр иванов | иванов пётр | ив | p.ivanov@mail.ru | 903 123
Иванов Пётр: 89031234567 | bdfyjd | ivanov | ивонов
Смирнова Елена: смирнова | бухгалтер | cvbhyjdf | смернова
Щербакова Юлия: щерб | 554433 | shcherbakova | yulia | щербокова
Кузнецов Андрей Сергеевич: андрей сергеевич | kuznetsov | кузнецоф
Ёлкин Фёдор: елкин | ktkrby | tkrby
Жуков Алексей: ;erjd | zhukov | alexey
Чайковский Дмитрий: chaikovsky | dmitry | чайковкий
Хворостовский Никита: khvorostovskiy | хварастовский
Зайцева Наталья: zaytseva
Подшипник-Сервис: подшибник
Мюллер Карл: мюлер
"""


def labelled() -> Iterator[tuple[str, str | None]]:
    """(what is typed, the title that must stand first)."""
    for line in LABELLED.strip().splitlines():
        title, _colon, texts = line.partition(": ")
        for text in texts.split(" | "):
            yield text, None if title == "-" else title


def make(kind: Kind, by: User, values: dict[str, Any]) -> Any:
    return actions.create(kind=kind, values=values, by=by, at=NOW)


@pytest.fixture
def base(seller: User) -> User:
    for values in ORGANIZATIONS:
        make(ORGANIZATION, seller, dict(values))
    for values in PEOPLE:
        make(PERSON, seller, dict(values))
    return seller


@pytest.mark.req("X5")
@pytest.mark.req("H10")
def test_the_labelled_set(base: User) -> None:
    wrong = []
    for text, expected in labelled():
        found = find(text, base)
        first = found[0].title if found else None
        if first != expected:
            wrong.append((text, expected, first))
    assert wrong == []
    assert find("", base) == find("   ", base) == []
    assert len(list(labelled())) >= 60


@pytest.mark.req("E1")
def test_a_foreign_record_is_not_found(base: User, outsider: User, colleague: User) -> None:
    for text in ("ромашка", "hjvfirf", "рамашка", "4951234567", "romashka"):
        assert find(text, outsider) == [], text
        assert find(text, colleague), text


def test_a_kind_without_a_grant_is_not_found(base: User, own_role: Any) -> None:
    own_role.grants.filter(kind="person").delete()
    fresh = User.objects.get(pk=base.pk)
    assert find("иванов", fresh) == []
    assert find("ромашка", fresh)


def test_a_record_seen_through_another_one(base: User, outsider: User) -> None:
    client = find("ромашка", base)[0]
    make(LEGAL_ENTITY, base, {"name": "Общество Ромашка", "organization": client.record_id, "inn": "7707083893"})
    assert [hit.kind.name for hit in find("7707083893", base)] == ["legal_entity"]
    assert find("7707083893", outsider) == []


def test_it_says_why(base: User) -> None:
    assert find("903 123", base)[0].why == "+7 903 123-45-67"
    assert find("бухгалтер", base)[0].why == "бухгалтер"
    assert find("ромашка", base)[0].why == ""
    assert find("p.ivanov", base)[0].why == "p.ivanov@mail.ru"


def test_signs_of_the_other_layout_are_no_word(base: User) -> None:
    """«бух» typed on the other keys is “,e[”: that does not mean every word with an “e”."""
    found = find("елена бух", base)
    assert [hit.title for hit in found] == ["Смирнова Елена"]
    assert [hit.kind.name for hit in find("schneider бух", base)] == []


def test_only_the_asked_kinds(base: User) -> None:
    assert {hit.kind.name for hit in find("а", base, names=["person"])} <= {"person"}


@pytest.mark.req("H10")
def test_a_word_of_very_many_persons_hides_no_other_kind(base: User) -> None:
    named = {"first_name": "Анна", "owner": base, "department": base.department, "created_at": NOW, "updated_at": NOW}
    many = Person.objects.bulk_create(Person(last_name=f"Смирнова {number}", **named) for number in range(CANDIDATES))
    index(PERSON, [one.pk for one in many])
    make(ORGANIZATION, base, {"name": "Ателье «Анна»"})
    assert {hit.kind.name for hit in find("анна", base)} == {"person", "organization"}


# Words that are known, rights, candidates, the best; then texts, with two settings of the planner around them.
@pytest.mark.parametrize(("text", "count"), [("ромашка", 9), ("bdfyjd", 9), ("ивонов", 10)])
def test_queries(base: User, text: str, count: int, django_assert_max_num_queries: Any) -> None:
    fresh = User.objects.get(pk=base.pk)
    with django_assert_max_num_queries(count):
        assert find(text, fresh)


@pytest.mark.parametrize(
    ("text", "layout", "latin"),
    [
        ("bdfyjd", "иванов", "бдфыйд"),
        ("ivanov", "шмфтщм", "иванов"),
        ("вектор", "dtrnjh", "vektor"),
        ("123", "", ""),
        ("Shcherbakova", "ырсрукифлщмф", "щербакова"),
    ],
)
def test_readings(text: str, layout: str, latin: str) -> None:
    assert other_layout(text) == layout
    if latin != "бдфыйд":
        assert transliterated(text) == latin


@pytest.mark.req("H10", "X5")
def test_a_number_in_parts_ends_each_of_them_but_the_last(seller: User) -> None:
    """«903 12» is the beginning of 903 123; nobody who types a space means 9031 123."""
    names = "Договор 903 123", "Договор 9031 123", "Договор 903 991", "Договор 12 903"
    for name in names:
        make(ORGANIZATION, seller, {"name": name})
    assert {hit.title for hit in find("903 12", seller)} == {"Договор 903 123", "Договор 12 903"}
    assert {hit.title for hit in find("9031 1", seller)} == {"Договор 9031 123"}
