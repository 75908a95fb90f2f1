"""Consents that a file brings with persons and leads: what was said is added, nothing said is changed."""

from django.utils.translation import gettext as _

from voronka.imports.consent_columns import CHANNEL, PROOF, SAID_AT, assumed, staged
from voronka.imports.engine.batch import Batch
from voronka.people.models import Channel, ConsentPurpose


def not_to_come(batch: Batch) -> None:
    """A word that is still to be said rejects its row, and so does an agreement to a purpose without a wording."""
    for purpose, given, at in _purposes(batch):
        said = _("“%(purpose)s”: this moment has not come yet.") % {"purpose": purpose.name}
        batch.run(
            "UPDATE {stage} s SET problem = %s WHERE s.{given} IS NOT NULL AND {moment} > %s AND {due}",
            [said, batch.at, batch.at],
            given=given,
            moment=_moment(batch, at),
        )
        if not purpose.texts.exists():
            said = _("“%(purpose)s”: this purpose has no wording in use.") % {"purpose": purpose.name}
            batch.run("UPDATE {stage} s SET problem = %s WHERE s.{given} AND {due}", [said], given=given)


def keep(batch: Batch) -> None:
    """Write down what the rows say, each word once however often the file comes.

    A word with its day is known by it; one without a day is new only where the latest word is another one. What is said
    for all rows at once holds for those who are new: it must not take back what somebody else has said.
    """
    for purpose, given, at in _purposes(batch):
        dated = _dated(batch, at)
        text = purpose.texts.first()
        batch.run(
            """
            INSERT INTO people_consent (kind, record_id, purpose_id, text_id, is_given, channel, proof, at, by_id,
                                        entered_at)
            SELECT DISTINCT ON (s.record_id) %s, s.record_id, %s, %s, s.{given}, {channel}, {proof}, {moment}, %s, %s
            FROM {stage} s WHERE s.{given} IS NOT NULL AND s.record_id IS NOT NULL AND {due} AND {meant}
            AND NOT EXISTS (
                SELECT 1 FROM people_consent c WHERE c.kind = %s AND c.record_id = s.record_id AND c.purpose_id = %s
                AND c.is_given = s.{given} AND (c.at = {dated} OR {dated} IS NULL AND NOT EXISTS (
                    SELECT 1 FROM people_consent l WHERE l.kind = c.kind AND l.record_id = c.record_id
                    AND l.purpose_id = c.purpose_id AND (l.at, l.id) > (c.at, c.id)))
            ) ORDER BY s.record_id, s.number DESC
            """,
            [
                *(batch.target.kind.name, purpose.pk, text.pk if text else None),
                *(batch.at, batch.by.pk, batch.at, batch.target.kind.name, purpose.pk),
            ],
            given=given,
            meant=f"(s.is_new OR s.{assumed(given)} IS NULL)" if batch.has(assumed(given)) else "true",
            channel=f"COALESCE(NULLIF(s.{CHANNEL}, ''), '{Channel.FILE}')"
            if batch.has(CHANNEL)
            else f"'{Channel.FILE}'",
            proof=f"COALESCE(s.{PROOF}, '')" if batch.has(PROOF) else "''",
            moment=_moment(batch, at),
            dated=dated,
        )


def _purposes(batch: Batch) -> list[tuple[ConsentPurpose, str, str]]:
    """The purposes that the file speaks of, with their staging columns."""
    found = [(one, *staged(one)) for one in ConsentPurpose.objects.filter(is_active=True)]
    return [row for row in found if batch.has(row[1])]


def _dated(batch: Batch, at: str) -> str:
    """The day that the file gives a word: that of its cell, or that of the row."""
    return f"COALESCE(s.{at}, s.{SAID_AT}__at)" if batch.has(f"{SAID_AT}__at") else f"s.{at}"


def _moment(batch: Batch, at: str) -> str:
    """The same, or now; takes the moment of the import as a parameter."""
    return f"COALESCE({_dated(batch, at)}, %s)"
