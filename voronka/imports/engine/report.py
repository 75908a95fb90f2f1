"""What came of an import: the counts, and what is to be said of single rows."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from voronka.imports.engine.batch import Batch
from voronka.imports.reading.layout import Passed

PROBLEMS_KEPT = 10_000
SETTLING = "settling"  # the kind of what is no portion of rows, but was made when the file was read once more
ROUTING = "routing"  # likewise: what rules made of its new leads when it had ended
MADE = ("created", "updated")
COUNTS = ("rows", "created", "updated", "duplicates", "rejected")


@dataclass(frozen=True, kw_only=True)
class Report:
    """What came of it: counts, the rejected rows with the reason, by their number in the file, new values of lists.

    `passed` are the rows of the file that are none of the table, and what is to be said of the file.
    `parts` are the records made and changed by kind, where rows carry several of them.
    `made` are the ids of values and pipelines, which have no history by which they could be found again. A check has
    `found` examples of each fate, and `conflicts` of rows with the records that stand.
    """

    rows: int
    created: int
    updated: int
    duplicates: int
    rejected: int
    problems: list[tuple[int, str]] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    passed: Passed = field(default_factory=Passed)
    made: dict[str, list[int]] = field(default_factory=dict)
    parts: dict[str, list[int]] = field(default_factory=dict)
    found: dict[str, Any] = field(default_factory=dict)
    conflicts: list[dict[str, Any]] = field(default_factory=list)

    def counts(self) -> dict[str, Any]:
        """The five numbers; and how many records of each kind are made and changed, where rows carry several."""
        return {name: getattr(self, name) for name in COUNTS} | ({"parts": self.parts} if self.parts else {})


def counted(batch: Batch) -> dict[str, int]:
    """The five numbers of the staged rows."""
    numbers: tuple[Any, ...] = batch.rows(
        """
        SELECT count(*), count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE is_changed),
               count(*) FILTER (WHERE is_twin OR problem IS NULL AND NOT is_new AND NOT is_changed),
               count(*) FILTER (WHERE problem IS NOT NULL AND NOT is_twin)
        FROM {stage}
        """
    )[0]
    return dict(zip(COUNTS, numbers, strict=True))


def made_of(batch: Batch) -> list[int]:
    """How many of the staged rows make a record, how many change one."""
    counts = counted(batch)
    return [counts[name] for name in MADE]


def problems_of(batch: Batch) -> list[tuple[int, str]]:
    """The rejected rows with their reasons, the first ones of the file."""
    found = batch.rows(
        "SELECT number, problem FROM {stage} WHERE problem IS NOT NULL ORDER BY number LIMIT {limit}",
        limit=str(PROBLEMS_KEPT),
    )
    return [(number, reason) for number, reason in found]


def first_problems(several: Iterable[list[tuple[int, str]]]) -> list[tuple[int, str]]:
    """Those of several portions, in the order of the file."""
    return sorted((int(number), str(reason)) for some in several for number, reason in some)[:PROBLEMS_KEPT]
