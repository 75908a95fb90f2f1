"""From labelled values to requisites: numbers are found in them, accounts gathered, what is left over kept."""

import re

from stdnum.exceptions import ValidationError
from stdnum.ru import inn as inn_rules
from stdnum.ru import ogrn as ogrn_rules

from voronka.people import account_key
from voronka.people.pasted import parties
from voronka.people.pasted.accounts import Accounts
from voronka.people.pasted.labels import Item, items_of
from voronka.people.pasted.reading import Reading

LONGEST = 20_000  # signs that are read; nobody's requisites are longer
SINGLE = {"full_name", "name", "address", "postal_address", "country"}
PEOPLE = {"in_person", "authority", "leader", "position", "signatory", "director"}


def understand(text: str) -> Reading:
    """Read a block of requisites; text in any order and writing, of which nothing is lost."""
    reading, accounts = Reading(), Accounts()
    free, items = items_of(_tidied(text[:LONGEST]))
    for item in items:
        if not (item.value and _take(reading, accounts, item)) and item.name != "both":
            _keep(reading, f"{item.title}: {item.value}" if item.value else item.title)
    for line in free:
        _take_free(reading, accounts, line)
    parties.settle(reading)
    reading.accounts = accounts.settled()
    reading.rest += accounts.rest
    if len(text) > LONGEST:
        reading.rest.append(text[LONGEST:])
    reading.doubts = _doubts(reading)
    return reading


def _tidied(text: str) -> str:
    """One kind of space, of line end, of hyphen; cells of tables stay apart by tabs."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    text = re.sub(r"[\u00a0\u2000-\u200a\u202f\u3000]", " ", text)
    text = re.sub(r"[\u200b-\u200d\ufeff\u00ad]", "", text)
    text = re.sub(r"<br\s*/?>|</tr>", "\n", text, flags=re.IGNORECASE)
    text = re.sub(r"[ \t]*\|[ \t]*", "\t", text)
    return re.sub(r"^[>\s]+", "", text, flags=re.MULTILINE)


def _take(reading: Reading, accounts: Accounts, item: Item) -> bool:
    """Put one labelled value where it belongs; False where it could not be understood."""
    if item.name == "both":
        return _put(reading, "address", item.value) and _put(reading, "postal_address", item.value)
    if item.name in SINGLE:
        return (
            parties.name_in(reading, item.name, item.value)
            if "name" in item.name
            else _put(reading, item.name, item.value)
        )
    if item.name in PEOPLE:
        return parties.person_in(reading, item)
    if item.name in {"account", "bic", "correspondent", "swift", "bank"}:
        return accounts.take(item.name, item.value)
    numbers = {"inn_kpp": _inn_kpp, "inn": _inn, "kpp": _kpp, "ogrn": _ogrn, "tax_number": _tax_number}
    return item.name in numbers and numbers[item.name](reading, item.value)


def _put(reading: Reading, name: str, value: str) -> bool:
    if not value or reading.values.get(name, value) != value:
        return False
    reading.values[name] = value
    return True


def _keep(reading: Reading, line: str) -> None:
    if line.strip():
        reading.rest.append(line.strip())


def _number(pattern: str, value: str) -> tuple[str, str]:
    """The first number of that form in a value, with its spaces and hyphens taken out, and the text behind it."""
    found = re.search(rf"(?<!\d){pattern}(?!\d)", value, re.IGNORECASE)
    return (re.sub(r"[ \-]", "", found[0]), value[found.end() :].strip(" ,;/\\")) if found else ("", value)


def _digits(count: int) -> str:
    return rf"\d(?:[ \-]?\d){{{count - 1}}}"


def _inn(reading: Reading, value: str) -> bool:
    number, rest = _number(f"(?:{_digits(12)}|{_digits(10)})", value)
    if not number or not _put(reading, "inn", number):
        return False
    if rest and not (_kpp(reading, rest) if re.fullmatch(r"[\d ]{9,11}", rest) else False):
        _keep(reading, rest)
    return True


def _kpp(reading: Reading, value: str) -> bool:
    number, rest = _number(r"\d{4} ?[0-9A-Z]{2} ?\d{3}|\d{3} \d{3} \d{3}|\d{2} \d{2} \d{2} \d{3}", value)
    if not number or not _put(reading, "kpp", number.upper()):
        return not value.strip("-–—0 ")
    _keep(reading, rest)
    return True


def _inn_kpp(reading: Reading, value: str) -> bool:
    first, rest = _number(f"(?:{_digits(12)}|{_digits(10)})", value)
    if not first or not _put(reading, "inn", first):
        return False
    if rest and not _kpp(reading, rest):
        _keep(reading, rest)
    return True


def _ogrn(reading: Reading, value: str) -> bool:
    number, rest = _number(f"(?:{_digits(15)}|{_digits(13)})", value)
    if not number or not _put(reading, "ogrn", number):
        return False
    _keep(reading, rest)
    return True


def _tax_number(reading: Reading, value: str) -> bool:
    if "tax_number" in reading.values:
        return False
    if not re.search(r"\d{3}", value):
        return False
    return _put(reading, "tax_number", value[:60])


def _take_free(reading: Reading, accounts: Accounts, line: str) -> None:
    """A line without labels: a name in law, a number that tells by its form what it is, or something to keep."""
    takes = (_free_bank, parties.name_in_line, _free_number, _free_address, parties.loose_person)
    if not any(take(reading, accounts, line) for take in takes):
        _keep(reading, line)


def _free_bank(_reading: Reading, accounts: Accounts, line: str) -> bool:
    """«в ПАО Сбербанк» on a line of its own."""
    found = re.match(r"(?:во?\s+)?(.*банк.*)$", line, re.IGNORECASE)
    return bool(found and accounts.made and "bank" not in accounts.made[-1] and accounts.take("bank", found[1]))


def _free_address(reading: Reading, _accounts: Accounts, line: str) -> bool:
    if not re.match(r"\d{6},?\s", line) or not re.search(r"\b(?:г|ул|д|обл|пр)\b", line):
        return False
    return _put(reading, "address", line)


def _free_number(reading: Reading, accounts: Accounts, line: str) -> bool:
    digits = re.sub(r"[ \-]", "", line)
    if re.fullmatch(r"\d{20}", digits):
        return accounts.take("correspondent" if digits.startswith("301") else "account", line)
    if re.fullmatch(r"(?:\d{10}|\d{12})[/\\]\d{4}[0-9A-Z]{2}\d{3}", digits):
        return _inn_kpp(reading, line)
    if re.fullmatch(r"\d{10}|\d{12}", digits) and inn_rules.is_valid(digits):
        return _put(reading, "inn", digits)
    if re.fullmatch(r"\d{13}|\d{15}", digits) and _is_ogrn(digits):
        return _put(reading, "ogrn", digits)
    return bool(re.fullmatch(r"0[0-4]\d{7}", digits)) and accounts.take("bic", digits)


def _is_ogrn(digits: str) -> bool:
    try:
        ogrn_rules.validate(digits)
    except ValidationError:
        return False
    return True


def _doubts(reading: Reading) -> list[str]:
    """What failed its check digits."""
    values, found = reading.values, []
    if values.get("inn") and not inn_rules.is_valid(values["inn"]):
        found.append("inn")
    if values.get("ogrn") and not _is_ogrn(values["ogrn"]):
        found.append("ogrn")
    for place, account in enumerate(reading.accounts, start=1):
        bic, number, own = account.get("bic", ""), account.get("number", ""), account.get("correspondent", "")
        if bic and number and not (len(number) == 20 and account_key.key_fits(bic, number)):
            found.append(f"account-{place}-number")
        if account_key.looks_like_iban(number) and not account_key.iban_fits(number):
            found.append(f"account-{place}-number")
        if bic and own and not account_key.correspondent_fits(bic, own):
            found.append(f"account-{place}-correspondent")
    return found
