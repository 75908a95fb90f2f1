"""Rows become campaigns, each name once."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from voronka.core.errors import Refused
from voronka.imports.cells import NO, YES
from voronka.imports.columns import Column, Reading, columns_of
from voronka.imports.engine.batch import Batch
from voronka.imports.engine.matching import SAME_SOURCE, settle
from voronka.imports.targets import steps
from voronka.imports.targets.base import Target
from voronka.marketing.kinds import CAMPAIGN

RUNS = re.compile(r"active|plan|in progress|running|актив|действ|планир|готов|в работе|запущен", re.IGNORECASE)
RESTS = re.compile(
    r"inactive|complete|finish|done|archiv|aborted|неактив|не актив|заверш|законч|архив|останов", re.IGNORECASE
)


def _state() -> Column:
    """Whether the campaign goes on, said as a state or as yes and no."""
    field = CAMPAIGN.field("is_active")

    def read(raw: str, _reading: Reading) -> Mapping[str, Any]:
        said = raw.strip().lower()
        if RESTS.search(said) or said in NO:
            return {"is_active": False}
        if not said or RUNS.search(said) or said in YES:
            return {"is_active": True}
        raise Refused(_("“%(value)s” does not say whether the campaign goes on.") % {"value": raw[:60]})

    words = ("active", "is active", "status", "campaign status", "состояние", "статус", "активна")
    return Column(name="is_active", label=field.label, words=words, staged=(("is_active", "boolean"),), read=read)


def _complete(values: dict[str, Any]) -> str | None:
    begun, ended = values.get("started_on"), values.get("ended_on")
    if begun and ended and ended < begun:
        return _("A campaign cannot end before it starts.")
    return None if values.get("name") else _("The row has no name of a campaign.")


def _by_name(batch: Batch) -> None:
    for same in ("r.name = x.name", f"lower(r.name) = lower(x.name) AND {SAME_SOURCE}"):
        settle(batch, "x.name <> ''", "name", f"JOIN {batch.table} r ON {same}")


def _each_once(batch: Batch) -> None:
    """Rows with a name that another row of the file has too: the first one is the campaign."""
    batch.run(
        """
        UPDATE {stage} t SET problem = replace(%s, '<number>', f.first::text) FROM (
            SELECT s.number, min(s.number) OVER (PARTITION BY s.name) AS first FROM {stage} s
            WHERE {due} AND s.record_id IS NULL
        ) f WHERE f.number = t.number AND f.first < t.number
        """,
        [_("Row %(number)s of this file has the same name, and a name can be only one campaign’s.")
         % {"number": "<number>"}],
    )  # fmt: skip


CAMPAIGNS = Target(
    kind=CAMPAIGN,
    columns=columns_of(
        CAMPAIGN,
        _state(),
        words={
            "name": ("campaign name", "campaign", "кампания", "название", "рекламная кампания"),
            "external_id": ("campaignid", "campaign id", "код кампании"),
            "started_on": ("start date", "started", "дата начала", "начало"),
            "ended_on": ("end date", "ended", "дата окончания", "окончание"),
            "owner": ("campaign owner",),
        },
    ),
    complete=_complete,
    match=(_by_name,),
    resolve=(_each_once, *steps.of_fields(CAMPAIGN)),
    finish=(steps.places,),
    keys=(),
)
