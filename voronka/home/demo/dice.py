"""Chance that falls the same way every time."""

import random
from collections.abc import Callable
from datetime import datetime, timedelta

from voronka.home.demo import words
from voronka.people import account_key

LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
        "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh sch _ y _ e yu ya".split(),
        strict=True,
    )
)


class Dice:
    """A seeded random source with the throws that the demo needs; `at` is the moment that all dates run up to."""

    def __init__(self, at: datetime) -> None:
        self.random = random.Random(20_260_101)  # noqa: S311  # no secret, only the same story every time
        self.at = at

    def one[T](self, options: tuple[T, ...] | list[T]) -> T:
        """Any of the options."""
        return self.random.choice(options)

    def chance(self, share: float) -> bool:
        """True in this share of throws."""
        return self.random.random() < share

    def number(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self.random.randint(low, high)

    def days(self, low: float, high: float) -> timedelta:
        """A stretch of time in days."""
        return timedelta(days=self.random.uniform(low, high))

    def different(self, count: int, throw: Callable[["Dice"], str]) -> list[str]:
        """So many different results of a throw, in the order in which they first fell."""
        fallen: dict[str, None] = {}
        while len(fallen) < count:
            fallen[throw(self)] = None
        return list(fallen)

    def workday(self, moment: datetime) -> datetime:
        """The same day within working hours, Monday to Friday, never after `at`."""
        early = moment - timedelta(days=max(moment.weekday() - 4, 0))
        return min(early.replace(hour=self.number(6, 14), minute=self.number(0, 59), second=0, microsecond=0), self.at)

    def full_name(self) -> tuple[str, str, str]:
        """Last, first and middle name that agree in gender."""
        surname, father = self.one(words.SURNAMES), self.one(words.FATHERS)
        if self.chance(0.5):
            return surname, self.one(words.MEN), f"{father}ич"
        return f"{surname}а", self.one(words.WOMEN), f"{father}на"

    def mobile(self) -> str:
        """A mobile number that nobody has: the codes 900…909 with 000 in the middle."""
        return f"+790{self.number(0, 9)}000{self.number(0, 9999):04d}"

    def inn(self) -> str:
        """An ИНН of a company with its check digit (Federal Tax Service, order ММВ-7-6/435@)."""
        digits = [int(sign) for sign in f"{self.number(10, 78)}{self.number(0, 9_999_999):07d}"]
        weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
        check = sum(digit * weight for digit, weight in zip(digits, weights, strict=True)) % 11 % 10
        return "".join(map(str, digits)) + str(check)

    def ogrn(self, inn: str) -> str:
        """An ОГРН of the same region with its check digit (order 165н: the rest of the division by 11)."""
        digits = f"1{self.number(2, 24):02d}{inn[:2]}{self.number(0, 9_999_999):07d}"
        return f"{digits}{int(digits) % 11 % 10}"

    def account(self, bic: str) -> str:
        """A rouble account of a company whose key fits the БИК."""
        branch, last = self.number(0, 9999), self.number(1000, 9_999_999)
        tried = (f"40702810{key}{branch:04d}{last:07d}" for key in range(10))
        return next(number for number in tried if account_key.key_fits(bic, number))


def latin(text: str) -> str:
    """A Russian word in Latin letters, for addresses of sites and mail."""
    letters = (LATIN.get(sign, sign) for sign in text.lower())
    return "".join(sign for sign in "".join(letters) if sign.isascii() and (sign.isalnum() or sign in "-."))
