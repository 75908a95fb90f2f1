"""The words for days, hours and numbers, Russian and English, folded: lower case, «ё» as «е»."""

from datetime import time


def _numbered(lines: tuple[str, ...], start: int = 0) -> dict[str, int]:
    return {word: number for number, words in enumerate(lines, start) for word in words.split()}


WEEKDAYS = _numbered(
    (
        "понедельник понедельника понедельнику пн monday mon",
        "вторник вторника вторнику вт tuesday tues tue",
        "среду среда среды среде ср wednesday wed",
        "четверг четверга четвергу чт thursday thurs thu",
        "пятницу пятница пятницы пятнице пт friday fri",
        "субботу суббота субботы субботе сб saturday sat",
        "воскресенье воскресенья воскресенью вс sunday sun",
    )
)
DAYS = {"сегодня": 0, "today": 0, "tonight": 0, "завтра": 1, "tomorrow": 1, "послезавтра": 2, "вчера": -1} | {
    "yesterday": -1,
    "позавчера": -2,
}
NUMBERS: dict[str, float] = {
    **_numbered(
        (
            "один одну одна a an one",
            "два две пару two couple",
            "три three",
            "четыре four",
            "пять five",
            "шесть six",
            "семь seven",
            "восемь eight",
            "девять nine",
            "десять ten",
            "одиннадцать eleven",
            "двенадцать twelve",
        ),
        start=1,
    ),
    "полтора": 1.5,
    "полторы": 1.5,
    "пятнадцать": 15,
    "fifteen": 15,
    "двадцать": 20,
    "twenty": 20,
    "тридцать": 30,
    "thirty": 30,
    "сорок": 40,
    "forty": 40,
}
# Units of time, the longest words first within each.
UNITS = {
    "minute": r"минут[ыу]?|мин\.?|minutes?|mins?|m",
    "hour": r"часов|часа|часик|час|ч\.?|hours?|hrs?|h",
    "day": r"день|дня|дней|дн\.?|сутки|суток|days?|d",
    "week": r"недел[юияь]|нед\.?|weeks?|w",
    "month": r"месяца|месяцев|месяц|мес\.?|months?",
    "year": r"года|год|лет|years?",
}
# Parts of the day and the hour that they stand for when none is said.
MORNING, NOON, AFTERNOON, EVENING = time(9), time(12), time(14), time(18)
LUNCH = time(13)
PARTS = {
    r"с утра|утром|(?:in the |this )?morning": MORNING,
    r"в полдень|к полудню|до обеда|в первой половине дня|(?:at |by )?noon|before lunch": NOON,
    r"в обед|at lunch": LUNCH,
    r"днем|после обеда|во второй половине дня|(?:in the |this )?afternoon|after lunch": AFTERNOON,
    r"вечером|к вечеру|(?:in the |this |by )?evening|(?:at )?night(?=$)": EVENING,
}
FILLERS = r"\b(?:в|во|на|к|ко|до|с|at|on|by|the|of|г|года|until|till)\b"
