"""Bank accounts, signatory and addresses of legal entities out of files, headed as 1C, amoCRM and Bitrix24 do."""

from datetime import date
from pathlib import Path

import pytest

from voronka.accounts.models import Grant, Role, User
from voronka.imports.guessing import guess_mapping
from voronka.imports.targets.registry import TARGETS
from voronka.imports.tests.test_clients import brought
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.models import BankAccount, LegalEntity, Organization
from voronka.people.tests.accounts import BIC, CORRESPONDENT, account
from voronka.records.actions import field_rules
from voronka.records.models import SearchEntry

pytestmark = [pytest.mark.django_db, pytest.mark.req("B12", "B8")]

HEAD = "Наименование;ИНН;Расчетный счет;БИК;Корр. счет;Банк\n"
ROW = f"ООО Ромашка;7707083893;{account(1)};{BIC};{CORRESPONDENT};ПАО Сбербанк\n"
SIGNED = "Наименование;ИНН;КПП;Сокращенное наименование;Полное наименование;Почтовый адрес;Руководитель;"
SIGNED += "Должность руководителя;Действует на основании\n"


def numbers() -> list[str]:
    return list(BankAccount.objects.order_by("pk").values_list("number", flat=True))


def test_an_account_arrives_with_its_legal_entity(tmp_path: Path, head: User) -> None:
    report = brought(tmp_path, HEAD + ROW, "organizations", head)
    assert (report.created, report.problems) == (1, [])
    made = BankAccount.objects.get()
    assert (made.number, made.bic, made.correspondent, made.bank) == (account(1), BIC, CORRESPONDENT, "ПАО Сбербанк")
    assert made.is_default
    entity = LegalEntity.objects.get()
    assert entity.account_lines == str(made)
    assert account(1) in SearchEntry.objects.get(kind="legal_entity").digits
    again = brought(tmp_path, HEAD + ROW, "organizations", head)
    assert (again.created, again.updated, numbers()) == (0, 0, [account(1)])


def test_a_further_row_of_one_organization_brings_a_further_account(tmp_path: Path, head: User) -> None:
    rows = ROW + ROW.replace(account(1), account(2))
    report = brought(tmp_path, HEAD + rows, "organizations", head)
    assert (report.created, report.updated, report.problems) == (1, 1, [])
    assert Organization.objects.count() == LegalEntity.objects.count() == 1
    assert numbers() == [account(1), account(2)]
    assert list(BankAccount.objects.filter(is_default=True)) == [BankAccount.objects.order_by("pk").first()]
    again = brought(tmp_path, HEAD + rows, "organizations", head)
    assert (again.created, again.updated, again.duplicates, again.problems) == (0, 0, 2, [])
    more = brought(tmp_path, HEAD + ROW.replace(account(1), account(3)), "organizations", head)
    assert (more.created, more.updated, len(numbers())) == (0, 1, 3)


def test_several_accounts_stand_in_one_cell(tmp_path: Path, head: User) -> None:
    cell = f"{account(1)} в ПАО СБЕРБАНК БИК {BIC} к/с {CORRESPONDENT}; р/с {account(2)}, БИК {BIC}"
    text = f'Наименование;ИНН;Банковские счета\nРомашка;7707083893;"{cell}"\nЛютик;7736050003;где-то в банке\n'
    report = brought(tmp_path, text, "organizations", head)
    assert (report.created, report.rejected, numbers()) == (1, 1, [account(1), account(2)])


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (ROW.replace(account(1), f"{account(1)[:8]}{(int(account(1)[8]) + 1) % 10}{account(1)[9:]}"), "BIC"),
        (ROW.replace(account(1), "123"), "20"),
        (ROW.replace(BIC, ""), "BIC"),
        (ROW.replace(CORRESPONDENT, "30101810400000000226"), "orrespondent"),
        (ROW.replace("7707083893", ""), "INN"),
    ],
    ids=["check digit", "too short", "no bank", "correspondent account", "no ИНН"],
)
def test_a_wrong_account_rejects_its_row_in_words(tmp_path: Path, head: User, row: str, told: str) -> None:
    head.language = "en"
    report = brought(tmp_path, HEAD + row, "organizations", head)
    assert (report.created, report.rejected) == (0, 1)
    assert report.problems[0][1]
    assert not BankAccount.objects.exists()


def test_zeros_that_excel_took_away_come_back(tmp_path: Path, head: User) -> None:
    row = ROW.replace(BIC, BIC.removeprefix("0")).replace("7707083893", "274062111")
    report = brought(tmp_path, HEAD + row, "organizations", head)
    assert report.problems == []
    assert (LegalEntity.objects.get().inn, BankAccount.objects.get().bic) == ("0274062111", BIC)


def test_signatory_names_and_addresses_arrive_with_case_forms(tmp_path: Path, head: User) -> None:
    row = "Ромашка;7707083893;770701001;ООО «Ромашка»;Общество с ограниченной ответственностью «Ромашка»;Казань, а/я 5;"
    row += "Петров Иван Сергеевич;директор;Доверенность № 5 от 01.02.2026\n"
    report = brought(tmp_path, SIGNED + row, "organizations", head)
    assert (report.created, report.problems) == (1, [])
    entity = LegalEntity.objects.get()
    assert (entity.name, entity.legal_form, entity.postal_address) == ("ООО «Ромашка»", "llc", "Казань, а/я 5")
    assert entity.full_name.startswith("Общество")
    assert (entity.authority, entity.authority_number, entity.authority_on) == ("attorney", "5", date(2026, 2, 1))
    assert entity.signatory_name_genitive == "Петрова Ивана Сергеевича"
    assert "директора Петрова" in entity.in_person


def test_a_known_legal_entity_is_completed_and_not_written_over(tmp_path: Path, head: User) -> None:
    brought(tmp_path, SIGNED + "Ромашка;7707083893;;;;Казань;;;\n", "organizations", head)
    row = "Ромашка;7707083893;770701001;;;Уфа;Петров Иван Сергеевич;;Устав\n"
    report = brought(tmp_path, SIGNED + row, "organizations", head)
    assert (report.created, report.updated) == (0, 1)
    entity = LegalEntity.objects.get()
    assert (entity.kpp, entity.postal_address, entity.authority) == ("770701001", "Казань", "charter")
    assert entity.signatory_name_dative == "Петрову Ивану Сергеевичу"


def test_a_paper_that_is_none_rejects_its_row(tmp_path: Path, head: User) -> None:
    assert brought(tmp_path, SIGNED + "Ромашка;7707083893;;;;;;;что-то\n", "organizations", head).rejected == 1


@pytest.mark.parametrize(
    ("header", "wanted"),
    [
        (
            ["Наименование", "Полное наименование", "ИНН", "КПП", "ОГРН", "Юридический адрес", "Фактический адрес",
             "Почтовый адрес", "Головной контрагент", "Номер счета", "БИК банка", "Корр. счет", "Ответственный"],
            ["name", "legal_full_name", "inn", "kpp", "ogrn", "legal_address", "address", "postal_address", "parent",
             "account_number", "account_bic", "account_correspondent", "owner"],
        ),
        (
            ["Название компании", "Реквизит: ИНН", "Реквизит: Ген. директор", "Банковские реквизиты: Расч. счёт",
             "Банковские реквизиты: БИК", "Банковские реквизиты: Кор. счёт", "Банковские реквизиты: Наименование банка",
             "Реквизит: Сокращенное наименование организации"],
            ["name", "inn", "signatory_name", "account_number", "account_bic", "account_correspondent", "account_bank",
             "legal_name"],
        ),
        (
            ["Название компании", "Юр. лицо", "ИНН", "р/с", "к/с", "БИК", "Юр. адрес", "Рабочий телефон"],
            ["name", "legal_name", "inn", "account_number", "account_correspondent", "account_bic", "legal_address",
             "phones"],
        ),
        (["Название", "Юридический адрес"], ["name", "address"]),
    ],
    ids=["1C", "Bitrix24", "amoCRM", "no ИНН"],
)  # fmt: skip
def test_headings_of_other_programs_are_known(header: list[str], wanted: list[str]) -> None:
    guessed = guess_mapping(TARGETS["organizations"], header, [])
    assert [guessed.get(name, "") for name in header] == wanted


@pytest.mark.req("E1")
def test_whoever_does_not_see_accounts_brings_none(seller: User, own_role: Role, admin: User) -> None:
    field_rules.set_right(role=own_role, kind=LEGAL_ENTITY, field="account_lines", right="hidden", by=admin)
    known = TARGETS["organizations"].asked_by(seller).by_name
    assert "inn" in known
    assert not [name for name in known if "account" in name]


@pytest.mark.req("E1")
def test_a_legal_entity_that_one_may_not_change_gets_no_account(tmp_path: Path, head: User, seller: User) -> None:
    brought(tmp_path, HEAD + ROW, "organizations", seller)
    Grant.objects.filter(role__in=seller.roles.all(), kind="legal_entity", action="edit").delete()
    anew = User.objects.get(pk=seller.pk)
    report = brought(tmp_path, HEAD + ROW.replace(account(1), account(2)), "organizations", anew)
    assert report.rejected == 1
    assert numbers() == [account(1)]
