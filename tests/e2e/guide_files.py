"""Files of firms and people that nobody has ever met, for the pictures of the guides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

type Rows = Sequence[Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What the pictures of one language are made of: who is there, files by their names, what is clicked."""

    head: tuple[str, str]
    seller: tuple[str, str]
    source: str
    files: Mapping[str, tuple[str, str, Rows]]  # picture -> kind, name of the file, rows
    check: str
    go: str
    undo: str


RUSSIAN = Telling(
    head=("Анна", "Котова"),
    seller=("Иван", "Громов"),
    source="Сайт",
    check="Проверить",
    go="Импортировать",
    undo="Отменить импорт",
    files={
        "excel": (
            "persons",
            "Клиенты.xlsx",
            [
                ["ООО «Тёплый дом»"],
                ["База клиентов, обновлена 12 ноября"],
                ["ФИО", "Фирма", "Тел.", "Почта", "Город", "Откуда узнал", "Менеджер", "Прим."],
                ["Кузнецова Марина Игоревна", "ООО «Уютстрой»", "8 (912) 345-67-89", "kuznetsova@uyut.example",
                 "Екатеринбург", "Сайт", "Иван Громов", "звонить после обеда"],
                ["Рябов Пётр", "ИП Рябов", "+7 922 111 22 33; 8-343-222-33-44", "ryabov@mail.example", "Пермь",
                 "сарафанное радио", "Громов", ""],
                ["Белкина Анна", "", "9221112299", "belkina@mail.example", "Екатеринбург", "Реклама на радио",
                 "Светлана П.", ""],
                ["Кузнецова Марина", "ООО «Уютстрой»", "89123456789", "", "Екатеринбург", "Сайт", "Иван Громов", ""],
                ["", "ООО «Пихта»", "", "", "Пермь", "", "", ""],
            ],
        ),
        "amocrm-contacts": (
            "persons",
            "amocrm_export_contacts.csv",
            [
                ["ID", "Полное имя контакта", "Имя", "Фамилия", "Компания", "Ответственный", "Дата создания",
                 "Рабочий телефон", "Мобильный телефон", "Рабочий email", "Должность", "Теги", "Примечание 1"],
                ["30111", "Андрей Молчанов", "Андрей", "Молчанов", "ООО «Кедр»", "Иван Громов", "14.05.2026 10:22:10",
                 "'+73432001122", "'+79090001122", "molchanov@kedr.example", "Директор", "опт", "Берут раз в квартал"],
                ["30112", "Ольга Тарасова", "Ольга", "Тарасова", "ООО «Кедр»", "Иван Громов", "15.05.2026 11:00:00",
                 "", "89090003344", "tarasova@kedr.example", "Бухгалтер", "", ""],
            ],
        ),
        "amocrm-deals": (
            "deals",
            "amocrm_export_leads.csv",
            [
                ["ID", "Название сделки", "Бюджет", "Ответственный", "Дата создания сделки", "Дата закрытия",
                 "Этап сделки", "Воронка", "Полное имя контакта", "Компания контакта"],
                ["90001", "Котёл на склад", "185000", "Иван Громов", "20.05.2026 10:00:00", "не закрыта",
                 "Переговоры", "Продажи", "Андрей Молчанов", "ООО «Кедр»"],
                ["90002", "Бойлер в офис", "64500", "Иван Громов", "02.06.2026 10:00:00", "12.07.2026 18:30:00",
                 "Успешно реализовано", "Продажи", "Ольга Тарасова", "ООО «Кедр»"],
            ],
        ),
        "bitrix24-companies": (
            "organizations",
            "COMPANY.csv",
            [
                ["ID", "Название компании", "Тип компании", "Сфера деятельности", "Рабочий телефон", "Рабочий e-mail",
                 "Корпоративный сайт", "Адрес", "Комментарий", "Ответственный", "Дата создания"],
                ["12", "ООО «Берёзовая роща»", "Клиент", "Строительство", "+7 495 123-45-01", "info@roscha.example",
                 "https://roscha.example", "Москва, ул. Лесная, 4", "Платят вперёд", "Иван Громов", "11.01.2026 10:00"],
                ["13", "АО «Липа»", "Клиент", "Мебель", "+7 495 123-45-02, +7 495 123-45-03", "lipa@lipa.example",
                 "", "", "", "Иван Громов", "12.01.2026 10:00"],
            ],
        ),
    },
)  # fmt: skip

ENGLISH = Telling(
    head=("Anna", "Cole"),
    seller=("John", "Grove"),
    source="Website",
    check="Check",
    go="Import",
    undo="Undo the import",
    files={
        "excel": (
            "persons",
            "Clients.xlsx",
            [
                ["Warm House Ltd"],
                ["Clients, as of 12 November"],
                ["Name", "Company", "Phone", "Email", "City", "Source", "Owner", "Notes"],
                ["Carver Mary", "Cosy Homes Ltd", "(212) 555-0141", "mary@cosy.example", "Springfield", "Website",
                 "John Grove", "call after lunch"],
                ["Reed Peter", "Reed & Son", "+1 212 555 0142; 212-555-0143", "reed@mail.example", "Rivertown",
                 "word of mouth", "Grove", ""],
                ["Squire Ann", "", "2125550144", "squire@mail.example", "Springfield", "Radio", "Susan P.", ""],
                ["Carver M.", "Cosy Homes Ltd", "212 555 0141", "", "Springfield", "Website", "John Grove", ""],
                ["", "Fir Ltd", "", "", "Rivertown", "", "", ""],
            ],
        ),
        "amocrm-contacts": (
            "persons",
            "amocrm_export_contacts.csv",
            [
                ["ID", "Full name", "First name", "Last name", "Company", "Responsible user", "Created at",
                 "Work phone", "Mobile phone", "Work email", "Position", "Tags", "Note 1"],
                ["30111", "Andrew Still", "Andrew", "Still", "Cedar Ltd", "John Grove", "14.05.2026 10:22:10",
                 "'+12125550151", "'+12125550152", "still@cedar.example", "Director", "wholesale", "Buys quarterly"],
                ["30112", "Olive Tanner", "Olive", "Tanner", "Cedar Ltd", "John Grove", "15.05.2026 11:00:00",
                 "", "+12125550153", "tanner@cedar.example", "Accountant", "", ""],
            ],
        ),
        "amocrm-deals": (
            "deals",
            "amocrm_export_leads.csv",
            [
                ["ID", "Lead title", "Sale", "Responsible user", "Created at", "Closed at", "Lead status", "Pipeline",
                 "Contact name", "Company"],
                ["90001", "Boiler for the warehouse", "185000", "John Grove", "20.05.2026 10:00:00", "not closed",
                 "Negotiation", "Sales", "Andrew Still", "Cedar Ltd"],
                ["90002", "Heater for the office", "64500", "John Grove", "02.06.2026 10:00:00", "12.07.2026 18:30:00",
                 "Closed - won", "Sales", "Olive Tanner", "Cedar Ltd"],
            ],
        ),
        "bitrix24-companies": (
            "organizations",
            "COMPANY.csv",
            [
                ["ID", "Company Name", "Company type", "Industry", "Work Phone", "Work E-mail", "Corporate Website",
                 "Address", "Comment", "Responsible person", "Created on"],
                ["12", "Birch Grove Ltd", "Client", "Construction", "+1 212 555 0161", "info@birch.example",
                 "https://birch.example", "4 Forest St", "Pays in advance", "John Grove", "01/11/2026 10:00"],
                ["13", "Linden Inc", "Client", "Furniture", "+1 212 555 0162, +1 212 555 0163", "hello@linden.example",
                 "", "", "", "John Grove", "01/12/2026 10:00"],
            ],
        ),
    },
)  # fmt: skip
TELLINGS = {"ru": RUSSIAN, "en": ENGLISH}
