"""The order of the stages of another program: by their chance to win, where it is known."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from voronka.imports.columns import Column, Reading
from voronka.imports.engine.batch import Batch

STAGED = "probability__percent"
# How sellers name the steps of a sale, with the usual chances of Zoho and Salesforce.
USUAL = tuple(
    (re.compile(words, re.IGNORECASE), chance)
    for words, chance in (
        (r"contract|договор|счет|счёт|invoice|оплат", 90),
        (r"negotiat|review|переговор|согласован", 80),
        (r"proposal|quote|offer|предложен|\bкп\b", 60),
        (r"value|demo|presentation|презентац|демонстрац|встреч", 40),
        (r"needs|analysis|потребност|анализ", 30),
        (r"qualif|квалиф|contacted|контакт", 20),
        (r"prospect|\bnew\b|\bнов", 10),
    )
)


def column() -> Column:
    """The chance of a deal in percent; it only serves to put the stages of a new pipeline in order."""
    return Column(
        name="probability",
        label=_("Probability of the stage"),
        words=("probability", "probability (%)", "вероятность", "вероятность %"),
        staged=((STAGED, "smallint"),),
        read=_read,
    )


def _read(raw: str, _reading: Reading) -> Mapping[str, Any]:
    number = re.fullmatch(r"(\d{1,3})(?:[.,]0+)?\s*%?", raw)
    return {STAGED: int(number[1]) if number and int(number[1]) <= 100 else None}


def in_order(batch: Batch, stages: Sequence[str]) -> list[tuple[str, int]]:
    """Open stages with their chances: what the file says, else what their names say, or rising as they come."""
    for known in (_of_file(batch), {name: chance for name in stages if (chance := _usual(name)) is not None}):
        if all(name in known for name in stages):
            return sorted(((name, known[name]) for name in stages), key=lambda stage: stage[1])
    return [(name, 100 * place // (len(stages) + 1)) for place, name in enumerate(stages, start=1)]


def _of_file(batch: Batch) -> dict[str, int]:
    """The chances of those stages whose rows all say the same; in some files they are of the deal, not of the stage."""
    if not batch.has(STAGED):
        return {}
    rows = batch.rows(
        "SELECT stage__text, min({chance}) FROM {stage} WHERE stage__text <> '' AND {chance} IS NOT NULL"
        " GROUP BY 1 HAVING min({chance}) = max({chance})",
        chance=STAGED,
    )
    return dict(rows)


def _usual(name: str) -> int | None:
    return next((chance for pattern, chance in USUAL if pattern.search(name)), None)
