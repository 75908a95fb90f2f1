"""What people type as names and e-mails, made clean before it is kept."""

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from voronka.core.errors import Refused

# Control characters and the invisible marks that turn or hide text; joiners stay, some scripts need them.
_HIDDEN = {"Cc", "Cs", "Co", "Cn"}
_TURNING = set("\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2066\u2067\u2068\u2069\ufeff")


def tidy(text: str) -> str:
    """The text in one line: composed letters, single spaces, nothing invisible."""
    shown = "".join(
        " " if char.isspace() else char
        for char in unicodedata.normalize("NFC", text)
        if char.isspace() or (unicodedata.category(char) not in _HIDDEN and char not in _TURNING)
    )
    return " ".join(shown.split())


def clean_name(text: str, *, field: str, limit: int, required: bool = True) -> str:
    """A tidy name of at most `limit` characters; raises Refused about `field`."""
    name = tidy(text)
    if required and not name:
        raise Refused(_("Enter a name."), field=field)
    if len(name) > limit:
        raise Refused(_("At most %(limit)s characters, please.") % {"limit": limit}, field=field)
    return name


def clean_email(text: str) -> str:
    """The e-mail in lower case; raises Refused for one that is malformed or has letters that only look Latin."""
    email = tidy(text).lower()
    odd = next((char for char in email if not char.isascii()), None)
    if odd:
        raise Refused(
            _("“%(letter)s” here is not a Latin letter. Type the e-mail in Latin letters.") % {"letter": odd},
            field="email",
        )
    try:
        validate_email(email)
    except ValidationError as error:
        raise Refused(_("This does not look like an e-mail."), field="email") from error
    if len(email) > 254:
        raise Refused(_("This e-mail is too long."), field="email")
    return email
