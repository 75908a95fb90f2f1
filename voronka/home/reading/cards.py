"""A business card or a signature of a letter: lines of a human being, a position, a company, contacts."""

import re
from datetime import datetime

from rapidfuzz import fuzz

from voronka.core.given_names import is_first_name, is_patronymic
from voronka.home.reading import addresses, companies, contacts, people, positions
from voronka.home.reading.line import read_line
from voronka.home.reading.pieces import OrganizationRead, PersonRead, Reading
from voronka.home.reading.text import TAKEN, Text, Word
from voronka.records.search.variants import transliterated

# Lines that say nothing of anybody.
POLITE = re.compile(
    r"^\W*(?:(?:с\s+(?:уважением|ув\.|наилучшими|приветом|благодарностью|любовью)|(?:kind|best|warm)?\s*regards|best|cheers"
    r"|sincerely|yours|thanks|thank you|many thanks|mit freundlichen|cordialement|спасибо|заранее|хорошего|удачного"
    r"|всего|добрый|здравствуйте|доброго|приятного|hello|hi\b|dear)(?:\s+(?:пожеланиями|wishes|regards|grüßen|truly"
    r"|sincerely|вам|дня|вечера|доброго|хорошего|best|день|you))*)[\s,.!:]*",
    re.IGNORECASE,
)
FOOT = re.compile(
    r"^\W*(?:отправлено\s+(?:с|из)\s|sent\s+from|get\s+outlook|перед\s+печатью|please\s+consider|think\s+before)[^\n]*$",
    re.IGNORECASE | re.MULTILINE,
)
SMALL_PRINT = re.compile(
    r"^[^\n]{0,60}(?:конфиденциальн|confidential|intended\s+recipient|disclaimer|персональных\s+данных)[\s\S]*\Z",
    re.IGNORECASE | re.MULTILINE,
)
SOCIAL = re.compile(
    r"(?:https?://)?(?:www\.)?(?:vk\.com|t\.me|telegram\.me|facebook\.com|instagram\.com|linkedin\.com|youtube\.com|ok\.ru"
    r"|wa\.me|twitter\.com|x\.com|dzen\.ru|rutube\.ru)/[^\s,;|]*",
    re.IGNORECASE,
)
FAX = re.compile(r"(?:факс|fax)\s*[.:]*\s*[+\d][\d\s()-]{6,}", re.IGNORECASE)
TAILED = re.compile(rf",\s*(?=(?:{companies.SUFFIX})\b)")
PARTED = re.compile(r"[|\n;•]|\s[-–—·]\s|,\s|\s/\s|\(|\)|(?<=[a-z])\s+at\s+(?=[A-Z])")
FORMED = re.compile(
    rf"(?<![\w-])(?:{companies.FORMS})(?![\w-])|{companies.OPEN}|(?<![\w-])(?i:{companies.KINDS})\s+[A-ZА-ЯЁ]"
)
SUFFIXED = re.compile(rf"(?<![\w.])(?:{companies.SUFFIX})(?![\w@])\.?$")
POST = re.compile(
    rf"(?<!\w)(?:{positions.HEADS}|председател\w+|head of|{positions.ENGLISH_HEADS}|{positions.DEPUTY}"
    r"|начальника|руководителя)(?!\w)",
    re.IGNORECASE,
)
SHORT_POST = re.compile(rf"^(?:{positions.SHORT})$")
NAME_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
LABEL = re.compile(r"^\W*(?:должность|компания|организация|position|title|company|имя|фио|name)\s*:\s*", re.IGNORECASE)
ALIKE = 62  # of a hundred: how near a name comes to the domain of a letter box


def is_card(raw: str) -> bool:
    """Whether a text looks like a card: several lines, with a letter box or a phone among them."""
    lines = [line for line in raw.splitlines() if line.strip()]
    if len(lines) < 2:
        return False
    text = Text(raw)
    return bool(contacts.take_mails(text) or contacts.take_phones(text))


def read_card(raw: str, now: datetime) -> Reading:
    """What a card says, and a deal or a task that somebody has added to it; what is not understood is the note."""
    text = Text(bare(raw))
    person, organization = PersonRead(), OrganizationRead()
    person.emails = contacts.take_mails(text)
    social = _social(text)
    organization.website = contacts.take_site(text)
    organization.inn = contacts.take_inn(text)
    fax = _taken(text, FAX)
    person.phones = contacts.take_phones(text)
    organization.address = addresses.take_address(text)
    organization.name = _company(text)
    person.position = _position(text)
    hosts = [one.rpartition("@")[2] for one in person.emails] + [organization.website]
    names = people.take_person(text, [])
    if not any(names[:2]) and not organization.name:
        organization.name = _like_domain(text, hosts)
    if not any(names):
        names = people.take_unknown(text)
    organization.name = organization.name or _like_domain(text, hosts) or _beside(text)
    person.last_name, person.first_name, person.middle_name = names
    reading = Reading(person=person, organization=organization)
    _add_rest(reading, "; ".join(part for part in (text.left(), *social, *fax) if part), now)
    return _settled(reading, person, organization)


def bare(raw: str) -> str:
    """The text without greetings, small print and «sent from»."""
    text = raw.replace("\r\n", "\n").replace("\r", "\n")
    text = FOOT.sub("", SMALL_PRINT.sub("", text))
    text = re.sub(r"^[>\s]*-{2,}\s*$", "", text, flags=re.MULTILINE)
    text = re.sub(r"\[cid:[^\]]*\]|<mailto:[^>]*>", "", text)
    return "\n".join(POLITE.sub("", line) for line in text.split("\n"))


def _taken(text: Text, pattern: re.Pattern[str]) -> list[str]:
    found = []
    while one := text.find(pattern):
        found.append(" ".join(text.take(one.start(), one.end()).split()))
    return found


def _social(text: Text) -> list[str]:
    """Pages in social networks are no site of the company."""
    return _taken(text, SOCIAL)


def _pieces(text: Text) -> list[tuple[int, int]]:
    """Where the pieces of the card begin and end, that nobody took."""
    places, start = [], 0
    joined = TAILED.sub(lambda one: "\0" * len(one[0]), text.rest)
    for mark in [*PARTED.finditer(joined), None]:
        end = mark.start() if mark else len(text.rest)
        piece = text.rest[start:end]
        label = LABEL.match(piece)
        begin = start + (label.end() if label else len(piece) - len(piece.lstrip(" .:-–—*")))
        if text.whole[begin:end].strip() and TAKEN not in piece:
            places.append((begin, end))
        start = mark.end() if mark else end
    return places


def _company(text: Text) -> str:
    """A company by its legal form, by quotes, by a word like «завод»: its whole piece of the card."""
    for start, end in _pieces(text):
        piece = text.whole[start:end].strip(" .")
        if not (FORMED.search(piece) or SUFFIXED.search(text.whole[start:end].strip())):
            continue
        if POST.search(piece) or (_has_human(piece) and not piece.startswith("ИП")) or len(piece.split()) > 8:
            continue
        found = text.take(start, end)
        return companies.DROPPED.sub("", " ".join(found.split())).strip(" ,:")
    return companies.take_quoted(text) or companies.take_unquoted(text)


def _position(text: Text) -> str:
    """A position: its whole piece, where that has nothing else."""
    for start, end in _pieces(text):
        piece = text.whole[start:end].strip()
        if not (POST.search(piece) or SHORT_POST.match(piece)):
            continue
        if _has_human(piece) or len(piece.split()) > 9 or re.search(r"\d", piece):
            continue
        return " ".join(text.take(start, end).split()).rstrip(".,:")
    return positions.take_position(text)


def _has_human(piece: str) -> bool:
    return any(is_first_name(word) or is_patronymic(word) for word in NAME_WORD.findall(piece))


def _like_domain(text: Text, hosts: list[str]) -> str:
    """The piece that the domain of a letter box or a site is made of: «Технолайн» and tehnoline.ru."""
    names = [_label(host) for host in hosts if host]
    best, place = float(ALIKE), (0, 0)
    for start, end in _pieces(text):
        piece = text.whole[start:end].strip()
        latin = re.sub(r"[^a-z0-9]", "", "".join(map(_latin, piece.lower().split())))
        near = max((fuzz.ratio(latin, name) for name in names if name), default=0)
        if _is_title(piece) and near > best:
            best, place = near, (start, end)
    return " ".join(text.take(*place).split()).strip(" ,:") if place[1] else ""


def _latin(word: str) -> str:
    return word if word.isascii() else transliterated(word)


def _label(host: str) -> str:
    """«tehnoline» of https://www.tehnoline.ru/about; nothing of a public letter box."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", host.lower()).partition("/")[0].split(".")
    name = bare[-2] if len(bare) > 1 and len(bare[-2]) > 2 else bare[0]
    return "" if name in contacts.PUBLIC else re.sub(r"[^a-z0-9а-яё]", "", name)


def _beside(text: Text) -> str:
    """The piece that stands right beside the name and the position, when it looks like a name of a company."""
    blocks = [(start, end) for start, end in _pieces(text) if _is_title(text.whole[start:end].strip())]
    for start, end in blocks:
        line_before = text.rest[:start].rstrip(" \n,|(").endswith(TAKEN) and text.rest.find(TAKEN) < start
        if line_before:
            return " ".join(text.take(start, end).split()).strip(" ,:")
    return ""


def _is_title(piece: str) -> bool:
    words = [Word(one[0], one.start(), one.end()) for one in re.finditer(r"\S+", piece)]
    return (
        1 <= len(words) <= 5
        and len(piece) > 2
        and (piece[0].isupper() or piece[0].isdigit() or piece[0] in '«"“')
        and not re.search(r"[@:!?]", piece)
        and any(sign.isalpha() for sign in piece)
        and not addresses.is_address(piece)
    )


def _add_rest(reading: Reading, rest: str, now: datetime) -> None:
    """A deal or a task with its time among what nobody understood; otherwise it is the note."""
    added = read_line(rest, now) if rest else Reading()
    is_plain = added.person is None and added.organization is None
    if is_plain and (added.deal or (added.task and added.task.due)):
        reading.deal, reading.task, reading.note = added.deal, added.task, added.note
    else:
        reading.note = rest


def _settled(reading: Reading, person: PersonRead, organization: OrganizationRead) -> Reading:
    """Contacts belong to the human being, without one to the company."""
    if not person.name and organization.name:
        organization.phones, organization.emails = person.phones, person.emails
        reading.note = "; ".join(part for part in (person.position, reading.note) if part)
        reading.person = None
    if not organization.name and not organization.inn:
        reading.hint = contacts.company_of(person.emails)
        if not (organization.website or organization.address):
            reading.organization = None
    return reading
