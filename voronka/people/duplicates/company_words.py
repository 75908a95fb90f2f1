"""Words of company names that tell the form of law, that it is a firm at all, or stand for longer words."""

from voronka.records.duplicates.texts import canonical

# Forms of law in one spelling.
_FORMS = {"ooo": "ооо llc ltd", "ao": "ао оао зао пао нао inc", "ip": "ип чп пбоюл", "gmbh": "gmbh"}
FORMS = {canonical(written): form for form, spelt in _FORMS.items() for written in spelt.split()}
# Words of the forms written out; there may be an error in them.
_WRITTEN_OUT = {
    "ooo": "общество обшество ограниченной ответственностью",
    "ao": "акционерное публичное открытое закрытое непубличное",
    "ip": "индивидуальный предприниматель",
}
WRITTEN_OUT = {canonical(written): form for form, spelt in _WRITTEN_OUT.items() for written in spelt.split()}
# Words that say that it is a firm, not which.
_IDLE = "компания компаний компании фирма магазин офис организация предприятие представительство company"
IDLE = frozenset(canonical(word) for word in _IDLE.split(" "))
_LONG_FORMS = {
    "тд": "торговый дом",
    "гк": "группа компаний",
    "пк": "производственная компания",
    "ск": "строительная компания",
    "тк": "транспортная компания",
    "ук": "управляющая компания",
    "фк": "финансовая компания",
    "нпо": "научно производственное объединение",
    "нпп": "научно производственное предприятие",
    "пкф": "производственно коммерческая фирма",
    "чоп": "частное охранное предприятие",
    "кб": "коммерческий банк",
    "тц": "торговый центр",
    "бц": "бизнес центр",
    "мц": "медицинский центр",
    "сц": "сервисный центр",
    "спк": "сельскохозяйственный кооператив",
    "кфх": "крестьянское фермерское хозяйство",
}
LONG_FORMS = {canonical(short): tuple(map(canonical, long.split())) for short, long in _LONG_FORMS.items()}
