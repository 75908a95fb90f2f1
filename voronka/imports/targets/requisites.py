"""Columns for what an organization is in law: requisites, signatory, bank accounts; read and checked cell by cell."""

import json
import re
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.core.errors import Refused
from voronka.imports.columns import Column, Reading
from voronka.people import bank_details
from voronka.people.kinds import LEGAL_ENTITY
from voronka.people.pasted import understand

INN, NAME = "inn__text", "legal_name__text"
# Column of the legal entity that an ИНН is the key of -> its staging column.
TEXTS = {
    "kpp": "kpp__text",
    "ogrn": "ogrn__text",
    "full_name": "legal_full_name__text",
    "address": "legal_address__text",
    "postal_address": "postal_address__text",
    "signatory_name": "signatory_name__text",
    "signatory_position": "signatory_position__text",
    "authority": "authority__text",
    "authority_number": "authority_number__text",
}
AUTHORITY_ON = "authority_on__day"
# The accounts of a row as a JSON list; what its cells said of them before they were put together.
ACCOUNTS, PART, TOLD = "accounts__list", "account__part", "accounts__told"
MOST = 50
# How people and programs write an account without a word before it.
BARE = re.compile(r"(?m)^\s*(?=\d{20}(?!\d))")


def columns() -> tuple[Column, ...]:
    """Everything of a legal entity that a file of organizations may give."""
    return (
        _text("inn", INN, "inn", "инн", "инн контрагента", "tax id", "vat"),
        _text("kpp", TEXTS["kpp"], "kpp", "кпп"),
        _text("ogrn", TEXTS["ogrn"], "ogrn", "огрн", "огрнип", "огрн/огрнип"),
        replace(_text("name", NAME, *LEGAL_NAMES, column="legal_name"), label=gettext_lazy("Legal entity: name")),
        _text("full_name", TEXTS["full_name"], *FULL_NAMES, column="legal_full_name"),
        _text("address", TEXTS["address"], *LEGAL_ADDRESSES, column="legal_address", needs="inn"),
        _text(
            "postal_address", TEXTS["postal_address"], "почтовый адрес", "адрес для корреспонденции", "mailing address"
        ),
        _text("signatory_name", TEXTS["signatory_name"], *SIGNATORIES),
        _text("signatory_position", TEXTS["signatory_position"], "должность руководителя", "должность подписанта"),
        _authority(),
        _part("number", gettext_lazy("Account number"), *NUMBERS),
        _part("bic", gettext_lazy("BIC"), "бик", "бик банка", "bik"),
        _part("bank", gettext_lazy("Bank"), "банк", "наименование банка", "название банка", "bank name"),
        _part("correspondent", gettext_lazy("Correspondent account"), *CORRESPONDENTS),
        _part("swift", gettext_lazy("SWIFT"), "свифт", "swift code"),
        Column(
            name="bank_accounts",
            label=LEGAL_ENTITY.field("account_lines").label,
            words=("банковские счета", "банковские реквизиты", "банковский счет", "основной банковский счет", "счета"),
            staged=((TOLD, "text"),),
            read=lambda raw, _reading: {TOLD: _accounts_in(raw)},
            fills="legal_entity.account_lines",
        ),
    )


LEGAL_NAMES = (
    *("сокращенное наименование", "сокращенное наименование организации", "краткое наименование", "юр лицо"),
    *("юридическое название", "юридическое лицо", "legal name"),
)
FULL_NAMES = (
    *("полное наименование", "полное наименование организации", "полное юридическое наименование"),
    "full legal name",
)
LEGAL_ADDRESSES = ("юридический адрес", "legal address", "юр. адрес", "юр адрес", "адрес регистрации")
SIGNATORIES = (
    *("подписант", "руководитель", "фио руководителя", "директор", "генеральный директор", "ген директор"),
    *("director", "ceo"),
)
NUMBERS = ("расчетный счет", "номер счета", "номер расчетного счета", "р/с", "рс", "расч счет", "расчетный счет номер")
CORRESPONDENTS = ("корреспондентский счет", "корр счет", "кор счет", "к/с", "кс", "корсчет", "корр счет банка")


def put_together(values: dict[str, Any]) -> str | None:
    """The accounts of a row as one list in its staging column; gives what is wrong with one of them, None if nothing.

    The parts of one account may stand in columns of their own, several accounts in one cell.
    """
    part, told = values.pop(PART, None) or {}, values.pop(TOLD, None) or []
    given = [one for one in (part, *told) if any(one.values())]
    found = []
    for one in given:
        details = bank_details.read(one)
        for fault in bank_details.faults(details).values():
            return fault
        found.append(details.columns())
    if len(found) > MOST:
        return _("A legal entity has at most %(most)s accounts.") % {"most": MOST}
    values[ACCOUNTS] = json.dumps(found) if found else None
    return None


def _text(name: str, staged: str, *words: str, column: str = "", needs: str = "") -> Column:
    """A column that fills a field of the legal entity; a dash or a lone zero stands for nothing."""
    field = LEGAL_ENTITY.field(name)

    def read(raw: str, reading: Reading) -> dict[str, str]:
        is_empty = not raw.strip(" -–—0")
        whole = f"0{raw}" if name == "inn" and re.fullmatch(r"\d{9}|\d{11}", raw) else raw
        return {staged: "" if is_empty else str(field.parse(whole, by=reading.by) or "")}

    return Column(
        name=column or name,
        label=field.label,
        words=words,
        staged=((staged, "text"),),
        read=read,
        fills=f"legal_entity.{name}",
        needs=needs,
    )


def _authority() -> Column:
    """«Доверенность № 5 от 01.02.2026»: the paper, its number and its day."""
    field = LEGAL_ENTITY.field("authority")
    texts = (TEXTS["authority"], TEXTS["authority_number"], AUTHORITY_ON)

    def read(raw: str, _reading: Reading) -> dict[str, Any]:
        if not raw:
            return dict.fromkeys(texts)
        found = understand(f"на основании {raw}").values
        if "authority" not in found:
            raise Refused(_("“%(value)s” is no paper that one signs by: a charter, a power of attorney, an order…")
                          % {"value": raw[:60]})  # fmt: skip
        on = found.get("authority_on", "")
        given = (found["authority"], found.get("authority_number", "")[:60], date.fromisoformat(on) if on else None)
        return dict(zip(texts, given, strict=True))

    return Column(
        name="authority",
        label=field.label,
        words=("основание", "на основании", "действует на основании", "основание подписи", "основание полномочий"),
        staged=((texts[0], "text"), (texts[1], "text"), (texts[2], "date")),
        read=read,
        fills="legal_entity.authority",
    )


def _part(name: str, label: Any, *words: str) -> Column:
    """A part of the one account that has columns of its own; Excel takes the first zero of a БИК away."""

    def read(raw: str, _reading: Reading) -> dict[str, Any]:
        whole = f"0{raw}" if name == "bic" and re.fullmatch(r"\d{8}", raw) else raw
        return {PART: {name: whole} if whole.strip(" -–—0") else {}}

    return Column(
        name=f"account_{name}",
        label=label,
        words=words,
        staged=((PART, "text"),),
        read=read,
        fills="legal_entity.account_lines",
    )


def _accounts_in(raw: str) -> list[dict[str, str]]:
    if not raw:
        return []
    text = BARE.sub("р/с ", re.sub(r"[;|]\s*", "\n", raw))
    reading = understand(text)
    if not reading.accounts or reading.rest:
        left = reading.rest[0] if reading.rest else raw
        raise Refused(_("“%(value)s” is not understood as bank accounts.") % {"value": left[:60]})
    return reading.accounts
