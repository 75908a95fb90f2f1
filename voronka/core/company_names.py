"""Names of companies: the legal form and the quotes are not what one knows a company by."""

import re

LEGAL_FORM = re.compile(
    r"\b(общество с ограниченной ответственностью|ооо|оао|зао|пао|ао|ип|нко|нпо|ooo|llc|ltd|inc|gmbh)\b"
    r"|[«»„\"'“”.,()]",
    re.IGNORECASE,
)


def bare_name(text: str) -> str:
    """A name without its legal form and quotes: «ООО „Ромашка“» is «Ромашка»."""
    return " ".join(LEGAL_FORM.sub(" ", text).split())
