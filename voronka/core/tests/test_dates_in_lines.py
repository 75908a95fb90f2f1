"""Days and moments among other words: found where they surely are, and nowhere else."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from voronka.core.quick_dates import find

WEDNESDAY = datetime(2026, 3, 4, 12, 20, tzinfo=ZoneInfo("Europe/Moscow"))
IN_LINES = [
    ("позвонить завтра в 15 Иванову", "завтра в 15"),
    ("позвонить завтра в 15, Иван Петров", "завтра в 15"),
    ("Иван Петров перезвонить через полтора часа по договору", "через полтора часа"),
    ("отправить КП до пятницы", "до пятницы"),
    ("встреча 25.12 в 10:00 в офисе", "25.12 в 10:00"),
    ("встреча в понедельник 9 марта в 11 у клиента", "в понедельник 9 марта в 11"),
    ("call John next Tuesday at 3pm about the offer", "next Tuesday at 3pm"),
    ("follow up in an hour and a half", "in an hour and a half"),
    ("сделка 150 000 до конца месяца", "до конца месяца"),
    ("(завтра)", "завтра"),
    ("позвонить в 15", "в 15"),
    ("позвонить пн 10:00 и в ср", "пн 10:00|в ср"),
    ("звонить 3 раза", ""),
    ("выросли в 2 раза", ""),
    ("в 5 городах", ""),
    ("завтра в 2 раза дороже", "завтра"),
    ("сделка 15 000", ""),
    ("сделка на 1.5 млн", ""),
    ("в 15 000 рублей", ""),
    ("труба 10.12 кг", ""),
    ("версия 2.1", ""),
    ("договор №25.12", ""),
    ("капнуть", ""),
    ("служба СБ", ""),
    ("Sun Microsystems", ""),
    ("предпочитает звонить вечером", ""),
    ("15th floor", ""),
    ("скидка до 10 человек", ""),
    ("8 903 123-45-67", ""),
]


@pytest.mark.req("X1")
@pytest.mark.parametrize(("line", "dates"), IN_LINES)
def test_dates_inside_a_line(line: str, dates: str) -> None:
    assert "|".join(line[one.start : one.end] for one in find(line, WEDNESDAY)) == dates
