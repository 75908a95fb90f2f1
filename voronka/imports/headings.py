"""How headings of files are compared."""

import re


def plain(heading: str) -> str:
    """A heading without case, signs and doubled spaces: «E-mail (рабочий)» → «e mail рабочий»."""
    return " ".join(re.sub(r"[^\w]+|_", " ", heading.lower().replace("ё", "е")).split())
