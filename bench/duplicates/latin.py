"""Russian in Latin letters by four customs: ISO 9, GOST 7.79 B, the passport of today, and as people do without any."""

CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"
# Source: ISO 9:1995; ГОСТ 7.79-2000, система Б; приказ МВД 889 (ICAO Doc 9303).
_SPELT = {
    "ISO 9": "a b v g d e ë ž z i j k l m n o p r s t u f h c č š ŝ ʺ y ʹ è û â",
    "GOST 7.79": "a b v g d e yo zh z i j k l m n o p r s t u f x cz ch sh shh `` y' ` e' yu ya",
    "passport": "a b v g d e e zh z i i k l m n o p r s t u f kh ts ch sh shch ie y - e iu ia",
    "naive": "a b v g d e e j z i y k l m n o p r s t u f h c ch sh sch - y ' e u ya",
}
CUSTOMS = {
    name: {letter: "" if sign == "-" else sign for letter, sign in zip(CYRILLIC, spelt.split(" "), strict=True)}
    for name, spelt in _SPELT.items()
}


def spelt(text: str, custom: str) -> str:
    """The text in Latin letters by the custom; capitals stay capitals."""
    letters = CUSTOMS[custom]
    found = []
    for sign in text:
        latin = letters.get(sign.lower(), sign)
        found.append(latin.capitalize() if sign.isupper() else latin)
    return "".join(found)
