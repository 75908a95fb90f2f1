"""Exports of other programs as they really look: known by their headings, every column where it belongs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from voronka.accounts.models import User
from voronka.activities.models import Task
from voronka.imports.engine.report import Report
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.brought import carry_out_file
from voronka.imports.tests.exported import AMO_CONTACTS, Rows, looks_like, written
from voronka.people.models import Organization, Person
from voronka.sales import defaults
from voronka.sales.models import Deal, Lead

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)
pytestmark = [pytest.mark.django_db, pytest.mark.req("B8")]


def brought(folder: Path, kind: str, rows: Rows, by: User, separator: str = ",") -> Report:
    path = written(folder, rows, separator)
    report = carry_out_file(path=path, target=TARGETS[kind], by=by, at=NOW)
    assert report.problems == []
    return report


def test_contacts_of_amocrm(tmp_path: Path, admin: User, seller: User) -> None:
    assert looks_like(tmp_path, "persons", AMO_CONTACTS) == ("amocrm", "persons")
    brought(tmp_path, "persons", AMO_CONTACTS, admin, ";")
    person = Person.objects.get()
    assert (person.last_name, person.first_name, person.external_id) == ("Петрова", "Анна", "81")
    assert person.phones == ["+79031234567", "+79167654321"]
    assert person.emails == ["anna@romashka.example", "anna@home.example"]
    assert (str(person.organization), person.owner, person.position) == ("ООО Ромашка", seller, "Директор")
    assert person.note == "Любит чай"


def test_deals_of_amocrm(tmp_path: Path, admin: User) -> None:
    defaults.ensure()
    brought(tmp_path, "persons", AMO_CONTACTS, admin)
    rows = [
        {
            "ID": "5", "Название сделки": "Станок", "Бюджет": "1500000", "Ответственный": "Иван Громов",
            "Дата создания сделки": "01.02.2025 10:20:30", "Кем создана сделка": "Робот",
            "Дата редактирования": "02.02.2025", "Кем редактирована": "Робот", "Дата закрытия": "не закрыта",
            "Теги": "", "Примечание": "Срочно", "Этап сделки": "Переговоры", "Воронка": "Воронка",
            "Полное имя контакта": "Анна Петрова", "Компания контакта": "ООО Ромашка", "Компания": "ООО Ромашка",
            "Рабочий телефон": "+79031234567", "Рабочий email": "anna@romashka.example",
        }
    ]  # fmt: skip
    assert looks_like(tmp_path, "deals", rows) == ("amocrm", "deals")
    brought(tmp_path, "deals", rows, admin)
    deal = Deal.objects.get()
    assert (deal.name, deal.amount, deal.stage.name, deal.external_id) == ("Станок", 1_500_000, "Переговоры", "5")
    assert (str(deal.person), str(deal.organization), deal.note) == ("Петрова Анна", "ООО Ромашка", "Срочно")


def test_companies_of_amocrm(tmp_path: Path, admin: User) -> None:
    rows = [
        {
            "ID": "7", "Название компании": "ООО Ромашка", "Ответственный": "", "Рабочий телефон": "+74951234567",
            "Рабочий email": "info@romashka.example", "Web": "romashka.example", "Адрес": "Москва, Лесная, 5",
        }
    ]  # fmt: skip
    assert looks_like(tmp_path, "organizations", rows) == ("amocrm", "organizations")
    brought(tmp_path, "organizations", rows, admin)
    firm = Organization.objects.get()
    assert (firm.name, firm.phones, firm.emails) == ("ООО Ромашка", ["+74951234567"], ["info@romashka.example"])
    assert "romashka.example" in firm.website


def test_contacts_of_bitrix24(tmp_path: Path, admin: User) -> None:
    rows = [
        {
            "ID": "12", "Обращение": "", "Фамилия": "Орлов", "Имя": "Пётр", "Отчество": "Ильич",
            "Тип контакта": "Клиенты",
            "Компания": "Вектор", "Должность": "Инженер", "Рабочий телефон": "+79031234567, +79031234568",
            "Мобильный телефон": "89167654321", "Номер факса": "", "Рабочий e-mail": "orlov@vektor.example",
            "Частный e-mail": "p@orlov.example", "Ответственный": "Иван Громов", "Дата создания": "01.02.2025 10:20:30",
            "Кем создан": "Иван Громов",
        }
    ]  # fmt: skip
    assert looks_like(tmp_path, "persons", rows) == ("bitrix24", "persons")
    brought(tmp_path, "persons", rows, admin, ";")
    person = Person.objects.get()
    assert str(person) == "Орлов Пётр Ильич"
    assert person.phones == ["+79031234567", "+79031234568", "+79167654321"]
    assert person.emails == ["orlov@vektor.example", "p@orlov.example"]


def test_leads_and_deals_of_bitrix24_in_english(tmp_path: Path, admin: User) -> None:
    defaults.ensure()
    leads = [
        {
            "ID": "3", "Lead Name": "Site form", "Status": "New", "First Name": "Ann", "Last Name": "Lee",
            "Company Name": "Acme", "Work Phone": "+12125550141", "Work E-mail": "ann@acme.example",
            "Responsible person": "", "Source": "Website", "Amount": "100",
        }
    ]  # fmt: skip
    assert looks_like(tmp_path, "leads", leads) == ("bitrix24", "leads")
    brought(tmp_path, "leads", leads, admin)
    lead = Lead.objects.get()
    assert (lead.last_name, lead.company, str(lead.status)) == ("Lee", "Acme", "New")
    deals = [
        {
            "ID": "9", "Deal Name": "Line", "Deal stage": "Deal won", "Amount": "500.00", "Company": "Acme",
            "Contact": "", "Responsible person": "", "Expected close date": "05/02/2025", "Created on": "01/02/2025",
        }
    ]  # fmt: skip
    assert looks_like(tmp_path, "deals", deals) == ("bitrix24", "deals")
    brought(tmp_path, "deals", deals, admin)
    assert (Deal.objects.get().outcome, str(Deal.objects.get().organization)) == ("won", "Acme")


def test_contacts_and_deals_of_hubspot(tmp_path: Path, admin: User) -> None:
    defaults.ensure()
    companies = [
        {
            "Record ID": "900", "Company name": "Acme", "Company Domain Name": "acme.example",
            "Phone Number": "+1 212-555-0142", "Industry": "Retail", "Company owner": "", "City": "Boston",
            "Create Date": "2025-02-01 10:20",
        }
    ]  # fmt: skip
    contacts = [
        {
            "Record ID": "501", "First Name": "Ann", "Last Name": "Lee", "Email": "ann@acme.example",
            "Phone Number": "+1 212-555-0141", "Mobile Phone Number": "+1 646-555-0141", "Contact owner": "",
            "Lifecycle Stage": "Customer", "Job Title": "CEO", "Create Date": "2025-02-01 10:20",
            "Associated Company": "Acme", "Associated Company IDs": "900",
        }
    ]  # fmt: skip
    deals = [
        {
            "Record ID": "77", "Deal Name": "Renewal", "Pipeline": "Sales", "Deal Stage": "Closed Lost",
            "Amount": "1200.5", "Close Date": "2025-03-01 00:00", "Create Date": "2025-02-01 10:20", "Deal owner": "",
            "Associated Company": "Acme", "Associated Company IDs": "900", "Associated Contact": "Ann Lee",
            "Associated Contact IDs": "501",
        }
    ]  # fmt: skip
    for kind, rows in (("organizations", companies), ("persons", contacts), ("deals", deals)):
        assert looks_like(tmp_path, kind, rows) == ("hubspot", kind)
        brought(tmp_path, kind, rows, admin)
    person, deal = Person.objects.get(), Deal.objects.get()
    assert person.phones == ["+12125550141", "+16465550141"]
    assert (person.organization, Organization.objects.count()) == (deal.organization, 1)
    assert (deal.person, deal.outcome, deal.name) == (person, "lost", "Renewal")


def test_people_deals_and_activities_of_pipedrive(tmp_path: Path, admin: User) -> None:
    defaults.ensure()
    people = [
        {
            "Person - ID": "1", "Person - Name": "Ann van Lee", "Person - Label": "", "Person - Organization": "Acme",
            "Person - Email - Work": "ann@acme.example", "Person - Email - Home": "a@lee.example",
            "Person - Phone - Work": "+12125550141", "Person - Phone - Mobile": "+16465550141", "Person - Owner": "",
            "Person - Person created": "2025-02-01 10:20:30",
        }
    ]  # fmt: skip
    deal = {
        "Deal - ID": "4", "Deal - Title": "Line", "Deal - Value": "900", "Deal - Currency of Value": "USD",
        "Deal - Stage": "Proposal", "Deal - Status": "Won", "Deal - Organization": "Acme",
        "Deal - Contact person": "Ann van Lee", "Deal - Owner": "", "Deal - Deal created": "2025-02-01 10:20:30",
        "Deal - Expected close date": "2025-03-01", "Deal - Deal closed on": "2025-02-20", "Deal - Lost reason": "",
    }  # fmt: skip
    another = deal | {"Deal - ID": "5", "Deal - Title": "Oven", "Deal - Status": "Open", "Deal - Deal closed on": ""}
    activities = [
        {
            "Activity - ID": "6", "Activity - Subject": "Call back", "Activity - Type": "Call",
            "Activity - Due date": "2025-03-02", "Activity - Done": "Done", "Activity - Assigned to user": "",
            "Activity - Deal": "Oven", "Activity - Contact person": "Ann van Lee", "Activity - Organization": "Acme",
        }
    ]  # fmt: skip
    for kind, rows in (("persons", people), ("deals", [deal, another]), ("tasks", activities)):
        assert looks_like(tmp_path, kind, rows) == ("pipedrive", kind)
        brought(tmp_path, kind, rows, admin)
    person = Person.objects.get()
    assert (person.first_name, person.last_name, len(person.phones), len(person.emails)) == ("Ann", "van Lee", 2, 2)
    won, oven = Deal.objects.order_by("external_id")
    assert (won.outcome, won.person, oven.outcome, oven.stage.name) == ("won", person, "open", "Proposal")
    assert won.closed_at
    assert f"{won.closed_at:%d.%m}" in {"19.02", "20.02"}
    task = Task.objects.get()
    assert (task.subject_kind, task.subject_id, bool(task.done_at)) == ("deal", oven.pk, True)


def test_accounts_and_contacts_of_espocrm(tmp_path: Path, admin: User) -> None:
    accounts = [
        {
            "Name": "Acme", "Website": "acme.example", "Type": "Customer", "Industry": "Retail",
            "Email": "i@acme.example", "Phone": "+12125550142", "Billing Address City": "Boston", "Assigned User": "",
            "Created At": "2025-02-01",
        }
    ]  # fmt: skip
    contacts = [
        {
            "First Name": "Ann", "Last Name": "Lee", "Name": "Ann Lee", "Account": "Acme", "Email": "ann@acme.example",
            "Phone": "+12125550141", "Title": "CEO", "Assigned User": "", "Created At": "2025-02-01 10:20",
        }
    ]  # fmt: skip
    for kind, rows in (("organizations", accounts), ("persons", contacts)):
        assert looks_like(tmp_path, kind, rows) == ("espocrm", kind)
        brought(tmp_path, kind, rows, admin)
    person = Person.objects.get()
    assert (str(person), person.position, str(person.organization)) == ("Lee Ann", "CEO", "Acme")


def test_contacts_of_google_have_several_values_in_one_cell(tmp_path: Path, admin: User) -> None:
    rows = [
        {
            "First Name": "Анна", "Middle Name": "", "Last Name": "Петрова", "Name Prefix": "", "Nickname": "Аня",
            "File As": "", "Organization Name": "Ромашка", "Organization Title": "Директор", "Birthday": "",
            "Notes": "Любит чай", "Photo": "https://example.com/p.jpg", "Labels": "* myContacts",
            "E-mail 1 - Label": "* Work", "E-mail 1 - Value": "anna@romashka.example ::: a@romashka.example",
            "E-mail 2 - Label": "Home", "E-mail 2 - Value": "anna@home.example", "Phone 1 - Label": "Mobile",
            "Phone 1 - Value": "+7 903 123-45-67 ::: +7 903 123-45-68", "Phone 2 - Label": "Work",
            "Phone 2 - Value": "+7 495 123-45-67",
        }
    ]  # fmt: skip
    assert looks_like(tmp_path, "persons", rows) == ("google", "persons")
    brought(tmp_path, "persons", rows, admin)
    person = Person.objects.get()
    assert person.phones == ["+79031234567", "+79031234568", "+74951234567"]
    assert person.emails == ["anna@romashka.example", "a@romashka.example", "anna@home.example"]
    assert (str(person), str(person.organization), person.position) == ("Петрова Анна", "Ромашка", "Директор")


@pytest.mark.parametrize("is_russian", [False, True], ids=["english", "russian"])
def test_contacts_of_outlook(tmp_path: Path, admin: User, is_russian: bool) -> None:
    english = {
        "Title": "Mr.", "First Name": "Пётр", "Middle Name": "", "Last Name": "Орлов", "Company": "Вектор",
        "Job Title": "Инженер", "Business Phone": "+74951234567", "Mobile Phone": "+79031234567", "Business Fax": "1",
        "E-mail Address": "orlov@vektor.example", "E-mail Type": "SMTP", "E-mail 2 Address": "p@orlov.example",
        "Birthday": "0/0/00", "Web Page": "", "Notes": "",
    }  # fmt: skip
    russian = {
        "Обращение": "", "Имя": "Пётр", "Отчество": "", "Фамилия": "Орлов", "Организация": "Вектор",
        "Должность": "Инженер", "Рабочий телефон": "+74951234567", "Телефон переносной": "+79031234567",
        "Адрес эл. почты": "orlov@vektor.example", "Адрес 2 эл. почты": "p@orlov.example",
    }  # fmt: skip
    rows = [russian if is_russian else english]
    assert looks_like(tmp_path, "persons", rows) == ("outlook", "persons")
    brought(tmp_path, "persons", rows, admin)
    person = Person.objects.get()
    assert (str(person), person.phones) == ("Орлов Пётр", ["+74951234567", "+79031234567"])
    assert (person.emails, person.position) == (["orlov@vektor.example", "p@orlov.example"], "Инженер")
