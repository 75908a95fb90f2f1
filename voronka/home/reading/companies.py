"""Names of companies inside a text: by their legal form, by quotes, by the word «компания»."""

import re

from voronka.core.given_names import is_first_name, is_like_surname, is_patronymic
from voronka.home.reading.text import Text, Word

FORMS = (
    r"общество с ограниченной ответственностью|(?:публичное |закрытое |открытое )?акционерное общество"
    r"|индивидуальный предприниматель"
    r"|ООО|ОАО|ЗАО|ПАО|НАО|АО|НКО|АНО|ТОО|ФГУП|ФГБУ|ГУП|МУП|ГБУ|МБУ|ОсОО|ОДО|ЧУП|УП|ГК|ТД|ЧОП|НПО|НПП|НПФ|ТСЖ"
    r"|СНТ|КФХ|ФОП|ЧП|ПБОЮЛ|ГБУЗ|ФКУ|МКУ|МУЗ|МБОУ|МАОУ|ГБОУ|ФГБОУ|ФГАОУ|ИП"
)
KINDS = (
    r"группа компаний|торговый дом|завод|фабрика|комбинат|фонд|студия|магазин|кафе|ресторан|клиника|школа"
    r"|агентство|центр|банк|типография"
    r"|гостиница|отель|институт|университет|холдинг|корпорация|фирма|компания|организация|сеть|салон|мастерская"
    r"|бюро|издательство|предприятие|галерея|автосалон|автосервис|автоцентр|клуб|ателье|аптека|стоматология|пекарня"
    r"|кофейня|бар|турагентство|лаборатория|театр|музей|больница|колледж|лицей|гимназия|ферма|лесопилка|автошкола"
)
MARKER = r"компания|фирма|организация|company|firm"
SUFFIX = (
    r"Inc|LLC|L\.L\.C|Ltd|Limited|LLP|LP|Corp|Corporation|PLC|GmbH|AG|KG|SA|S\.A|SAS|SARL|SRL|S\.r\.l|BV|B\.V|NV"
    r"|N\.V|Oy|AB|ApS|AS|Pty|Co|Sp\. z o\.o|A\.Ş"
)
# What trade calls itself: «Бетонстрой», «Ашхабад Трейд»; surnames do not end so.
TRADE = (
    r"строй|торг|снаб|сбыт|сервис|пром|маш|трейд|трейдинг|групп|транс|агро|маркет|монтаж|комплект|двор|бетон|холдинг"
    r"|инвест|логистик|логистикс|софт|медиа|фарм|металл|нефть|энерго|лайн|телеком|проект|мебель|крафт|ресурс|альянс|лес"
)
COMPOUND = re.compile(rf"(?<![\w-])[А-ЯЁ][а-яё]+(?:{TRADE})(?![\w-])")
WITH_TRADE = re.compile(rf"(?<![\w-])[А-ЯЁ][\w-]+[ ](?i:{TRADE}|плюс)(?![\w-])")
SOLE_TRADERS = {"ИП", "ФОП", "ЧП", "ПБОЮЛ"}
OPEN, CLOSE = r"[«\"“„‘]", r"[»\"”“’]"
NESTED = rf'"\s*(?:{FORMS})\s+"[^"\n|]{{2,60}}"{{1,2}}'
QUOTED = rf"(?:{NESTED}|{OPEN}[^«»\"“”„\n|]{{2,80}}{CLOSE}(?:[^«»\"“”„\n|]{{1,40}}»)?)"
QUOTED_FORM = re.compile(
    rf"(?<!\w)(?:(?:{FORMS}|{KINDS})\s+)*(?:{FORMS}|{KINDS})\s*{QUOTED}"
    rf"|{QUOTED},?\s*(?:(?:{FORMS})(?!\w)|(?-i:(?:{SUFFIX}))\.?(?!\w))",
    re.IGNORECASE,
)
QUOTED_ALONE = re.compile(QUOTED)
FORM = re.compile(rf"(?<![\w-])(?P<form>{FORMS})(?![\w-])", re.IGNORECASE)
KIND_BEFORE = re.compile(rf"(?<![\w-])(?P<form>{KINDS})\s+(?=(?-i:[A-ZА-ЯЁ]))", re.IGNORECASE)
DESCRIBED = re.compile(rf"(?<![\w-])(?P<form>[А-ЯЁ][а-яё]+(?:ая|ый|ий|ое|ой)\s+(?i:{KINDS}))\s+(?=[A-ZА-ЯЁ])")
SUFFIXED = re.compile(rf"(?<![\w.])(?P<form>(?:{SUFFIX}))(?![\w@])\.?")
FORM_BEHIND = re.compile(rf"(?<![\w-])(?:[А-ЯЁ][\w-]+[ ]+){{1,3}}(?-i:{FORMS})(?![\w-])(?=\s*(?:[|,;\n]|$))")
MARKED = re.compile(rf"(?<!\w)(?:{MARKER})\s*:?\s+(?=(?-i:[A-ZА-ЯЁ«\"0-9]))", re.IGNORECASE)
DROPPED = re.compile(rf"^(?:{MARKER})\s+", re.IGNORECASE)
INSIDE = frozenset(
    """
    и & дом завод компания плюс ко group co of the and de
    """.split()  # noqa: SIM905  # a list of words reads best as text
)
STOPS = frozenset(
    """
    сделка заказ продажа контракт deal opportunity тел инн сайт почта call
    """.split()  # noqa: SIM905  # a list of words reads best as text
)


def take_quoted(text: Text) -> str:
    """A company in quotes; its legal form before or behind belongs to it."""
    one = text.find(QUOTED_FORM) or text.find(QUOTED_ALONE)
    return _clean(text.take(one.start(), one.end())) if one else ""


def take_unquoted(text: Text) -> str:
    """A company with a legal form or after the word «компания», without quotes."""
    for pattern in (FORM, DESCRIBED, MARKED, KIND_BEFORE):
        place = 0
        while one := text.find(pattern, place):
            place = one.end()
            end = _end(text, one, is_form=pattern is FORM)
            if end > one.end():
                start = one.end() if pattern is MARKED else one.start()
                name = _clean(text.take(start, end))
                text.take(one.start(), end)
                return _capital(name) if pattern is FORM else name
    return _suffixed(text) or _form_behind(text) or _trade(text)


def _form_behind(text: Text) -> str:
    """«Вино Грузии ООО»: the form stands last, and nothing goes on behind it."""
    one = text.find(FORM_BEHIND)
    return _clean(text.take(one.start(), one.end())) if one else ""


def is_trade(word: str) -> bool:
    """Whether a word is called as firms are: «Стройдвор»."""
    return COMPOUND.fullmatch(word) is not None and not is_like_surname(word, surely=True)


def _trade(text: Text) -> str:
    """«Бетонстрой», «Ашхабад Трейд»: names of firms without a form."""
    one = text.find(WITH_TRADE) or text.find(COMPOUND)
    return _clean(text.take(one.start(), one.end())) if one else ""


def _end(text: Text, mark: re.Match[str], *, is_form: bool) -> int:
    """Where the name behind a legal form ends: at a human being, at a small letter, at anything understood."""
    words = _line(text, mark.end())
    if is_form and mark["form"].upper() in SOLE_TRADERS:
        return _end_of_sole_trader(words, mark.end())
    end, taken = mark.end(), 0
    for number, word in enumerate(words[:5]):
        following = words[number + 1].text if number + 1 < len(words) else ""
        if word.text.lower().strip(".") in STOPS or (taken and _is_human(word.text, following)):
            break
        is_capital = word.text[:1].isupper() or word.text[:1].isdigit()
        is_joint = word.text.lower() in INSIDE and taken and following
        if taken and not is_capital and not is_joint:
            break
        if taken and not _touching(text, end, word):
            break
        end, taken = word.end, taken + 1
    return end


def _line(text: Text, start: int) -> list[Word]:
    """The words up to the next separator or taken place."""
    stop = re.compile(r"[|;\n/,()]|\s[-–—•·]\s").search(text.rest, start)
    return text.words(start, stop.start() if stop else len(text.rest))


def _touching(text: Text, end: int, word: Word) -> bool:
    return not text.rest[end : word.start].strip()


def _is_human(word: str, following: str) -> bool:
    if is_first_name(word) or is_patronymic(word):
        return True
    return is_like_surname(word) and (
        is_first_name(following) or re.fullmatch(r"[А-ЯЁA-Z]\.(?:[А-ЯЁA-Z]\.)?", following) is not None
    )


def _end_of_sole_trader(words: list[Word], start: int) -> int:
    """«ИП Петров И. С.», «ИП Петров Иван Сергеевич», «ИП Ли»."""
    end = start
    for number, word in enumerate(words[:3]):
        is_initials = re.fullmatch(r"(?:[А-ЯЁ]\.){1,2}[А-ЯЁ]?", word.text) is not None
        has_patronymic = number == 1 and len(words) > 2 and is_patronymic(words[2].text)
        if number == 0 or is_initials or has_patronymic or (number == 2 and is_patronymic(word.text)):
            end = word.end
        else:
            break
    return end


def _suffixed(text: Text) -> str:
    """“Brown & Sons Ltd”: the capitalised words before the form."""
    one = text.find(SUFFIXED)
    if not one:
        return ""
    start = max(
        (mark.end() for mark in re.finditer(r"[|;\n/:()]|,(?=\s)|\s[-–—•·]\s", text.rest[: one.start()])), default=0
    )
    if text.rest[start : one.start()].strip() == "" and start and text.rest[start - 1] == ",":
        before = text.rest[: start - 1]
        start = max((mark.end() for mark in re.finditer(r"[|;\n/:()]|,(?=\s)", before)), default=0)
    words = text.words(start, one.start())
    first = one.start()
    for word in reversed(words[-4:]):
        if not (word.text[:1].isupper() or word.text[:1].isdigit() or word.text.lower() in INSIDE):
            break
        first = word.start
    while words and first < one.start() and text.rest[first : first + 4].lower().startswith(("and ", "& ")):
        first = text.rest.index(" ", first) + 1
    return _clean(text.take(first, one.end())) if first < one.start() else ""


def _clean(name: str) -> str:
    return DROPPED.sub("", " ".join(name.split())).strip(" ,")


def _capital(name: str) -> str:
    """«ооо ромашка» is «ООО Ромашка»."""
    form, _space, rest = name.partition(" ")
    if not FORM.fullmatch(form) or form.isupper():
        return name
    return f"{form.upper() if len(form) <= 4 else form} {rest[:1].upper()}{rest[1:]}"
