"""Why two records look like one, in words."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import User
from voronka.records import kinds
from voronka.records.field_rules import hides
from voronka.records.kinds import Kind

WORDS: dict[str, "str | Promise"] = {
    "phone": _("the same phone"),
    "phone_typo": _("a phone with an error"),
    "email": _("the same e-mail"),
    "email_typo": _("a similar e-mail"),
    "inn": _("the same INN"),
    "inn_typo": _("an INN with an error"),
    "kpp": _("the same KPP"),
    "code": _("the same number"),
    "code_typo": _("a number with an error"),
    "site": _("the same site"),
    "site_typo": _("a similar site"),
    "name": _("the same name"),
    "like": _("a similar name"),
    "typo": _("a name with an error"),
    "initials": _("initials"),
    "short": _("a short name"),
    "latin": _("a name in Latin letters"),
    "order": _("another order of words"),
    "born": _("the same birthday"),
    "born_typo": _("a birthday with an error"),
    "address": _("a similar address"),
    "city": _("the same city"),
    "organization": _("the same organization"),
}

# Signs to choose by: what is called so covers these codes.
SIGNS: dict[str, tuple["str | Promise", tuple[str, ...]]] = {
    "phones": (_("Phone"), ("phone", "phone_typo")),
    "emails": (_("E-mail"), ("email", "email_typo")),
    "codes": (_("INN"), ("inn", "inn_typo", "code", "code_typo")),
    "name": (_("Name"), ("name", "typo", "initials", "short", "latin", "order")),
    "site": (_("Site"), ("site", "site_typo")),
    "address": (_("Address"), ("address",)),
    "home": (_("Organization"), ("organization",)),
}


def codes_of(sign: str) -> list[str]:
    """The codes of a sign; none for an unknown one."""
    return list(SIGNS[sign][1]) if sign in SIGNS else []


def signs_for(by: User, names: Iterable[str], kind: Kind) -> list[str]:
    """Those of the signs whose fields the roles of this person do not hide."""
    return [name for name in names if not any(_is_hidden(code, kind, by) for code in SIGNS[name][1])]


# The fields that a reason tells of; legal entities have the numbers of organizations.
FIELDS = {
    "phone": "phones",
    "email": "emails",
    "site": "website",
    "inn": "inn",
    "kpp": "kpp",
    "code": "inn",
    "address": "address",
    "city": "address",
}


def said(codes: Iterable[str]) -> list[str]:
    """The reasons as people read them; codes of an older version are left out."""
    return [str(WORDS[code]) for code in codes if code in WORDS]


def said_to(by: User, codes: Iterable[str], kind: Kind) -> list[str]:
    """The same without those of fields that the roles of this person hide."""
    return said(code for code in codes if not _is_hidden(code, kind, by))


def _is_hidden(code: str, kind: Kind, by: User) -> bool:
    name = FIELDS.get(code.removesuffix("_typo"), "")
    owner = kind if name in kind.whole.by_name else kinds.get("legal_entity")
    return name in owner.by_name and hides(by, owner, name)
