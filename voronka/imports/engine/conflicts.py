"""Where a row and the record that it was recognised as say different things: which of them stands."""

from voronka.imports.engine.at_work import RULE
from voronka.imports.engine.batch import SURE, Batch
from voronka.imports.terms import Rule

LISTS_OF_VALUES = ("segments", "addresses")
BY_SURENESS = SURE


def rules_of_rows(batch: Batch) -> None:
    """Give the rows whose rule was chosen one by one that rule."""
    if batch.terms.rows:
        batch.run(
            "UPDATE {stage} s SET {rule} = chosen.rule FROM unnest(%s::int[], %s::text[]) AS chosen (number, rule)"
            " WHERE chosen.number = s.number",
            [list(batch.terms.rows), [rule.value for rule in batch.terms.rows.values()]],
            rule=RULE,
        )


def leave_ours(batch: Batch) -> None:
    """Known records that the rule leaves as they are get nothing of their rows beside them either."""
    left = batch.run(
        "UPDATE {stage} s SET is_left = true WHERE s.record_id IS NOT NULL AND NOT s.is_twin AND NOT {writes}",
        writes=f"({writes(batch)})",
    )
    if left:
        batch.run("UPDATE {stage} s SET is_left = true FROM {stage} f WHERE f.number = s.twin_of AND f.is_left")


def takes(batch: Batch) -> str:
    """The condition under which the value of the row goes over that of the record; by sureness as long as none says."""
    if batch.terms.conflicts == Rule.SURE and not batch.terms.rows:
        return BY_SURENESS
    return f"CASE {_rule(batch)} WHEN '{Rule.THEIRS}' THEN true WHEN '{Rule.SURE}' THEN {BY_SURENESS} ELSE false END"


def writes(batch: Batch) -> str:
    """The condition under which the row changes its record at all."""
    return f"{_rule(batch)} <> '{Rule.OURS}'"


def _rule(batch: Batch) -> str:
    usual = f"'{batch.terms.conflicts}'"
    return f"COALESCE(s.{RULE}, {usual})" if batch.has(RULE) else usual
