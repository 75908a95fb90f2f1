"""Records of a migration keep their true owners, also those who do not work here any more."""

from dataclasses import replace

from voronka.imports.engine.batch import Batch
from voronka.imports.targets import steps
from voronka.imports.targets.base import Target


def with_former_owners(target: Target) -> Target:
    """The same target, to whose owners people who are switched off belong too."""
    return replace(target, resolve=tuple(_whoever if step is steps.owners else step for step in target.resolve))


def _whoever(batch: Batch) -> None:
    """Employees by e-mail or full name; of several those who work here come first."""
    if batch.has("owner__text"):
        batch.run(
            """
            UPDATE {stage} s SET owner_id = f.id FROM (
                SELECT DISTINCT ON (t.text) t.text, u.id
                FROM (SELECT DISTINCT owner__text AS text FROM {stage} WHERE owner__text <> '') t
                JOIN accounts_user u ON lower(t.text) IN (
                    u.email, lower(trim(u.first_name || ' ' || u.last_name)),
                    lower(trim(u.last_name || ' ' || u.first_name))
                ) ORDER BY t.text, u.is_active DESC, u.id
            ) f WHERE f.text = s.owner__text
            """
        )
