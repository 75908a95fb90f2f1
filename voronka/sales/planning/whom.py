"""Whom a plan or a forecast is for: one person, a department, a business unit, the whole company."""

from dataclasses import dataclass
from typing import Literal

from voronka.core.numbers import whole

type Sort = Literal["company", "unit", "department", "user"]

COLUMNS: tuple[Sort, ...] = ("user", "department", "unit")


@dataclass(frozen=True, order=True)
class Whom:
    """A `sort` and the id of the one; the company has none."""

    sort: Sort
    pk: int = 0

    @classmethod
    def of(cls, user: int | None, department: int | None, unit: int | None) -> "Whom":
        """Of three ids, of which one at most is given."""
        for sort, pk in zip(COLUMNS, (user, department, unit), strict=True):
            if pk:
                return cls(sort, pk)
        return COMPANY

    @classmethod
    def read(cls, key: str) -> "Whom":
        """The one that `key` names; raises ValueError for what names none."""
        if key == COMPANY.key:
            return COMPANY
        name, _dash, number = key.partition("-")
        pk = whole(number)
        for sort in COLUMNS:
            if sort == name and pk:
                return cls(sort, pk)
        raise ValueError(key)

    @property
    def key(self) -> str:
        """`user-5`, `company`: for the names of inputs and for addresses."""
        return f"{self.sort}-{self.pk}" if self.pk else self.sort

    @property
    def columns(self) -> dict[str, int | None]:
        """The ids by the column of a plan."""
        return {f"{sort}_id": self.pk if sort == self.sort else None for sort in COLUMNS}


COMPANY = Whom("company")
