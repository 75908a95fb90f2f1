"""The words that requisites are labelled with, in all the ways that people write them."""

import re
from dataclasses import dataclass

_ACCOUNT = r"сч(?:[её]т|\.)?"
# Field -> how it is labelled; the first that fits at a place wins, so longer ones stand first.
LABELS: tuple[tuple[str, str], ...] = (
    ("inn_kpp", r"инн\s*[/\\|,и]\s*кпп(?:\s+(?:организации|получателя))?|inn\s*/\s*kpp"),
    ("skip", r"инн\s+банка|кпп\s+банка|огрн\s+банка|адрес\s+банка|bank\s+address|(?:address\s+of\s+(?:the\s+)?bank)"),
    ("skip", r"окпо|оквэд(?:\s*2)?|окато|октмо|окогу|окфс|окопф|код\s+оквэд|основной\s+вид\s+деятельности|система\s+налогообложения"),
    ("skip", r"тел(?:ефон)?(?:\s*/\s*факс)?|факс|моб(?:ильный)?|e-?mail|эл(?:ектронная|\.)?\s*почта|электронный\s+адрес|почта|сайт|web(?:site)?|phone|fax|tel"),
    ("skip", r"главный\s+бухгалтер|гл\.?\s*бухгалтер|chief\s+accountant|дата\s+(?:гос\S*\s+)?регистрации|паспорт|снилс"),
    ("tax_number", r"vat(?:\s*(?:id|no\.?|number|reg(?:istration)?\.?\s*no\.?))?|tax\s*(?:id|no\.?|number|identification\s+number)(?:\s*\(ein\))?|tin|ein|company\s+(?:reg(?:istration)?\.?\s*)?(?:no\.?|number)|reg(?:istration)?\.?\s*(?:no\.?|number)|унп|бин|бин\s*/\s*иин|ust-?id(?:nr)?\.?|hrb"),
    ("inn", r"инн(?:\s+(?:организации|юр\S*\s+лица|ип|получателя|предприятия))?|inn|идентификационный\s+номер\s+налогоплательщика(?:\s*\(инн\))?"),
    ("kpp", r"кпп(?:\s+(?:организации|получателя))?|kpp|код\s+причины\s+постановки(?:\s+на\s+(?:налоговый\s+)?уч[её]т)?(?:\s*\(кпп\))?"),
    ("ogrn", r"огрн\s*/\s*огрнип|огрнип|огрн(?:\s+ип)?|ogrn(?:ip)?|основной\s+государственный\s+регистрационный\s+номер(?:\s+индивидуального\s+предпринимателя)?(?:\s*\(огрн(?:ип)?\))?|егрип|егрюл"),
    ("swift", r"swift(?:\s*[-/]?\s*(?:code|bic|код|kod))?(?:\s*/\s*bic)?|bic\s*/\s*swift|свифт(?:[- ]код)?"),
    ("correspondent", rf"корр?(?:еспондентский|\.)?\s*/?\s*(?:{_ACCOUNT}|с\b)|к\s*/\s*{_ACCOUNT}|к\s*/\s*с|кс|к\.\s*с\.|екс|единый\s+казначейский\s+{_ACCOUNT}|corr?(?:espondent|\.)?\s*(?:acc(?:ount|\.)?|a/c)"),
    ("bic", r"бик(?:\s+(?:банка|тофк))?|bik|bic(?:\s+code)?"),
    ("account", rf"(?:валютный|текущий|рублевый|рублёвый|лицевой|казначейский|транзитный|номер)\s+(?:валютный\s+)?{_ACCOUNT}(?:а)?|(?:расч(?:[её]тный|\.)?|рас)\s*/?\s*{_ACCOUNT}|р\s*/\s*{_ACCOUNT}|р\s*/\s*с|рс|р\.\s*с(?:ч)?\.|iban(?:\s*(?:no\.?|code))?|account(?:\s*(?:no\.?|number|#))?|acc(?:\.|ount)?\s*no\.?|a/c(?:\s*no\.?)?|{_ACCOUNT}\s*(?:№|получателя|n\b)|номер\s+сч[её]та|иик|^сч[её]т(?=\s*:?\s*\d)"),
    ("bank", r"(?:полное\s+)?наименование\s+(?:банка|кредитной\s+организации)|банк\s+получателя|банк\s*/\s*филиал|beneficiary(?:'s)?\s+bank(?:\s+name)?|bank\s+name|name\s+of\s+(?:the\s+)?bank|(?<!-)банк(?=\s*[:\t])|^банк(?=\s*(?:[–—-]|$))|bank(?=\s*[:\t–—-])|^банк(?=\s+(?:ПАО|АО|ООО|КБ|АКБ|Филиал|ФИЛИАЛ)\b)|в\s+банке"),
    ("both", r"(?:юр(?:идический|\.)?\s*(?:,|и|/)\s*(?:факт(?:ический|\.)?|почт(?:овый|\.)?)(?:\s*(?:,|и|/)\s*(?:почт(?:овый|\.)?|факт(?:ический|\.)?))?)\s*адреса?|адрес\s+\(?юр\S*\s*(?:и|/|,)\s*(?:факт|почт)\S*"),
    ("postal_address", r"(?:факт(?:ический|\.)?\s*(?:и|/|,)\s*почт(?:овый|\.)?|почт(?:овый|\.)?\s*(?:и|/|,)\s*факт(?:ический|\.)?|почт(?:овый|\.)?|факт(?:ический|\.)?)\s*адрес|адрес\s+(?:для\s+корреспонденции|фактический|почтовый|местонахождения\s+офиса)|(?:postal|mailing|actual|office|correspondence)\s+address"),
    ("address", r"(?:юр(?:идический|\.)?|местонахождени[ея]\s+и)\s*адрес(?:\s+(?:организации|компании|регистрации))?|адрес\s+(?:регистрации|юридического\s+лица|места\s+нахождения|юридический|местонахождения|организации)(?:\s+(?:ип|организации))?|адрес\s*\(место\s+нахождения\)|место\s*нахождени[ея](?:\s+(?:общества|организации|юридического\s+лица))?|(?:registered|legal|registration)\s+(?:office\s+)?address|registered\s+office|адрес(?=\s*[:\t–—-])|^адрес(?=\s*$)|address(?=\s*[:\t–—-])"),
    ("country", r"country(?:\s+of\s+(?:registration|incorporation))?|страна(?:\s+регистрации)?"),
    ("full_name", r"полное\s+(?:фирменное\s+)?(?:официальное\s+)?(?:наименование|название)(?:\s+(?:организации|предприятия|юр\S*\s+лица|общества|компании|контрагента|на\s+русском\s+языке))?|full\s+(?:legal\s+|company\s+)?name|наименование\s+полное"),
    ("name", r"(?:сокр(?:ащ[её]нное|\.)?|краткое)\s+(?:фирменное\s+)?(?:официальное\s+)?(?:наименование|название|наим\.?)(?:\s+(?:организации|предприятия|юр\S*\s+лица|общества|компании))?|наименование\s+(?:сокращ[её]нное|краткое)|(?:наименование|название)(?:\s+(?:организации|предприятия|юр\S*\s+лица|компании|получателя|контрагента|ип))?|получатель(?:\s+платежа)?|(?:организация|контрагент|компания|предприятие|поставщик|покупатель|заказчик|исполнитель)(?=\s*[:\t–—-])|(?:short\s+|legal\s+)?name(?=\s*[:\t–—-])|company(?:\s+name)?(?=\s*[:\t–—-])|beneficiary(?:'s)?(?:\s+name)?(?=\s*[:\t–—-])"),
    ("in_person", r"в\s+лице"),
    ("authority", r"(?:действу(?:ет|ющ(?:ий|его|ая|ей))\s+)?на\s+основании|основание\s+(?:полномочий|подписи)|основание(?=\s*:)|acts?\s+on\s+the\s+basis\s+of|(?:acting\s+)?on\s+the\s+basis\s+of"),
    ("leader", r"(?:ф\.?\s*и\.?\s*о\.?\s+)?(?:руководител[ья]|подписант)(?:\s+(?:организации|предприятия|компании))?|руководитель\s*\(должность,?\s*фио\)|signatory|authori[sz]ed\s+(?:person|signatory)"),
    ("position", r"должность(?:\s+(?:руководителя|подписанта))?|position|title(?=\s*:)"),
    ("signatory", r"ф\.?\s*и\.?\s*о\.?(?:\s+(?:руководителя|подписанта|директора|полностью|генерального\s+директора))?"),
    ("director", r"(?:(?:и\.?\s*о\.?|врио|зам(?:еститель|\.)?)\s+)?(?:ген(?:еральн(?:ый|ого)|\.)?|исполнительный|управляющий|коммерческий|финансовый|технический|исп\.)?\s*дирек(?:тор|тора)(?:\s+(?:филиала|по\s+\w+))?|президент|председатель(?:\s+правления|\s+совета)?(?=\s|:)|главный\s+врач|заведующ(?:ий|ая)|ректор|глава(?=\s+КФХ)|general\s+director|managing\s+director|director|ceo|chief\s+executive\s+officer|president(?=\s*[:\t–—-])|управляющий(?=\s*[:\t–—-])"),
)  # fmt: skip
_TOGETHER = "|".join(f"(?P<l{place}>{pattern})" for place, (_name, pattern) in enumerate(LABELS))
LABEL = re.compile(rf"(?<![\w/«\"])(?:{_TOGETHER})(?![\w«])", re.IGNORECASE)


@dataclass(frozen=True)
class Item:
    """A label with what stands behind it; `title` is the label itself, as it was written."""

    name: str
    title: str
    value: str
    is_broken: bool = False


def items_of(text: str) -> tuple[list[str], list[Item]]:
    """The lines that stand under no label, and the labelled values in their order.

    A value ends at the next label or at the end of its line; one that is empty so far takes the next line.
    """
    free: list[str] = []
    items: list[Item] = []
    waiting: list[tuple[str, str]] = []
    for line in text.split("\n"):
        found = _labels_of(line, waiting)
        head = _trimmed(line[: found[0].start()] if found else line)
        if head and waiting and not (found and _is_word(head)):
            items.append(Item(*waiting.pop(0), head, _is_broken(line)))
        elif head and items and not waiting and _goes_on(items[-1], line):
            last = items.pop()
            comma = "," if last.is_broken else ""
            items.append(Item(last.name, last.title, f"{last.value}{comma} {head}", _is_broken(line)))
        elif head:
            free.append(head)
        for place, match in enumerate(found):
            end = found[place + 1].start() if place + 1 < len(found) else len(line)
            name, value = _name_of(match), _trimmed(line[match.end() : end])
            if value:
                items += [Item(*one, "") for one in waiting]
                waiting = []
                items.append(Item(name, match[0], value, end == len(line) and _is_broken(line)))
            else:
                waiting.append((name, match[0]))
    return free, items + [Item(*one, "") for one in waiting]


OF_PEOPLE = {"leader", "position", "signatory", "in_person"}
LONG = {"address", "postal_address", "both", "full_name", "name", "bank", "in_person"}


def _goes_on(item: Item, line: str) -> bool:
    """Whether a line without a label is the rest of an address or a name that was broken."""
    if item.name not in LONG:
        return False
    if item.is_broken or item.value.count("«") > item.value.count("»"):
        return True
    return re.match(r"\s*(?:ул|д|стр|корп|оф|офис|кв|пом|эт|г|обл|пр-т|пер|ш|помещ|комн?)\b\.?", line) is not None


def _labels_of(line: str, waiting: list[tuple[str, str]]) -> list[re.Match[str]]:
    """The labels of a line; a position behind a label of people is a value: «Должность: Исполнительный директор»."""
    found: list[re.Match[str]] = []
    names = [name for name, _title in waiting]
    for match in LABEL.finditer(line):
        name = _name_of(match)
        if name != "director" or not names or names[-1] not in OF_PEOPLE:
            found.append(match)
            names.append(name)
    return found


def _name_of(match: re.Match[str]) -> str:
    return LABELS[int((match.lastgroup or "l0")[1:])][0]


def _is_broken(line: str) -> bool:
    return line.rstrip().endswith(",")


def _is_word(head: str) -> bool:
    """Whether what stands before a label is a numbering or a preposition, no value."""
    return len(head) < 4 and not any(sign.isdigit() for sign in head)


EDGES = " \t:;,.–—-=|№#_*•·/\\"


def _trimmed(text: str) -> str:
    """The value without the signs that part it from its label and its neighbours."""
    found = text.lstrip(EDGES).rstrip(" \t:;,–—-=|_*•·/\\")
    if found.count("(") < found.count(")") and found.startswith(")"):
        found = found[1:].lstrip(EDGES)
    return found.removesuffix("(").rstrip(" ,;")
