"""Amounts of money: read from text, written for people."""

import re
from decimal import Decimal, InvalidOperation

from voronka.core.numbers import NBSP, grouped

SIGNS = {"₽": "RUB", "РУБ": "RUB", "Р": "RUB", "$": "USD", "€": "EUR", "£": "GBP", "₸": "KZT", "¥": "CNY"}
CODE = re.compile(r"(?<![A-Z])(RUB|RUR|USD|EUR|GBP|KZT|BYN|CNY|UAH|AMD|UZS|GEL)(?![A-Z])")
SHOWN = {"RUB": "₽", "USD": "$", "EUR": "€", "GBP": "£", "KZT": "₸", "CNY": "¥"}


def parse(text: str) -> tuple[Decimal, str]:
    """Amount and currency code of «1 234,50 ₽», `$22,700.00`, `1.234,50 EUR`; the code is "" when none is written.

    The last point or comma is the decimal mark when one or two digits follow it; all others part thousands.
    Raises ValueError for what is no amount.
    """
    upper = text.strip().upper()
    code = CODE.search(upper)
    currency = code.group().replace("RUR", "RUB") if code else ""
    rest = CODE.sub("", upper)
    for sign, name in SIGNS.items():
        if sign in rest:
            currency = currency or name
            rest = rest.replace(f"{sign}.", "").replace(sign, "")
    rest = re.sub(r"[\s\u00a0\u202f'_]", "", rest).replace("−", "-")
    if not re.fullmatch(r"-?\d[\d.,]*", rest):
        raise ValueError(text)
    try:
        return Decimal(_plain(rest)), currency
    except InvalidOperation as error:
        raise ValueError(text) from error


def _plain(number: str) -> str:
    whole, mark, tail = number, "", ""
    last = max(number.rfind("."), number.rfind(","))
    if last >= 0 and (len(number) - last - 1 != 3 or number[:last].strip("-") in {"", "0"}):
        whole, mark, tail = number[:last], ".", number[last + 1 :]
    return whole.replace(",", "").replace(".", "") + mark + tail


def show(amount: Decimal | int | None, currency: str = "RUB") -> str:
    """«1 234 567 ₽» with no-break spaces; kopecks only when there are any. Nothing gives an empty text."""
    if amount is None:
        return ""
    value = Decimal(amount)
    text = grouped(value, 0 if value == value.to_integral_value() else 2)
    sign = SHOWN.get(currency, currency)
    return f"{text}{NBSP}{sign}" if sign else text
