"""Exports of amoCRM and Kommo: deals («Сделки»), contacts and companies, as .csv or .xlsx."""

# Source of the headings: files of real accounts as several public programs read them, for amoCRM publishes no list; the
# columns of a list come first, then all fields of the account. A contact has a phone and an e-mail for each purpose.

from voronka.imports.presets.base import Export, Preset, headings

PHONES = (
    "Рабочий телефон|Рабочий прямой телефон|Мобильный телефон|Домашний телефон|Другой телефон"
    "|Work phone|Work direct phone|Mobile phone|Home phone|Other phone"
)
EMAILS = "Рабочий email|Личный email|Другой email|Work email|Personal email|Priv. email|Other email"
COMMON = {
    "ID": "external_id",
    **headings("Ответственный|Responsible user", "owner"),
    **headings("Дата создания|Дата создания контакта|Дата создания компании|Created at|Date created", "created_at"),
    **headings("Примечание|Примечания|Note 1|Note", "note"),
}
APART = ("Факс", "Fax", "Теги", "Tags", "Ближайшая задача", "Closest task", "Кем создан", "Кем редактирован",
         "Дата редактирования", "Ответственный за контакт")  # fmt: skip
CONTACT = {
    **COMMON,
    **headings("Фамилия|Last name", "last_name"),
    **headings("Имя|First name", "first_name"),
    **headings("Полное имя контакта|Полное имя|Имя контакта|Наименование|Full name|Contact name", "natural_name"),
    **headings("Компания|Компания контакта|Название компании|Company|Company name", "organization"),
    **headings("Должность|Position", "position"),
    **headings(PHONES, "phones"),
    **headings(EMAILS, "emails"),
    **headings("Источник|Source", "source"),
}

AMOCRM = Preset(
    name="amocrm",
    label="amoCRM",
    exports=(
        Export(
            kind="deals",
            signs=("Название сделки", "Этап сделки"),
            any_of=("Бюджет", "Воронка", "Кем создана сделка", "Полное имя контакта", "Основной контакт"),
            columns={
                "ID": "external_id",
                "Название сделки": "name",
                "Бюджет": "amount",
                "Ответственный": "owner",
                **headings("Дата создания сделки|Дата создания", "created_at"),
                "Дата закрытия": "closing",
                "Этап сделки": "stage",
                **headings("Компания|Компания контакта", "organization"),
                **headings("Полное имя контакта|Основной контакт", "person"),
                **headings("Примечание|Примечание 1", "note"),
                "Причина отказа": "lost_reason",
                "Источник": "source",
            },
            apart=("Кем создана сделка", "Кем редактирована", *APART),
        ),
        Export(
            kind="deals",
            signs=("Lead title", "Lead status"),
            any_of=("Sale", "Pipeline", "Responsible user", "Contact name"),
            columns={
                "ID": "external_id",
                "Lead title": "name",
                "Sale": "amount",
                "Responsible user": "owner",
                **headings("Created at|Date created", "created_at"),
                "Closed at": "closing",
                "Lead status": "stage",
                **headings("Company|Contact's company", "organization"),
                **headings("Contact name|Full name", "person"),
                "Note 1": "note",
            },
            apart=APART,
        ),
        Export(
            kind="persons",
            signs=("Рабочий email",),
            any_of=("Рабочий телефон", "Мобильный телефон", "Полное имя контакта", "Имя контакта"),
            unless=("Название сделки", "Тип компании", "Web"),
            columns=CONTACT,
            apart=APART,
        ),
        Export(
            kind="persons",
            signs=("Work email", "Responsible user"),
            unless=("Lead title", "Web"),
            columns=CONTACT,
            apart=APART,
        ),
        Export(
            kind="organizations",
            signs=("Рабочий email", "Web"),
            any_of=("Название компании", "Название", "Компания", "Наименование"),
            unless=("Название сделки",),
            columns={
                **COMMON,
                **headings("Название компании|Название|Наименование|Компания", "name"),
                "Web": "website",
                "Адрес": "address",
                **headings(PHONES, "phones"),
                **headings(EMAILS, "emails"),
            },
            apart=APART,
        ),
    ),
)
