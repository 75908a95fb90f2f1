"""Rows that carry several records: they link to one another, and a row goes in with all of them or not at all."""

from collections.abc import Collection, Mapping, Sequence

from django.utils.translation import gettext as _

from voronka.accounts.models import Action, Scope
from voronka.imports.engine.batch import FIXED, Batch
from voronka.imports.terms import OwnerTo
from voronka.records import access
from voronka.records.fields.custom import COLUMN

# What of a lower record an upper one is, by their kinds: its column, and the one with the name of the upper one.
LINKS = {
    ("person", "organization"): ("organization_id", "organization__text"),
    ("deal", "organization"): ("organization_id", ""),
    ("deal", "person"): ("person_id", ""),
}
ABOUT = ("deal", "person", "lead", "organization")  # whom an interaction or a task is about, the nearest first
SUBJECT = "subject_id"
# The row `h` that stands for the row `u` of an upper record, and the record of both.
ABOVE = "{upper} u LEFT JOIN {upper} h ON h.number = u.twin_of"
RECORD = "COALESCE(u.record_id, h.record_id)"


def link(batch: Batch, above: Sequence[Batch]) -> None:
    """Rows learn which records they link to; what rejects an upper record of a row rejects the others too."""
    for upper in above:
        batch.run(
            "UPDATE {stage} s SET problem = u.problem FROM {upper} u"
            " WHERE u.number = s.number AND u.problem IS NOT NULL AND s.problem IS NULL",
            upper=upper.stage,
        )
        if batch.terms.owner == OwnerTo.SHARE:
            _same_owner(batch, upper)
        elif names := upper.terms.sharing("owner"):
            _same_owner(batch, upper, "COALESCE(u.owner__text, h.owner__text) = ANY (%s)", [[*names]])
    by_kind = {one.target.kind.name: one for one in above}
    for (lower, kind), (column, name) in LINKS.items():
        if lower == batch.target.kind.name and kind in by_kind:
            named = f", {name} = COALESCE(u.name, h.name)" if name else ""
            _give(batch, by_kind[kind], f"{column} = {RECORD}{named}", f"{column} IS NULL")
    if SUBJECT in batch.staged():
        for kind in (kind for kind in ABOUT if kind in by_kind):
            given = f"subject_kind = '{kind}', {SUBJECT} = {RECORD}"
            _give(batch, by_kind[kind], given, f"{SUBJECT} IS NULL")


def _same_owner(batch: Batch, upper: Batch, which: str = "true", parameters: Sequence[object] = ()) -> None:
    """Where new records are shared out, those of one row go to one employee."""
    batch.run(
        "UPDATE {stage} s SET owner_id = COALESCE(u.owner_id, h.owner_id) FROM {above}"
        " WHERE u.number = s.number AND s.owner_id IS NULL AND (u.is_new OR h.is_new) AND {which}",
        parameters,
        above=ABOVE.format(upper=upper.stage),
        which=which,
    )


def _give(batch: Batch, upper: Batch, given: str, free: str) -> None:
    batch.run(
        "UPDATE {stage} s SET {given} FROM {above} WHERE u.number = s.number AND s.{free} AND {record} IS NOT NULL",
        given=given,
        above=ABOVE.format(upper=upper.stage),
        free=free,
        record=RECORD,
    )


def gather(batch: Batch) -> None:
    """What further rows say of a record goes to the row that stands for it: lists are joined, gaps are filled."""
    if not batch.rows("SELECT FROM {stage} WHERE twin_of IS NOT NULL LIMIT 1"):
        return
    for name, kind in batch.staged().items():
        if "[]" in kind:
            _join(batch, name, kind.partition(" ")[0])
        elif name == COLUMN:
            _fill_own(batch)
        elif name not in {column for column, _type in FIXED}:
            _fill(batch, name, "''" if kind.startswith(("text", "varchar")) else "NULL")
    _write_known(batch)


def _write_known(batch: Batch) -> None:
    """A row that was known, and would change nothing, is written where further rows have added to it."""
    allowed, parameters = "SELECT s.record_id", ()
    if access.scope(batch.target.kind, batch.by, Action.EDIT) != Scope.ALL:
        allowed, parameters = batch.ids(access.visible(batch.target.kind, batch.by, Action.EDIT))
    batch.run(
        "UPDATE {stage} s SET matched_by = 'twin' WHERE s.matched_by = 'row' AND s.record_id IN ({allowed})"
        " AND EXISTS (SELECT FROM {stage} t WHERE t.twin_of = s.number)",
        parameters,
        allowed=allowed,
    )


def _fill_own(batch: Batch) -> None:
    batch.run(
        """
        UPDATE {stage} f SET custom = t.found || COALESCE(f.custom, '{{}}') FROM (
            SELECT s.twin_of, jsonb_object_agg(one.key, one.value) AS found
            FROM {stage} s, jsonb_each(s.custom) AS one WHERE s.twin_of IS NOT NULL GROUP BY s.twin_of
        ) t WHERE t.twin_of = f.number
        """
    )


def _join(batch: Batch, name: str, kind: str) -> None:
    batch.run(
        """
        UPDATE {stage} f SET {name} = COALESCE(f.{name}, '{{}}') || ARRAY(
            SELECT DISTINCT value FROM unnest(t.found) AS value WHERE value <> ALL (COALESCE(f.{name}, '{{}}'))
        )::{kind} FROM (
            SELECT s.twin_of, array_agg(value) AS found FROM {stage} s, unnest(s.{name}) AS value
            WHERE s.twin_of IS NOT NULL GROUP BY s.twin_of
        ) t WHERE t.twin_of = f.number
        """,
        name=name,
        kind=kind,
    )


def _fill(batch: Batch, name: str, nothing: str) -> None:
    said = f"NOT COALESCE(s.{name} = {nothing}, true)" if nothing != "NULL" else f"s.{name} IS NOT NULL"
    gap = f"COALESCE(f.{name} = {nothing}, true)" if nothing != "NULL" else f"f.{name} IS NULL"
    batch.run(
        """
        UPDATE {stage} f SET {name} = t.found FROM (
            SELECT DISTINCT ON (s.twin_of) s.twin_of, s.{name} AS found FROM {stage} s
            WHERE s.twin_of IS NOT NULL AND {said} ORDER BY s.twin_of, s.number
        ) t WHERE t.twin_of = f.number AND {gap}
        """,
        name=name,
        said=said,
        gap=gap,
    )


def tell_of_heads(batch: Batch) -> None:
    """What rejects the row that stands for others rejects them too, where rows carry several records."""
    if not batch.is_single:
        batch.run(
            "UPDATE {stage} s SET problem = f.problem FROM {stage} f"
            " WHERE f.number = s.twin_of AND f.problem IS NOT NULL AND s.problem IS NULL"
        )


def rejected(several: Sequence[Batch], known: Collection[int]) -> dict[int, str]:
    """The rows that one of their records rejects, but for those that are known already, with the reason."""
    found: dict[int, str] = {}
    for one in several:  # an upper one has handed its problem down
        label = "" if one.is_main else _("%(kind)s: ") % {"kind": one.target.kind.label}
        for number, problem in one.rows("SELECT number, problem FROM {stage} WHERE problem IS NOT NULL"):
            if number not in known:
                found.setdefault(number, f"{label}{problem}")
    return found


def reject(batch: Batch, fresh: Mapping[int, str]) -> None:
    """These rows go in with none of their records."""
    batch.run(
        "UPDATE {stage} s SET problem = x.problem, is_twin = false"
        " FROM unnest(%s::int[], %s::text[]) AS x (number, problem) WHERE x.number = s.number",
        [list(fresh), list(fresh.values())],
    )
