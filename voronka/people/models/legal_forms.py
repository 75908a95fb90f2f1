"""Forms of law and the numbers that each of them has."""

import re
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class LegalForm(models.TextChoices):
    """What a legal entity is in law."""

    LLC = "llc", _("LLC")
    JSC = "jsc", _("Joint-stock company")
    SOLE = "sole", _("Sole proprietor")
    SELF_EMPLOYED = "self_employed", _("Self-employed person")
    FOREIGN = "foreign", _("Foreign company")
    OTHER = "other", _("Another organization")


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """How long the numbers of a form are, in digits; 0 where it has no such number."""

    inn: int = 10
    ogrn: int = 13
    kpp: bool = True
    abroad: bool = False
    signatory: bool = True


# Tax Code art. 84 and order ММВ-7-6/435@ (ИНН, КПП), order 165н of 2017 (ОГРН of 13, ОГРНИП of 15 digits). A foreign
# company with an office here has an ИНН of 10 digits and a КПП, but no ОГРН.
NUMBERS: dict[str, Numbers] = {
    LegalForm.LLC: Numbers(),
    LegalForm.JSC: Numbers(),
    LegalForm.OTHER: Numbers(),
    LegalForm.SOLE: Numbers(inn=12, ogrn=15, kpp=False),
    LegalForm.SELF_EMPLOYED: Numbers(inn=12, ogrn=0, kpp=False, signatory=False),
    LegalForm.FOREIGN: Numbers(ogrn=0, abroad=True),
}
ABROAD = ("country", "tax_number")
SIGNING = (
    "signatory_name", "signatory_position", "authority", "authority_number", "authority_on", "signatory_name_genitive",
    "signatory_position_genitive", "authority_genitive", "signatory_name_dative", "signatory_position_dative",
)  # fmt: skip


def unused_by(form: str) -> tuple[str, ...]:
    """Names of requisites that a form of law does not have."""
    numbers = NUMBERS[form]
    return (
        *(() if numbers.kpp else ("kpp",)),
        *(() if numbers.ogrn else ("ogrn",)),
        *(() if numbers.abroad else ABROAD),
        *(() if numbers.signatory else SIGNING),
    )


def numbers_fit() -> Q:
    """The condition that the numbers of a row are those of its form, or not known yet."""
    fits = Q()
    for form, numbers in NUMBERS.items():
        own = Q(legal_form=form) & (Q(inn="") | Q(inn__regex=rf"^\d{{{numbers.inn}}}$"))
        own &= (Q(ogrn="") | Q(ogrn__regex=rf"^\d{{{numbers.ogrn}}}$")) if numbers.ogrn else Q(ogrn="")
        fits |= own if numbers.kpp else own & Q(kpp="")
    return fits


# Words of names that tell the form of law; the first line that fits is believed.
WORDS: tuple[tuple[LegalForm, frozenset[str]], ...] = (
    (LegalForm.SOLE, frozenset({"ИП", "ПРЕДПРИНИМАТЕЛЬ"})),
    (LegalForm.SELF_EMPLOYED, frozenset({"САМОЗАНЯТЫЙ", "САМОЗАНЯТАЯ", "НПД"})),
    (LegalForm.LLC, frozenset({"ООО", "ОГРАНИЧЕННОЙ"})),
    (LegalForm.JSC, frozenset({"АО", "ПАО", "ОАО", "ЗАО", "НАО", "АКЦИОНЕРНОЕ"})),
    (
        LegalForm.FOREIGN,
        frozenset(
            {"LLC", "LTD", "LIMITED", "INC", "GMBH", "AG", "SA", "BV", "SARL", "LLP", "PLC", "CORP", "SRL", "ТОО"}
        ),
    ),
)


def guess(name: str, inn: str, ogrn: str) -> str:
    """The form of law that a name and numbers tell of, when nobody said it."""
    words = set(re.sub(r"[^\w\s]", " ", name.upper().replace(".", "")).split())
    told = next((form for form, signs in WORDS if words & signs), LegalForm.OTHER)
    if len(inn) == 12 or len(ogrn) == 15:
        return told if told == LegalForm.SELF_EMPLOYED and not ogrn else LegalForm.SOLE
    if (inn and told in {LegalForm.SOLE, LegalForm.SELF_EMPLOYED}) or (ogrn and told == LegalForm.FOREIGN):
        return LegalForm.OTHER
    return told
