"""Accounts are gathered in the order of their requisites: what comes a second time begins the next account."""

import re

RUSSIAN = re.compile(r"(?<!\d)\d(?:[ \-.]?\d){19}(?!\d)")
IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{2,4}){3,8}", re.IGNORECASE)
FOREIGN = re.compile(r"[0-9][0-9\- ]{5,32}[0-9]")
BIC = re.compile(r"(?<!\d)\d{2,3}(?: ?\d{2,3}){2,3}(?!\d)")
SWIFT = re.compile(r"\b[A-Z]{6}[0-9A-Z]{2}(?:[0-9A-Z]{3})?\b")
OF_BANK = ("bank", "bic", "correspondent", "swift")


class Accounts:
    """The accounts so far, the last one being filled."""

    def __init__(self) -> None:
        self.made: list[dict[str, str]] = []
        self.rest: list[str] = []

    def take(self, name: str, value: str) -> bool:
        """Put a requisite of an account where it belongs; False where the value has not its form."""
        match name:
            case "account":
                return self._account(value)
            case "correspondent":
                return self._found("correspondent", RUSSIAN, value)
            case "bic":
                if (found := BIC.search(value)) and len(re.sub(r"\D", "", found[0])) == 9:
                    return self._put("bic", re.sub(r"\D", "", found[0]), value[found.end() :])
                return self._found("swift", SWIFT, value)
            case "swift":
                return self._found("swift", SWIFT, value)
        return self._put("bank", value, "")

    def settled(self) -> list[dict[str, str]]:
        """The accounts; several of one bank share what was told of the bank once."""
        numbered = [one for one in self.made if "number" in one]
        for place, account in enumerate(numbered):
            if not any(name in account for name in OF_BANK):
                others = [*numbered[place + 1 :], *reversed(numbered[:place])]
                bank = next((one for one in others if any(name in one for name in OF_BANK)), {})
                account.update({name: bank[name] for name in OF_BANK if name in bank})
        for loose in self.made:
            if "number" not in loose:
                self._give(loose, numbered)
        return numbered

    def _give(self, loose: dict[str, str], numbered: list[dict[str, str]]) -> None:
        """What was told of a bank without an account goes to the account that lacks it, or is kept as text."""
        lacking = next((one for one in numbered if not any(name in one for name in loose)), None)
        if lacking is not None:
            lacking.update(loose)
        elif not numbered:
            numbered.append(loose)
        else:
            known = {value for one in numbered for value in one.values()}
            self.rest += [value for value in loose.values() if value not in known]

    def _account(self, value: str) -> bool:
        if value[:5].replace(" ", "").startswith("30101"):
            return self._found("correspondent", RUSSIAN, value)
        for form in (IBAN, RUSSIAN, FOREIGN):
            if found := form.search(value):
                number = re.sub(r"[\s\-.]", "", found[0]).upper()
                return self._put("number", number, value[found.end() :])
        return False

    def _found(self, name: str, form: re.Pattern[str], value: str) -> bool:
        found = form.search(value)
        return bool(found) and self._put(name, re.sub(r"[\s\-.]", "", found[0]).upper(), value[found.end() :])  # type: ignore[index,union-attr]  # bool(found) came first

    def _put(self, name: str, value: str, behind: str) -> bool:
        if not self.made or name in self.made[-1]:
            if self.made and self.made[-1].get(name) == value:
                return True
            self.made.append({})
        self.made[-1][name] = value
        self._behind(behind)
        return True

    def _behind(self, text: str) -> None:
        """What stands behind a number: «в ПАО Сбербанк», a currency, a remark."""
        told = text.strip(" ,;.()–—-/")
        bank = re.match(r"(?:в|во|in|at|with)\s+(.{3,})", told)
        if bank and "bank" not in self.made[-1]:
            self.made[-1]["bank"] = bank[1].strip(" ,;.")
            return
        if re.match(r"(?:ПАО|АО|ООО|КБ|АКБ|ФИЛИАЛ|Банк)\b", told, re.IGNORECASE) and "bank" not in self.made[-1]:
            self.made[-1]["bank"] = told
        elif told and not re.fullmatch(r"(?:RUB|RUR|USD|EUR|CNY|руб\w*|рубл\w*)\.?", told, re.IGNORECASE):
            self.rest.append(told)
