"""Headings that people and other programs give to a field, whatever the record."""

from collections.abc import Mapping

# The label of the field and its name in the API are known without being told here.
SHARED: Mapping[str, tuple[str, ...]] = {
    "external_id": ("id", "код", "внешний код", "record id"),
    "owner": ("ответственный", "менеджер"),
    "created_at": ("created time", "created", "дата создания", "создан", "создана"),
    "last_name": ("фамилия", "surname"),
    "first_name": ("имя", "given name"),
    "middle_name": ("отчество", "patronymic"),
    "position": ("title", "job title", "должность"),
    "phones": ("phone", "mobile", "mobile phone", "телефон", "телефоны", "мобильный", "мобильный телефон", "тел"),
    "emails": ("email", "e mail", "почта", "эл почта", "рабочий email"),
    "website": ("web", "site", "url", "сайт", "web сайт"),
    "industry": ("отрасль", "сфера деятельности"),
    "source": ("lead source", "источник", "откуда узнал", "откуда узнали", "откуда клиент", "как узнали"),
    "note": (
        "description",
        "комментарий",
        "комментарии",
        "примечание",
        "примечания",
        "прим",
        "заметка",
        "заметки",
        "notes",
    ),
    "address": ("адрес", "фактический адрес", "юридический адрес", "billing address", "город", "city"),
    "addresses": ("адреса", "адрес доставки", "shipping address", "delivery address"),
    "region": ("регион", "область", "state"),
    "size": ("размер", "company size", "численность"),
    "segments": ("сегмент", "сегменты", "segment"),
    "trigger_event": ("что заставило обратиться", "повод", "trigger"),
    "impression": ("впечатление",),
    "probability": ("вероятность", "вероятность покупки"),
    "called": ("обращение", "как обращаться", "salutation"),
    "preferences": ("предпочтения",),
    "amount": ("сумма", "бюджет"),
    "inn": ("инн",),
}
