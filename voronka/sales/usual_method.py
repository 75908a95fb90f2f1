"""How the work is done at the usual stages: what a new installation begins with and changes to its own."""

from dataclasses import dataclass

from voronka.sales.models import Advice, AdviceSort, CheckItem, Stage


@dataclass(frozen=True, kw_only=True)
class Usual:
    """Advice for one stage: minutes of effort, what to do, lines to check, (sort, heading, words)."""

    minutes: int
    guide: str
    items: tuple[str, ...]
    advice: tuple[tuple[AdviceSort, str, str], ...]


PHRASE, OBJECTION, TEMPLATE = AdviceSort.PHRASE, AdviceSort.OBJECTION, AdviceSort.TEMPLATE
METHOD: dict[str, Usual] = {
    "Квалификация": Usual(
        minutes=60,
        guide="Поймите, есть ли деньги, срок и тот, кто решает. Если чего-то нет — лучше узнать сейчас.",
        items=("Бюджет назван", "Известно, кто решает", "Понятно, к какому сроку нужно"),
        advice=(
            (PHRASE, "", "Расскажите, что вас заставило заняться этим именно сейчас?"),
            (PHRASE, "", "Кто ещё, кроме вас, будет участвовать в решении?"),
            (OBJECTION, "Пришлите просто прайс", "Пришлю. Чтобы не отправить лишнего, задам два вопроса о задаче."),
            (
                OBJECTION,
                "Нам пока не срочно",
                "Понимаю. Когда вы хотели бы уже пользоваться? Посчитаем назад от срока.",
            ),
        ),
    ),
    "Предложение": Usual(
        minutes=120,
        guide="Соберите расчёт и предложение под задачу клиента. Договоритесь, когда обсудите его голосом.",
        items=("Расчёт готов", "Предложение отправлено", "Назначен разговор о предложении"),
        advice=(
            (PHRASE, "", "Отправляю предложение. Давайте завтра за десять минут пройдёмся по цифрам?"),
            (
                TEMPLATE,
                "Предложение по вашей задаче",
                (
                    "Добрый день!\n\nКак договорились, отправляю предложение. Срок и оплата — на второй странице.\n\n"
                    "Удобно созвониться завтра, чтобы ответить на вопросы?"
                ),
            ),
        ),
    ),
    "Переговоры": Usual(
        minutes=180,
        guide="Снимите возражения и закрепите условия. Скидку меняйте на встречный шаг клиента.",
        items=("Условия оплаты согласованы", "Возражения сняты"),
        advice=(
            (
                OBJECTION,
                "Дорого",
                "С чем сравниваете? Давайте сопоставим, что входит в цену, — монтаж, гарантию, срок.",
            ),
            (OBJECTION, "Нужно подумать", "Конечно. Что именно хочется взвесить? Пришлю то, что поможет решить."),
        ),
    ),
    "Договор": Usual(
        minutes=60,
        guide="Проверьте реквизиты и подписанта, отправьте договор, держите срок подписания.",
        items=("Реквизиты проверены", "Договор отправлен"),
        advice=((PHRASE, "", "Кто у вас подписывает и как быстрее: по ЭДО или на бумаге?"),),
    ),
}


def advise(stages: list[Stage]) -> None:
    """Give these stages the usual method, by their names; nothing in it is obligatory."""
    for stage in stages:
        if usual := METHOD.get(stage.name):
            stage.minutes_norm, stage.guide = usual.minutes, usual.guide
            stage.save(update_fields=["minutes_norm", "guide"])
            CheckItem.objects.bulk_create(
                CheckItem(stage=stage, text=text, position=place) for place, text in enumerate(usual.items)
            )
            Advice.objects.bulk_create(
                Advice(stage=stage, sort=sort, title=title, text=text, position=place)
                for place, (sort, title, text) in enumerate(usual.advice)
            )
