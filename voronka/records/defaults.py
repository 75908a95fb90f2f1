"""What a new installation begins with: values of the classifiers."""

from django.db import transaction

from voronka.records.models import Classifier, ClassifierValue

# The reason of what was lost before anybody kept reasons: imports use it.
UNKNOWN_REASON = "Не указана"
VALUES: dict[str, tuple[str, ...]] = {
    Classifier.SOURCE: ("Сайт", "Реклама", "Рекомендация", "Выставка", "Звонок", "Холодная база"),
    Classifier.INDUSTRY: (
        "Торговля", "Строительство", "Машиностроение", "Пищевая промышленность", "Логистика", "Сельское хозяйство",
        "Химия", "Фармацевтика", "Медицина", "ИТ и связь", "Образование", "Государственный сектор", "Услуги",
    ),
    Classifier.REGION: (
        "Москва", "Санкт-Петербург", "Центр", "Северо-Запад", "Юг", "Северный Кавказ", "Поволжье", "Урал", "Сибирь",
        "Дальний Восток", "Другая страна",
    ),
    Classifier.LANGUAGE: ("Русский", "Английский", "Казахский", "Китайский"),
    Classifier.SIZE: (
        "Микро: до 15 человек", "Малая: до 100", "Средняя: до 250", "Крупная: до 1000", "Очень крупная: свыше 1000",
    ),
    Classifier.SEGMENT: ("Ключевой клиент", "Партнёр", "Дилер", "Конечный потребитель", "Госзаказчик"),
    Classifier.IMPRESSION: ("Очень заинтересован", "Заинтересован", "Присматривается", "Равнодушен", "Недоволен"),
    Classifier.ROLE: ("Принимает решение", "Влияет на решение", "Пользуется", "Закупает", "Оплачивает", "Против"),
    Classifier.LEAD_STATUS: ("Новый", "В работе", "Не дозвонились", "Ждём ответа", "Отложен"),
    Classifier.DISQUALIFY_REASON: (
        "Нет потребности", "Нет бюджета", "Не дозвониться", "Не наш клиент", "Дубль", "Спам", UNKNOWN_REASON,
    ),
    Classifier.LOST_REASON: (
        "Дорого", "Выбрали конкурента", "Нет бюджета", "Отложили", "Перестали отвечать", "Не подошли условия",
        UNKNOWN_REASON,
    ),
    Classifier.EXPENSE: ("Командировка", "Расчёт", "Референс-визит", "Демонстрация", "Образцы", "Прочее"),
}  # fmt: skip


@transaction.atomic
def ensure() -> None:
    """Fill those classifiers that have no value yet; what a company has made of the others stays."""
    kept = set(ClassifierValue.objects.values_list("classifier", flat=True).distinct())
    ClassifierValue.objects.bulk_create(
        ClassifierValue(classifier=classifier, name=name, position=position)
        for classifier, names in VALUES.items()
        if classifier not in kept
        for position, name in enumerate(names)
    )
