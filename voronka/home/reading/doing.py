"""What is to be done and when: «позвонить завтра в 15 по поводу договора»."""

import re
from datetime import datetime

from voronka.core.quick_dates import Found, find
from voronka.home.reading.pieces import TaskRead
from voronka.home.reading.text import SEPARATOR, Text

VERBS = (
    r"позвонить|перезвонить|созвон(?:иться)?|звонок|написать|отправить|выслать|прислать|переслать|послать"
    r"|скинуть|сбросить|встретить(?:ся)?|встреча"
    r"|подготовить|сделать|договориться|уточнить|напомнить|согласовать|узнать|проверить|обсудить|провести"
    r"|показать|приехать|заехать|съездить|выехать"
    r"|выставить|презентация|демо|демонстрация|замер|замерить|оплата|оплатить|пригласить|заключить|подписать"
    r"|составить|рассчитать|посчитать|запросить"
    r"|получить|забрать|отвезти|доставить|передать|спросить|выяснить|связаться|ответить|предложить|назначить"
    r"|запланировать|закрыть|завершить"
    r"|просчитать|поздравить|поговорить|переговорить|заказать|купить|найти|собрать|внести|оформить|разослать"
    r"|организовать|посетить|визит"
    r"|переговоры|вебинар|дозвониться|продлить|обновить|доделать|настроить|установить|починить|вернуть(?:ся)?"
    r"|отгрузить|принять|рассмотреть"
    r"|call(?: back)?|e-?mail|write(?: to)?|send|meet(?:ing)?|follow[- ]?up(?: with)?|prepare|remind|check"
    r"|discuss|schedule|demo|visit|arrange|book"
    r"|confirm|invite|ask|pay|sign|review|deliver|ping|reply|text|contact|phone|present(?:ation)?|lunch|invoice"
    r"|quote|order|get back to"
)
# Said of habits too, so they are a task only with a date.
HABITS = r"звонить|писать|отправлять|встречаться|созваниваться"
VERB = re.compile(rf"(?<![\w@.-])(?:{VERBS})(?![\w@-])", re.IGNORECASE)
HABIT = re.compile(rf"(?<![\w@.-])(?:{HABITS})(?![\w@-])", re.IGNORECASE)
# Any other infinitive that begins a piece of the text is a task only with a date behind it.
INFINITIVE = re.compile(
    r"(?<![\w@.-])[а-яё]{2,}(?:ать|ять|ить|еть|уть|ыть|ться|йти|[сз]ти|чь)(?![\w@-])", re.IGNORECASE
)
NO_TASK = re.compile(
    r"(?<!\w)(?:prefers?|likes?|by|no|not|don't"
    r"|не|любит|предпочитает|обычно|умеет|может|надо ли|who|to|the|a|an|for|best|по|на|за|от|для|после"
    r"|до|с|без|of|last|на|first|via)\s+$",
    re.IGNORECASE,
)
KEYWORD = re.compile(r"(?<!\w)(?:сделк[аиу]|deal|opportunity)(?!\w)", re.IGNORECASE)
GOES_ON = re.compile(
    r"[\s|]*(?P<more>(?:по|про|о|об|обо|насч[её]т|для|с|со|чтобы|в связи|у|в офисе|и|about|re|regarding|with|to"
    r"|for|at)\s[^|;\n]+)",
    re.IGNORECASE,
)


def verbs_of(text: Text) -> list[re.Match[str]]:
    """The words that a task begins with."""
    found = [one for one in VERB.finditer(text.rest) if not NO_TASK.search(text.rest[: one.start()])]
    return found or [one for one in HABIT.finditer(text.rest) if _has_date_behind(text, one)]


def rare_verbs_of(text: Text, dates: list[Found]) -> list[re.Match[str]]:
    """Infinitives of no list that begin a piece of the text and have a date behind them."""
    found = []
    for start, end in text.segments():
        one = INFINITIVE.match(text.rest, start + len(text.rest[start:end]) - len(text.rest[start:end].lstrip()))
        if one and any(one.end() <= date.start < end for date in dates):
            found.append(one)
    return found


def _has_date_behind(text: Text, verb: re.Match[str]) -> bool:
    return text.rest[verb.end() :].lstrip(" ").startswith("|") and not NO_TASK.search(text.rest[: verb.start()])


def dates_of(text: Text, now: datetime) -> list[Found]:
    """Days and moments; they bound what stands beside them, and stay in the text until somebody takes them."""
    return find(text.rest, now)


def take_task(text: Text, dates: list[Found]) -> TaskRead | None:
    """The first task with its date, the nearest one to the verb."""
    verbs = verbs_of(text) or rare_verbs_of(text, dates)
    if not verbs:
        return None
    verb = verbs[0]
    found = _date_for(text, verb, dates)
    start, end = verb.start(), _end(text, verb.end(), dates)
    title = [text.take(start, end)]
    task = TaskRead()
    if found:
        task.due = text.take(found.start, found.end)
        task.due_at, task.has_time = found.said.at, found.said.has_time
        if not text.rest[end : found.start].strip(" |") and (more := GOES_ON.match(text.rest, found.end)):
            stop = _end(text, more.start("more"), dates)
            title.append(text.take(more.start("more"), stop))
    task.title = " ".join(" ".join(title).split()).strip(" .,:-–—")
    return task


def _date_for(text: Text, verb: re.Match[str], dates: list[Found]) -> Found | None:
    """The first date behind the verb, or else the last before it."""
    free = [one for one in dates if not text.rest[one.start : one.end].startswith("|")]
    behind = [one for one in free if one.start >= verb.end()]
    return behind[0] if behind else free[-1] if free else None


def _end(text: Text, place: int, dates: list[Found]) -> int:
    """Where the words of a task end: at a separator, at anything understood, at a date, at a deal."""
    marks = [SEPARATOR.search(text.rest, place), KEYWORD.search(text.rest, place)]
    ends = [mark.start() for mark in marks if mark]
    ends += [one.start for one in dates if one.start >= place]
    return min([*ends, len(text.rest)])
