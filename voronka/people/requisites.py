"""The requisites of a legal entity as a text that people mail and paste."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from voronka.people.models import BankAccount, LegalEntity


def text_of(entity: LegalEntity, accounts: Iterable[BankAccount]) -> str:
    """Name, numbers, addresses and accounts, the default one first; a line each, nothing that is not known."""
    numbers = [
        f"{label} {value}"
        for label, value in (
            (_("INN"), entity.inn),
            (_("KPP"), entity.kpp),
            (_("OGRN") if len(entity.ogrn) != 15 else _("OGRNIP"), entity.ogrn),
        )
        if value
    ]
    lines = [entity.full_name, entity.name if entity.name != entity.full_name else "", ", ".join(numbers)]
    lines += [
        f"{label}: {value}"
        for label, value in (
            (_("Country"), entity.country),
            (_("Number abroad"), entity.tax_number),
            (_("Legal address"), entity.address),
            (_("Postal address"), entity.postal_address),
        )
        if value
    ]
    for account in sorted(accounts, key=lambda one: (not one.is_default, one.pk)):
        lines += _lines_of(account)
    who = " ".join(part for part in (entity.signatory_position, entity.signatory_name) if part)
    if who and entity.authority_genitive:
        who = _("%(who)s, acts by: %(paper)s") % {"who": who, "paper": entity.authority_genitive}
    return "\n".join(line for line in (*lines, who) if line)


def _lines_of(account: BankAccount) -> list[str]:
    own = f"{_('Account No.')} {account.number}"
    bank = [
        f"{label} {value}"
        for label, value in (
            (_("BIC"), account.bic),
            (_("Corr. account"), account.correspondent),
            (_("SWIFT"), account.swift),
        )
        if value
    ]
    return [f"{own}, {account.bank}" if account.bank else own, ", ".join(bank)]
