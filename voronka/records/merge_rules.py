"""What becomes of the engine's own rows that name a merged record."""

from voronka.records.merging import rules
from voronka.records.merging.rules import Rule
from voronka.records.models import CreationKey, Erasure, SearchEntry, SearchPassage


def declare() -> None:
    """Say it to the registry."""
    rules.declare(
        Rule(model=CreationKey, column="record_id", kind_column="kind"),
        Rule(
            model=Erasure,
            column="record_id",
            kind_column="kind",
            moves=False,
            reason="what was erased is that very record",
        ),
        *(
            Rule(
                model=model,
                column="record_id",
                kind_column="kind",
                moves=False,
                reason="the index is written anew for the kept record and forgets the others",
            )
            for model in (SearchEntry, SearchPassage)
        ),
    )
