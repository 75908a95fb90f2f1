"""The city of an address that people wrote in one line."""

import re

from voronka.records.names import fold

PARTS = re.compile(r"[,;\n]+")
MARKED = re.compile(r"^(?:г(?:ор(?:од)?)?\.|г(?:ор(?:од)?)?\s|город\s|пгт\.?\s|пос(?:[её]лок)?\.?\s|city of\s)\s*")
# A country, a region, a district, a street, a postcode: none of them is a city.
NO_CITY = re.compile(
    r"^\d|^(?:россия|рф|российская федерация|russia)$"
    r"|\b(?:обл(?:асть)?|край|респ(?:ублика)?|округ|ао|р-н|район|region|district)\b\.?"
    r"|\b(?:ул(?:ица)?|пр(?:-т|-кт|осп(?:ект)?)?|пер(?:еулок)?|ш(?:оссе)?|б(?:-р|ульвар)|наб(?:ережная)?|пл(?:ощадь)?"
    r"|проезд|д(?:ом)?|кв|оф(?:ис)?|корп(?:ус)?|стр(?:оение)?|street|st|road|rd|avenue|ave)\b\.?"
)
POSTCODE = re.compile(r"^\d{5,6}\s+")


def city_of(address: str) -> str:
    """The city, folded: «420021, г. Казань, ул. Мира, 39» → «казань»; empty where none can be told."""
    pieces = [POSTCODE.sub("", " ".join(part.split())) for part in PARTS.split(fold(address))]
    for piece in pieces:
        if (bare := MARKED.sub("", piece)) != piece and bare:
            return bare
    first = next((piece for piece in pieces if piece and not NO_CITY.search(piece)), "")
    return first if len(pieces) > 1 or " " not in first else ""
