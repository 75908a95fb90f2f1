"""Exports of Bitrix24: contacts, companies, leads and deals, in Russian and English."""

# Source of the headings: the messages of its CRM module (`lang/ru` and `lang/en` of the lists) and files of real
# portals as public programs read them. Each purpose of a phone or an e-mail is a column of its own, several numbers
# in one cell.

from django.utils.translation import gettext_lazy

from voronka.imports.presets.base import Export, Preset, headings

PHONES = (
    "Рабочий телефон|Мобильный телефон|Домашний телефон|Другой телефон|Телефон для рассылок"
    "|Work Phone|Mobile|Mobile Phone|Home Phone|Other Phone|Other Phone Number"
)
EMAILS = (
    "Рабочий e-mail|Частный e-mail|E-mail для рассылок|Другой e-mail"
    "|Work E-mail|Work Email|Home E-mail|Personal E-mail|Other E-mail"
)
SITES = "Корпоративный сайт|Corporate Website|Company Website"
COMMON = {
    "ID": "external_id",
    **headings("Ответственный|Responsible person|Responsible", "owner"),
    **headings("Дата создания|Created on|Created", "created_at"),
    **headings("Комментарий|Комментарии|Comment|Comments", "note"),
    **headings("Источник|Source", "source"),
}
NAME = {
    **headings("Фамилия|Last Name", "last_name"),
    **headings("Имя|First Name", "first_name"),
    **headings("Отчество|Second Name|Middle Name", "middle_name"),
    **headings("Должность|Position", "position"),
    **headings(PHONES, "phones"),
    **headings(EMAILS, "emails"),
}
APART = (
    *("Номер факса", "Номер пейджера", "Кем создан", "Кем создана", "Кем изменен", "Дата изменения"),
    *("Fax", "Pager", "Created by", "Modified by", "Modified on"),
    *("Дополнительно об источнике", "Source description"),
)
OTHERS = ("Название лида", "Lead Name", "Название сделки", "Deal Name")

BITRIX24 = Preset(
    name="bitrix24",
    label=gettext_lazy("Bitrix24"),
    exports=(
        Export(
            kind="leads",
            signs=("Название лида",),
            any_of=("Рабочий телефон", "Статус", "Стадия", "Ответственный"),
            columns={
                **COMMON,
                **NAME,
                **headings("Название компании|Компания", "company"),
                **headings("Статус|Стадия", "status"),
                "Сумма": "amount",
                **headings(SITES, "website"),
            },
            apart=("Название лида", *APART),
        ),
        Export(
            kind="leads",
            signs=("Lead Name",),
            any_of=("Work Phone", "Status", "Stage", "Responsible person"),
            columns={
                **COMMON,
                **NAME,
                **headings("Company Name|Company", "company"),
                **headings("Status|Stage", "status"),
                **headings("Amount|Total", "amount"),
                **headings(SITES, "website"),
            },
            apart=("Lead Name", *APART),
        ),
        Export(
            kind="deals",
            signs=("Название сделки", "Стадия сделки"),
            columns={
                **COMMON,
                "Название сделки": "name",
                "Стадия сделки": "stage",
                **headings("Сумма|Сумма сделки", "amount"),
                "Компания": "organization",
                "Контакт": "person",
                **headings("Предполагаемая дата закрытия|Дата завершения", "closing"),
                "Вероятность": "probability",
            },
            apart=("Дата начала", *APART),
        ),
        Export(
            kind="deals",
            signs=("Deal Name",),
            any_of=("Responsible person", "Responsible"),
            columns={
                **COMMON,
                "Deal Name": "name",
                **headings("Deal stage|Stage", "stage"),
                **headings("Amount|Total|Income", "amount"),
                "Company": "organization",
                "Contact": "person",
                **headings("Expected close date|End date|Close date", "closing"),
                "Probability": "probability",
            },
            apart=("Start date", *APART),
        ),
        Export(
            kind="organizations",
            signs=("Название компании", "Рабочий телефон"),
            unless=("Фамилия", *OTHERS),
            columns={
                **COMMON,
                "Название компании": "name",
                "Сфера деятельности": "industry",
                **headings(SITES, "website"),
                **headings(PHONES, "phones"),
                **headings(EMAILS, "emails"),
                **headings("Адрес|Фактический адрес", "address"),
                "Кол-во сотрудников": "size",
            },
            apart=("Тип компании", "Годовой оборот", *APART),
        ),
        Export(
            kind="organizations",
            signs=("Company Name", "Work Phone"),
            unless=("Last Name", *OTHERS),
            columns={
                **COMMON,
                "Company Name": "name",
                "Industry": "industry",
                **headings(SITES, "website"),
                **headings(PHONES, "phones"),
                **headings(EMAILS, "emails"),
                **headings("Address|Street address", "address"),
                "Employees": "size",
            },
            apart=("Company type", "Annual revenue", *APART),
        ),
        Export(
            kind="persons",
            signs=("Фамилия", "Рабочий телефон"),
            any_of=("Рабочий e-mail", "Частный e-mail", "Обращение", "Тип контакта"),
            unless=OTHERS,
            columns={**COMMON, **NAME, "Обращение": "called", "Компания": "organization"},
            apart=("Тип контакта", "Дата рождения", *APART),
        ),
        Export(
            kind="persons",
            signs=("Last Name", "Work Phone"),
            any_of=("Responsible person", "Responsible", "Contact type", "Work E-mail"),
            unless=OTHERS,
            columns={**COMMON, **NAME, "Salutation": "called", "Company": "organization"},
            apart=("Contact type", "Date of birth", *APART),
        ),
    ),
)
