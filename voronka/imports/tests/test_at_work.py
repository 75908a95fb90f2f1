"""Terms at work: fixed values, other values for those that a list lacks, owners, conflicts, consents for all."""

from pathlib import Path
from typing import Any

import pytest

from voronka.accounts.models import User
from voronka.core.errors import Refused
from voronka.imports.engine.report import Report
from voronka.imports.terms import terms_of
from voronka.imports.tests.test_clients import brought
from voronka.people.models import Consent, Organization, Person
from voronka.records.actions import custom_fields
from voronka.records.kinds import get
from voronka.records.models import ClassifierValue
from voronka.sales import defaults
from voronka.sales.models import Deal, Lead

pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]


@pytest.fixture(autouse=True)
def lists() -> None:
    for code, name in (("source", "Выставка"), ("segment", "B2B"), ("segment", "Опт")):
        ClassifierValue.objects.create(classifier=code, name=name)


def came(folder: Path, text: str, by: User, terms: dict[str, Any], target: str = "leads", **options: Any) -> Report:
    return brought(folder, text, target, by, terms=terms_of(terms), **options)


def sources() -> dict[str, str]:
    return {lead.last_name: str(lead.source or "") for lead in Lead.objects.all()}


def test_a_fixed_value_stands_where_the_file_says_nothing(tmp_path: Path, head: User, colleague: User) -> None:
    terms = {"fixed": {"source": "Выставка", "segments": "B2B, Опт", "owner": colleague.email, "note": "Стенд 5"}}
    text = "Название;Комментарий\nРомашка;\nЛютик;Свой\n"
    assert came(tmp_path, text, head, terms, "organizations").problems == []
    rows = {one.name: one for one in Organization.objects.all()}
    assert (rows["Ромашка"].note, rows["Лютик"].note) == ("Стенд 5", "Свой")
    assert {one.owner for one in rows.values()} == {colleague}
    assert str(rows["Лютик"].source) == "Выставка"
    assert get("organization").field("segments").show(rows["Лютик"].segments) == "B2B, Опт"


def test_the_same_row_is_known_whatever_stands_beside_it(tmp_path: Path, head: User) -> None:
    text = "Название;Город\nРомашка;Тула\n"
    assert came(tmp_path, text, head, {"fixed": {"note": "раз"}}, "organizations").created == 1
    assert came(tmp_path, text, head, {"fixed": {"note": "два"}}, "organizations").created == 0
    assert came(tmp_path, text, head, {}, "organizations").created == 0


def test_a_fixed_value_that_cannot_be_read_stops_all(tmp_path: Path, head: User) -> None:
    with pytest.raises(Refused):
        came(tmp_path, "Фамилия\nИванов\n", head, {"fixed": {"phones": "нет"}})


def test_values_that_a_list_lacks_go_as_is_said(tmp_path: Path, admin: User) -> None:
    text = "Фамилия;Источник\nА;Экспо 2025\nБ;луна\nВ;Марс\nГ;Сайт+\nД;ВЫСТАВКА\nЕ;Юпитер\n"
    choices = {
        "экспо  2025": {"do": "use", "value": "Выставка"}, "Луна": {"do": "create"},
        "Марс": {"do": "reject"}, "Сайт+": {"do": "empty"},
    }  # fmt: skip
    report = came(tmp_path, text, admin, {"values": {"source": choices}}, adds_values=False)
    assert sources() == {"А": "Выставка", "Б": "луна", "Г": "", "Д": "Выставка"}
    assert [number for number, _why in report.problems] == [4, 7]
    assert report.values == ["Источник: луна"]


def test_several_values_of_one_cell_go_each_its_way(
    tmp_path: Path, admin: User, django_capture_on_commit_callbacks: Any
) -> None:
    custom_fields.add(kind="organization", label="Темы", holds="choices", given={"values": ["Лён"]}, by=admin)
    terms = {
        "values": {
            "segments": {"Опт.": {"do": "use", "value": "Опт"}, "Мусор": {"do": "empty"}},
            "c_temy": {"лен": {"do": "use", "value": "Лён"}, "шёлк": {"do": "create"}},
        }
    }
    text = "Название;Сегменты;Темы\nРомашка;B2B, опт., мусор;лен, шёлк\n"
    with django_capture_on_commit_callbacks(execute=True):
        report = came(tmp_path, text, admin, terms, "organizations", adds_values=False)
    assert report.problems == []
    firm, fields = Organization.objects.get(), get("organization").by_name
    assert fields["segments"].show(firm.segments) == "B2B, Опт"
    assert fields["c_temy"].show(fields["c_temy"].stored(firm)) == "Лён, шёлк"


def test_without_a_word_for_it_values_go_as_before(tmp_path: Path, admin: User) -> None:
    terms = {"values": {"source": {"Марс": {"do": "empty"}}}}
    came(tmp_path, "Фамилия;Источник\nА;Марс\nБ;Луна\n", admin, terms)
    assert sources() == {"А": "", "Б": "Луна"}


def test_owners_by_another_name_and_shared_out_evenly(
    tmp_path: Path, head: User, seller: User, colleague: User
) -> None:
    text = "Фамилия;Ответственный\n" + "".join(f"Л{n};\n" for n in range(5)) + "Х;Бывший\nУ;Никто\nЦ;Лишний\n"
    terms = {
        "owner": "share", "among": [seller.email, colleague.email],
        "values": {"owner": {"Бывший": {"do": "use", "value": head.email}, "Лишний": {"do": "reject"}}},
    }  # fmt: skip
    foretold = came(tmp_path, text, head, terms, is_dry=True)
    report = came(tmp_path, text, head, terms)
    assert (foretold.counts(), report.rejected) == (report.counts(), 1)
    owners = {lead.last_name: lead.owner for lead in Lead.objects.all()}
    assert [owners[f"Л{n}"] for n in range(5)] == [seller, colleague, seller, colleague, seller]
    assert (owners["Х"], owners["У"]) == (head, colleague)
    assert {lead.assigned_at is not None for lead in Lead.objects.all()} == {True}


def test_each_unknown_owner_is_replaced_by_turns_of_its_own(
    tmp_path: Path, head: User, seller: User, colleague: User
) -> None:
    names = ("Бывший", "бывший ", "Ушёл", "Никто", "", "Бывший", seller.email)
    text = "Фамилия;Ответственный\n" + "".join(f"Л{n};{name}\n" for n, name in enumerate(names))
    both = [seller.email, colleague.email]
    named = {"Бывший": {"do": "share", "among": both}, "Ушёл": {"do": "share", "among": both[::-1]}}
    terms = {"owner": "me", "values": {"owner": named}}
    foretold = came(tmp_path, text, head, terms, is_dry=True)
    report = came(tmp_path, text, head, terms)
    assert (foretold.counts(), report.created) == (report.counts(), 7)
    owners = [lead.owner for lead in Lead.objects.order_by("last_name")]
    assert owners == [seller, colleague, colleague, head, head, seller, seller]
    came(tmp_path, text.replace("Л", "П"), head, {"values": {"owner": {"Бывший": named["Ушёл"]}}}, "persons")
    people = Person.objects.order_by("last_name")
    assert [one.owner for one in people if one.last_name in {"П0", "П1", "П5"}] == [colleague, seller, colleague]


def test_the_deal_of_a_row_has_the_owner_that_its_client_got(tmp_path: Path, admin: User, seller: User) -> None:
    defaults.ensure()
    terms = {"values": {"owner": {"Бывший": {"do": "share", "among": [seller.email]}}}}
    mapping = {"Фамилия": "last_name", "Ответственный": "owner", "Сделка": "deals.name"}
    text = "Фамилия;Ответственный;Сделка\nА;Бывший;Станок\nБ;;Насос\n"
    came(tmp_path, text, admin, terms, "persons", mapping=mapping)
    assert {one.name: one.owner for one in Deal.objects.all()} == {"Станок": seller, "Насос": admin}


def test_known_records_keep_their_owner(tmp_path: Path, head: User, seller: User, colleague: User) -> None:
    text = f"Код;Фамилия;Ответственный;Комментарий\n1;Иванов;{seller.email};\n"
    came(tmp_path, text, head, {}, "persons")
    again = "Код;Фамилия;Комментарий\n1;Иванов;новое\n2;Петров;\n"
    came(tmp_path, again, head, {"owner": "share", "among": [colleague.email]}, "persons")
    assert {one.last_name: one.owner for one in Person.objects.all()} == {"Иванов": seller, "Петров": colleague}


def test_leads_without_owner_are_mine_or_wait(tmp_path: Path, head: User) -> None:
    came(tmp_path, "Фамилия\nА\n", head, {"owner": "me"})
    came(tmp_path, "Фамилия\nБ\n", head, {"owner": "queue"})
    assert {one.last_name: one.owner for one in Lead.objects.all()} == {"А": head, "Б": None}


BEFORE = "Код;Фамилия;Имя;Телефон;Должность\n1;Иванов;Пётр;89031234567;директор\n2;Зуев;;89031234568;\n"
AFTER = "Код;Фамилия;Имя;Телефон;Должность\n1;Иванов;Павел;89031234567;бухгалтер\n2;Зуев;Олег;89031234568;юрист\n"


@pytest.mark.parametrize(
    ("rule", "names"),
    [
        ({}, {"Павел", "Олег"}),
        ({"conflicts": "fill"}, {"Пётр", "Олег"}),
        ({"conflicts": "theirs"}, {"Павел", "Олег"}),
        ({"conflicts": "ours"}, {"Пётр", ""}),
        ({"conflicts": "theirs", "rows": {"2": "ours"}}, {"Пётр", "Олег"}),
        ({"conflicts": "ours", "rows": {"2": "theirs", "3": "fill"}}, {"Павел", "Олег"}),
    ],
)
def test_who_is_right_is_a_rule_for_all_and_for_one(
    tmp_path: Path, head: User, rule: dict[str, Any], names: set[str]
) -> None:
    came(tmp_path, BEFORE, head, {}, "persons")
    came(tmp_path, AFTER, head, rule, "persons")
    assert {one.first_name for one in Person.objects.all()} == names


def test_by_a_phone_nothing_is_overwritten_unless_it_is_said(tmp_path: Path, head: User) -> None:
    came(tmp_path, "Фамилия;Телефон;Должность\nИванов;89031234567;директор\n", head, {}, "persons")
    text = "Фамилия;Телефон;Должность\nИванов;89031234567;юрист\n"
    came(tmp_path, text, head, {}, "persons", is_dry=True)
    assert Person.objects.get().position == "директор"
    came(tmp_path, text, head, {"conflicts": "theirs"}, "persons")
    assert Person.objects.get().position == "юрист"


@pytest.mark.req("H12")
def test_a_consent_for_all_is_of_the_new_people_only(tmp_path: Path, head: User) -> None:
    came(tmp_path, "Фамилия;Телефон\nИванов;89031234567\n", head, {}, "persons")
    text = "Фамилия;Телефон;Должность\nИванов;89031234567;юрист\nПетров;89031234568;\n"
    fixed = {"consent_email": "да", "consent_at": "12.02.2026", "consent_channel": "paper", "consent_proof": "Анкеты"}
    came(tmp_path, text, head, {"fixed": fixed, "ground": "consent"}, "persons")
    one = Consent.objects.get()
    assert one.record_id == Person.objects.get(last_name="Петров").pk
    assert (one.channel, one.proof, one.purpose.code, one.at.month) == ("paper", "Анкеты", "email", 2)
