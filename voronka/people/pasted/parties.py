"""Who: the name in law of a company, the person who signs, and by what right."""

import re
from datetime import date

from voronka.people import case_forms
from voronka.people.pasted.labels import Item
from voronka.people.pasted.reading import Reading

LONG_FORM = re.compile(
    r"(?:публичное\s+|непубличное\s+|закрытое\s+|открытое\s+)?акционерное\s+общество|общество\s+с\s+ограниченной"
    r"\s+ответственностью|индивидуальный\s+предприниматель|(?:муниципальное|государственное|федеральное|автономная|"
    r"некоммерческая|товарищество|ассоциация|фонд)\b",
    re.IGNORECASE,
)
SHORT_FORM = re.compile(
    r"(?:ООО|АО|ПАО|ОАО|ЗАО|НАО|ИП|АНО|НКО|ТСЖ|ФГУП|МУП|ГБУЗ|МБУЗ|ГБУ|МБУ|МАУ|МКУ|ГКУ|ГАУ|ФГБУ|ФКУ|МБОУ|МАОУ|ГБОУ|ФГБОУ"
    r"|ФГАОУ|МБДОУ|ГУП|КФХ|СПК|СНТ|ЧОУ|НОУ|ОДО|ЧУП|ОсОО|ТОО|Самозанят\w+)\s*[«\"“„А-ЯЁA-Z]"
)
ABROAD = re.compile(
    r"\b(?:LLC|L\.L\.C\.|Ltd\.?|Limited|Inc\.?|GmbH|AG|S\.?A\.?|B\.?V\.?|LLP|PLC|Corp\.?|S\.r\.l\.|Oy|AB|FZE|ТОО)\W*$"
)
SHORT = {
    "общество с ограниченной ответственностью": "ООО",
    "публичное акционерное общество": "ПАО",
    "непубличное акционерное общество": "АО",
    "закрытое акционерное общество": "ЗАО",
    "открытое акционерное общество": "ОАО",
    "акционерное общество": "АО",
    "индивидуальный предприниматель": "ИП",
}
# Payments of state institutions go by the treasury: «УФК по г. Москве (ГБОУ «Школа № 1», л/с 20736U12345)».
TREASURY = re.compile(
    r"(?:УФК|Отдел\w*|Комитет|Минфин|Министерство|Департамент|Финансов\w+|Казначейств\w+)[^(]*\((.+?)[,;]?\s*л\s*/\s*с",
    re.IGNORECASE,
)
CALLED = re.compile(r",?\s*\(?(?:именуем\w+|далее)\s+.*$", re.IGNORECASE)
WORD = r"[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
FULL = rf"{WORD}\s+{WORD}\s+{WORD}(?:\s+(?:оглы|кызы))?"
INITIALS = rf"{WORD}\s+[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?|[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.)?\s?{WORD}"
PERSON = re.compile(rf"(?:{FULL}|{INITIALS}|{WORD}\s+{WORD})")
LATIN = re.compile(r"(?:Mr\.?|Mrs\.?|Ms\.?|Dr\.?)?\s*([A-Z][a-z]+(?:[ -][A-Z][a-z.]*){1,3})")
POSITION = re.compile(
    r"(?:(?:заместител\w+|ген(?:еральн\w+|\.)?|исполнительн\w+|коммерческ\w+|финансов\w+|управляющ\w+|и\.\s?о\.|врио"
    r"|(?:временно\s+)?исполняющ\w+\s+обязанности)\s+)*"
    r"(?:директор\w*|президент\w*|председател\w+(?:\s+правления|\s+совета)?|управляющ\w+|руководител\w+|заведующ\w+|"
    r"главн\w+\s+врач\w*|начальник\w*|ректор\w*)(?:\s+по\s+[а-яё ]+|\s+филиала|\s+департамента)?",
    re.IGNORECASE,
)
AUTHORITY = {
    "charter": re.compile(r"устав|charter|articles", re.IGNORECASE),
    "attorney": re.compile(r"доверенност|power\s+of\s+attorney", re.IGNORECASE),
    "registration": re.compile(r"егрип|свидетельств|лист\w*\s+записи|огрнип|регистраци", re.IGNORECASE),
    "order": re.compile(r"приказ|решени|протокол", re.IGNORECASE),
}
MONTHS = (
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
)  # fmt: skip
DAY = re.compile(
    rf"(\d{{1,2}})[./](\d{{1,2}})[./](\d{{4}})|[«“\"]?(\d{{1,2}})[»”\"]?\s+({'|'.join(MONTHS)})\s+(\d{{4}})",
    re.IGNORECASE,
)


def name_in(reading: Reading, label: str, value: str) -> bool:
    """A name in law out of a labelled value; what a contract calls the party is no part of it."""
    if budget := TREASURY.match(value):
        reading.rest.append(value)
        value = budget[1].strip(" ,;")
    if called := CALLED.search(value):
        reading.rest.append(value[called.start() :].strip(" ,("))
        value = value[: called.start()].rstrip(" ,(")
    long, _sep, short = value.partition("(")
    if LONG_FORM.match(value) and SHORT_FORM.match(short) and short.rstrip(" .").endswith(")"):
        return _put(reading, "full_name", long.strip(" ,")) and _put(reading, "name", short.rstrip(" .)").strip())
    if label == "name" and not LONG_FORM.match(value):
        return _put(reading, "name", value)
    if label == "full_name" or LONG_FORM.match(value):
        return _put(reading, "full_name", value)
    return _put(reading, "name", value)


def name_in_line(reading: Reading, _accounts: object, line: str) -> bool:
    """A name in law out of a line that begins like one."""
    value = re.sub(r"^(?:(?:банковские\s+)?реквизиты|карточка)\s+(?:компании|организации)?\s*", "", line, flags=re.I)
    if not (LONG_FORM.match(value) or SHORT_FORM.match(value) or ABROAD.search(value)):
        return False
    return name_in(reading, "free", value)


def person_in(reading: Reading, item: Item) -> bool:
    """What a label of people tells: the position, the name, the right to sign."""
    value = item.value
    if item.name == "authority":
        return _authority(reading, value)
    if item.name == "position":
        return _put(reading, "signatory_position", value)
    if item.name == "director":
        found = PERSON.search(value) or LATIN.search(value)
        if found is None:
            return False
        behind = value[: found.start()].strip(" ,:–—-/")
        title = " ".join(item.title.split())
        goes_on = re.match(r"(?:по\s+[а-яё ]+|филиала)$", behind)
        _put(reading, "signatory_position", f"{title} {behind}" if goes_on else title)
        return _person(reading, value)
    return _person(reading, value, turned=item.name == "in_person")


def loose_person(reading: Reading, _accounts: object, line: str) -> bool:
    """A line that is a name and nothing else, while the signatory is not known yet but the position is."""
    if "signatory_name" in reading.values or not re.fullmatch(rf"{FULL}|{INITIALS}", line.strip()):
        return False
    return "signatory_position" in reading.values and _put(reading, "signatory_name", line.strip())


def settle(reading: Reading) -> None:
    """The short name out of the full one, and the other way round for a single name."""
    values = reading.values
    full = values.get("full_name", "")
    form = LONG_FORM.match(full)
    if full and "name" not in values:
        short = SHORT.get(" ".join(form[0].lower().split()), "") if form else ""
        values["name"] = f"{short} {full[form.end() :].strip()}" if form and short else full
    if values.get("signatory_position"):
        position = values["signatory_position"]
        values["signatory_position"] = re.sub(r"(?i)^ген\.?\s+", "генеральный ", position)


def _person(reading: Reading, value: str, *, turned: bool = False) -> bool:
    """Position and name in one value; `turned` ones stand in the genitive, as behind «в лице»."""
    position = POSITION.search(value)
    start = position.end() if position else 0
    found = PERSON.search(value, start) or LATIN.search(value, start)
    if position and (found or turned):
        title = position[0].strip()
        _put(reading, "signatory_position", case_forms.nominative_position(title) if turned else title)
    if found is None:
        return bool(position) and _put(reading, "signatory_position", value)
    name = " ".join((found[1] if found.re is LATIN else found[0]).split())
    return _put(reading, "signatory_name", case_forms.nominative_name(name) if turned else name)


def _authority(reading: Reading, value: str) -> bool:
    kind = next((kind for kind, words in AUTHORITY.items() if words.search(value)), "")
    if not kind or not _put(reading, "authority", kind):
        return False
    if number := re.search(r"(?:№|N|No\.?)\s*([\w/\-]+)", value):
        reading.values["authority_number"] = number[1]
    if (found := DAY.search(value)) and (on := _day(found)):
        reading.values["authority_on"] = on
    return True


def _day(found: re.Match[str]) -> str:
    if found[1]:
        year, month, day = int(found[3]), int(found[2]), int(found[1])
    else:
        year, month, day = int(found[6]), MONTHS.index(found[5].lower()) + 1, int(found[4])
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return ""


def _put(reading: Reading, name: str, value: str) -> bool:
    if not value or reading.values.get(name, value) != value:
        return False
    reading.values[name] = value
    return True
