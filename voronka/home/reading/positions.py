"""Positions inside a text: «зам. директора по логистике», “Head of Procurement”."""

import re

from voronka.home.reading.text import Text

BEFORE = (
    r"(?:(?:генеральн|коммерческ|финансов|исполнительн|техническ|главн|ведущ|старш|младш|региональн"
    r"|территориальн|операционн|управляющ"
    r"|перв|производственн|складск|творческ|креативн|заместител|креативн|it-?)(?:ый|ий|ая|яя|ой|ь)?\s+)*"
)
HEADS = (
    r"директор|менеджер|руководител\w*|начальни[кц]\w*|бухгалтер|инженер|закупщи[кц]\w?|снабжен(?:ец|ца|цы)|специалист"
    r"|юрист|владел\w+|собственни\w+"
    r"|учредител\w+|основател\w+|президент|председател\w+|логист|технолог|механик|энергетик|прораб|администратор"
    r"|секретарь|помощни\w+"
    r"|ассистент\w?|маркетолог|аналитик|программист|разработчик|архитектор|дизайнер|заведующ\w+|зав\."
    r"|кладовщи\w+|товаровед|кассир"
    r"|экономист|агроном|управляющ\w+|партн[её]р|советник|представител\w+|координатор|офис-менеджер|гендиректор"
    r"|главбух|финдиректор"
    r"|байер|редактор|консультант|эксперт|методист|декан|ректор|профессор|преподаватель|врач|главврач|мастер"
    r"|диспетчер|адвокат|нотариус"
    r"|риелтор|риэлтор|брокер|продюсер|тренер|рекрутер|хирург|куратор|индивидуальный предприниматель|торговый"
    r" представитель"
)
DEPUTY = (
    r"(?:зам\.?|заместитель|помощник|и\.?\s?о\.?)\s+(?:(?:генеральн|коммерческ|финансов|исполнительн|техническ"
    r"|главн)(?:ого|ой)\s+)*(?:директора|руководителя|начальника|инженера|бухгалтера|заведующего|управляющего)"
)
PLACE = (
    r"(?:отдел(?:а|ом)|департамент(?:а|ом)|управлени(?:я|ем)|служб(?:ы|ой)|направлени(?:я|ем)|групп(?:ы|ой)"
    r"|сектора|цеха|участка|склад(?:а|ом)"
    r"|производства|филиала|магазин(?:а|ом)|проектов|проекта|продаж|закупок|лаборатории|кафедры|отделения"
    r"|производством|хозяйством|центра|офиса|правления|совета(?:\s+директоров)?|комитета|комиссии|дирекции)"
)
ADJECTIVES = r"(?:\s+[а-яё-]+(?:ого|его|ой|ей|ых|их))*"
OF_WHAT = (
    r"(?:\s+(?:и\s+)?(?!позвон|сделк|встреч)[а-яё]{4,}(?:ок|аж|ия|ики?|тва|та|ов|ки|ги|ты|ей|ий|ции|ла|ения|ры"
    r"|ости))?"
)
AFTER = (
    rf"(?:\s+по{ADJECTIVES}(?:\s+[а-яё-]+(?:им|ым|ой))*\s+(?:[а-яё-]+(?:ами?|ями?|у|ю|е"
    rf"|и))(?:\s+и\s+(?:[а-яё-]+(?:ам|ям|у|ю|е|и)))?(?:\s+с\s+\w+ами)?"
    rf"|\s+{PLACE}{ADJECTIVES}{OF_WHAT}(?:\s+и\s+[а-яё-]{{5,}}(?:ки|ок|аж|ия|га))?)*"
)
RUSSIAN = re.compile(rf"(?<![\w-])(?:{DEPUTY}|{BEFORE}(?:{HEADS}))(?![\w-]){AFTER}", re.IGNORECASE)
MODIFIERS = (
    r"(?:(?:senior|junior|chief|head|lead|general|regional|area|sales|marketing|purchasing|procurement|account"
    r"|key|project|product|office|technical"
    r"|deputy|managing|business|development|human|resources|hr|it|finance|financial|commercial|executive"
    r"|creative|art|operations|supply|chain"
    r"|customer|success|service|support|software|mechanical|electrical|civil|production|quality|export|import"
    r"|logistics|warehouse|digital"
    r"|content|research|assistant|associate|vice|group|country|global|national|legal|medical|plant|store|brand"
    r"|data|personal|design|relations|public|media|event|events|training|community|growth|solutions|systems"
    r"|network|security|compliance|payroll|facilities)\s+)*"
)
ENGLISH_HEADS = (
    r"manager|director|engineer|founder|co-?founder|owner|co-?owner|president|accountant|buyer|analyst"
    r"|consultant|lawyer|attorney|assistant|partner"
    r"|specialist|developer|designer|executive|officer|coordinator|supervisor|representative|architect|scientist"
    r"|administrator|secretary"
    r"|editor|professor|advisor|agent|broker|planner|controller|technician|producer|recruiter|associate"
)
SHORT = r"CEO|CTO|CFO|COO|CMO|CIO|CPO|CSO|CCO|VP|SVP|EVP|PM"
OF = (
    r"(?:,?\s+(?:of|for)\s+(?:the\s+)?[A-Z][\w&-]*(?:\s+(?:and|&)\s+[A-Z]\w+|\s+(?!Ltd|LLC|Inc"
    r"|Corp)(?:[A-Z][a-z]+ment|Development|Sales|Operations|Relations|Department))?)?"
)
ENGLISH = re.compile(
    rf"(?<![\w-])(?:(?i:{MODIFIERS}(?:{ENGLISH_HEADS}))(?:\s*&\s*(?i:founder|owner|ceo|cto))?|(?i:head|director"
    rf"|vice president|vp)(?=\s+of\s)"
    rf"|(?:{SHORT})(?:\s*(?:&|and|/)\s*(?i:(?:co-?)?founder|owner|president))?)(?![\w-]){OF}"
)


def take_position(text: Text) -> str:
    """The first position in the text, as it was written."""
    marks = [one for pattern in (RUSSIAN, ENGLISH) if (one := text.find(pattern))]
    if not marks:
        return ""
    first = min(marks, key=lambda one: one.start())
    return " ".join(text.take(first.start(), first.end()).split()).rstrip(".,")
