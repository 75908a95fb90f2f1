"""Names of people inside a text, put in order: last name, first name, patronymic."""

import re
from collections.abc import Sequence

from voronka.core.given_names import is_first_name, is_like_surname, is_patronymic, is_sure_patronymic
from voronka.home.reading.companies import is_trade
from voronka.home.reading.text import Text, Word

INITIAL = re.compile(r"[A-ZА-ЯЁ]\.(?:[A-ZА-ЯЁ]\.?)?")
PARTICLES = frozenset(
    """
    de di da del della der den van von la le al el bin ibn mac ten ter dos du des
    дер ден де да ди дель ла ле фон аль бен
    """.split()  # noqa: SIM905  # a list of words reads best as text
)
KINSHIP = {"оглы", "кызы", "гызы", "улы", "уулу", "угли", "кизи"}
AFTER_THESE = re.compile(
    r"(?:ООО|ОАО|ЗАО|ПАО|НАО|АО|НКО|АНО|ТОО|ГК|ТД|ЧОП|ИП|компания|фирма|организация|company|with|с|со|с\.|ул"
    r"|ул\.|им\.|имени|г\.)",
    re.IGNORECASE,
)
NOT_NAMES = frozenset(
    """
    сделка заказ продажа контракт позвонить встреча созвон перезвонить отправить написать deal call meeting email
    ооо ао зао пао тел моб ип гк тд оао ltd inc llc gmbh corp plc kind regards best уважением the добрый день
    здравствуйте россия москва санкт-петербург завтра сегодня
    """.split()  # noqa: SIM905  # a list of words reads best as text
)
SEPARATED = re.compile(r"[|;\n/]|,(?=\s|$)|\s[-–—•·]\s|[«»\"“”„():!?]|\.\s{2,}")


class Name:
    """A run of words that are a name."""

    def __init__(self, words: list[Word]) -> None:
        self.words = words

    @property
    def strength(self) -> int:
        """How many parts it has."""
        return len(self.words)


def take_person(text: Text, verbs: list[re.Match[str]]) -> tuple[str, str, str]:
    """Last, first and middle name of the first human being; `verbs` are the tasks, whose object stays with them."""
    has_capitals = re.search(r"(?<!\w)[A-ZА-ЯЁ]", re.sub(r"@\S+", "", text.rest)) is not None
    found = [name for words in _runs(text) for name in _names(text, words, has_capitals=has_capitals)]
    found = [one for one in found if not _is_object(text, one, verbs)]
    if not found:
        return "", "", ""
    best = max(found, key=lambda one: (one.strength > 1, -one.words[0].start))
    text.take(best.words[0].start, best.words[-1].end)
    return ordered([word.text for word in best.words])


def take_unknown(text: Text, verbs: Sequence[re.Match[str]] = ()) -> tuple[str, str, str]:
    """A name out of words that no list knows: two capitalised ones, or a surname by its ending; a task bounds it."""
    for words in _bounded(_runs(text), verbs):
        run = [word for word in words if word.text[:1].isupper() and word.text.lower() not in NOT_NAMES]
        if (
            len(run) == len(words)
            and 2 <= len(run) <= 3
            and all(re.fullmatch(r"[^\W\d_][\w'’-]+", word.text) for word in run)
        ):
            is_latin = all(word.text[0].isascii() for word in run)
            is_cased = not any(word.text.isupper() for word in run)
            if (is_latin and is_cased and len(run) == 2) or any(
                is_like_surname(word.text, surely=True) for word in run
            ):
                text.take(run[0].start, run[-1].end)
                return ordered([word.text for word in run])
        if len(words) == 1 and run and is_like_surname(run[0].text, surely=True) and not _follows_form(text, run[0]):
            text.take(run[0].start, run[0].end)
            return _cased(run[0].text), "", ""
    return "", "", ""


def _bounded(runs: list[list[Word]], verbs: Sequence[re.Match[str]]) -> list[list[Word]]:
    """The runs cut at the words of tasks."""
    found: list[list[Word]] = []
    for words in runs:
        piece: list[Word] = []
        for word in words:
            if any(verb.start() < word.end and word.start < verb.end() for verb in verbs):
                found.append(piece)
                piece = []
            else:
                piece.append(word)
        found.append(piece)
    return [piece for piece in found if piece]


def ordered(parts: list[str]) -> tuple[str, str, str]:
    """Last, first and middle name of words in any order."""
    words: list[str] = []
    for part in filter(None, parts):
        if words and part.lower() in KINSHIP:
            words[-1] += f" {part}"
        else:
            words.append(part)
    middle = next((word for word in words if is_patronymic(word)), "")
    if middle and len(words) > 1 and not is_sure_patronymic(middle) and (len(words) == 2 or _has_initials(words)):
        middle = ""  # «Юрий Сенкевич», «Лукашевич В. И.»: a surname
    others = [word for word in words if word != middle] if middle else list(words)
    if len(others) < 2:
        return _alone(others, middle)
    if _has_initials(others):
        return _with_initials(others)
    return _whole(words, others, middle)


def _has_initials(words: list[str]) -> bool:
    return any(INITIAL.fullmatch(word) for word in words)


def _alone(others: list[str], middle: str) -> tuple[str, str, str]:
    only = others[0] if others else ""
    if middle or is_first_name(only) or not is_like_surname(only):
        return "", _cased(only or middle), _cased(middle if only else "")
    return _cased(only), "", ""


def _whole(words: list[str], others: list[str], middle: str) -> tuple[str, str, str]:
    if middle and words.index(middle) > 0 and len(others) == 2:
        first = words[words.index(middle) - 1]
        return _cased(next(word for word in others if word is not first)), _cased(first), _cased(middle)
    is_last_first = not is_first_name(others[0]) and is_first_name(others[1])
    if others[0][0].isascii() and len(others) > 2 and not is_last_first:
        return " ".join(others[1:]), others[0], middle
    surely = [is_like_surname(one, surely=True) for one in others[:2]]
    if is_last_first or (
        not is_first_name(others[0])
        and is_like_surname(others[0])
        and (not is_like_surname(others[1]) or surely == [True, False])
    ):
        return _cased(others[0]), _cased(others[1]), _cased(middle)
    return _cased(" ".join(others[1:])), _cased(others[0]), _cased(middle)


def _with_initials(others: list[str]) -> tuple[str, str, str]:
    letters = [
        f"{one}." for one in re.findall(r"[A-ZА-ЯЁ]", " ".join(word for word in others if INITIAL.fullmatch(word)))
    ]
    names = [word for word in others if not INITIAL.fullmatch(word)]
    if len(names) > 1:
        return names[-1], names[0], letters[0]
    return (_cased(names[0]) if names else ""), letters[0], (letters[1] if len(letters) > 1 else "")


def _runs(text: Text) -> list[list[Word]]:
    """Neighbouring words with nothing but a space between."""
    runs: list[list[Word]] = []
    place = 0
    for mark in [*SEPARATED.finditer(text.rest), None]:
        end = mark.start() if mark else len(text.rest)
        words = _with_kinship(text.words(place, end))
        if words:
            runs.append(words)
        place = mark.end() if mark else end
    return runs


def _with_kinship(words: list[Word]) -> list[Word]:
    """«Расим» «кызы» is one patronymic."""
    found: list[Word] = []
    for word in words:
        if found and word.text.lower() in KINSHIP:
            before = found.pop()
            found.append(Word(f"{before.text} {word.text}", before.start, word.end))
        else:
            found.append(word)
    return found


def _names(text: Text, words: list[Word], *, has_capitals: bool) -> list[Name]:
    found = []
    for number, word in enumerate(words):
        is_small = word.text[:1].islower()
        if (is_small and has_capitals) or _follows_form(text, word):
            continue
        if number and INITIAL.fullmatch(word.text) and _follows_form(text, words[number - 1]):
            continue  # «ИП Рябинина А.В.»
        is_anchor = is_first_name(word.text) or (is_patronymic(word.text) and not is_small)
        is_initial = INITIAL.fullmatch(word.text) is not None
        if not (is_anchor or (is_initial and _beside_surname(words, number))):
            continue
        found.append(Name(_around(text, words, number, has_capitals=has_capitals)))
    return found


def _beside_surname(words: list[Word], number: int) -> bool:
    beside = [words[place].text for place in (number - 1, number + 1) if 0 <= place < len(words)]
    return any(is_like_surname(one) and one[:1].isupper() for one in beside)


def _around(text: Text, words: list[Word], number: int, *, has_capitals: bool) -> list[Word]:
    """The other parts of the name beside a known one."""
    first = last = number
    is_latin = words[number].text[0].isascii()

    def fits(place: int) -> bool:
        if not 0 <= place < len(words):
            return False
        word = words[place]
        if word.text.lower().strip(".") in NOT_NAMES or re.search(r"[\d@&+]", word.text) or _follows_form(text, word):
            return False
        if is_trade(word.text):
            return False
        if word.text[:1].isupper():
            return (word.text[0].isascii() == is_latin) and (not has_capitals or len(word.text) > 1)
        return not has_capitals and (is_like_surname(word.text, surely=True) or is_patronymic(word.text))

    left = number - 1
    if is_patronymic(words[number].text) and fits(left) and not is_like_surname(words[left].text, surely=True):
        first, left = left, left - 1  # who stands right before a patronymic is a first name, known or not
    if fits(left) and (left == 0 or is_like_surname(words[left].text)) and not (is_latin and fits(number + 1)):
        first = left
    while last - first < 2 and fits(last + 1):
        if not _is_wanted([word.text for word in words[first : last + 1]], words[last + 1].text):
            break
        last += 1
    behind = last + 1
    while behind < len(words) and words[behind].text.lower() in PARTICLES:
        behind += 1
    is_alone = last == number and behind > last + 1 and behind < len(words) and words[behind].text[:1].isupper()
    if is_alone or (last == number + 1 and words[last].text.lower() in PARTICLES and fits(behind)):
        last = behind
    return words[first : last + 1]


def _is_wanted(parts: list[str], following: str) -> bool:
    """Whether the next word goes on with this name: one first name, one patronymic, one last name."""
    has_middle = any(is_patronymic(part) for part in parts)
    if is_patronymic(following):
        return not has_middle
    if INITIAL.fullmatch(following):
        return True
    others = [part for part in parts if not is_patronymic(part)]
    if len(others) == 1:
        if is_first_name(following):
            return not is_first_name(others[0]) or others[0][0].isascii()
        return True
    return bool(INITIAL.fullmatch(parts[-1])) and parts[0][0].isascii() and len(parts) == 2


def _follows_form(text: Text, word: Word) -> bool:
    """Whether a legal form stands right before: then it is the name of a company."""
    before = text.rest[: word.start].split()
    return (
        bool(before) and AFTER_THESE.fullmatch(before[-1].strip("|(,")) is not None and text.rest[word.start - 1] == " "
    )


def _is_object(text: Text, name: Name, verbs: list[re.Match[str]]) -> bool:
    """“call John”: a first name alone behind the verb belongs to the task; a full name is whom it is about."""
    if name.strength > 1:
        return False
    start = name.words[0].start
    return any(verb.end() <= start and not text.rest[verb.end() : start].strip() for verb in verbs)


def _cased(word: str) -> str:
    """«ПЕТРОВ» and «петров» are «Петров»; what is cased in its own way stays."""
    if word.isupper() and len(word) > 2 and "." not in word:
        return "-".join(part.capitalize() for part in word.split("-"))
    return word[:1].upper() + word[1:] if word.islower() else word
