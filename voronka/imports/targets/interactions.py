"""Rows become interactions: calls, meetings, notes, each about a client, a lead or a deal."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.activities.actions.imported import begin_interactions, follow_interactions
from voronka.activities.kinds import INTERACTION
from voronka.activities.models import InteractionType
from voronka.imports.columns import Column, aid_moment, columns_of, moment
from voronka.imports.engine.batch import Batch
from voronka.imports.targets import about, contact_columns, steps
from voronka.imports.targets.base import Target
from voronka.imports.targets.campaigns_of_leads import give_campaigns

DAY = timedelta(days=1)


def _complete(values: dict[str, Any]) -> str | None:
    begun: datetime | None = values.get("happened_at") or values.get("created_at")
    ended: datetime | None = values.pop("ends__at", None)
    values["happened_at"] = begun
    seconds = values.pop("minutes__seconds", None)
    if not values.get("minutes") and seconds:
        values["minutes"] = -(-seconds // 60)
    if not values.get("type__text"):
        values["type__text"] = "call" if values.get("direction") else "meeting" if ended else "note"
    if begun and ended and ended > begun:
        _until(values, begun, ended)
    values["minutes"] = int(values.get("minutes") or 0)
    if begun is None:
        return _("The row does not say when it happened.")
    return None if values["minutes"] or values.get("text") else _("The row has neither words nor a length.")


def _until(values: dict[str, Any], begun: datetime, ended: datetime) -> None:
    """How long it took; what lasted longer than a day keeps its end in words."""
    if ended - begun <= DAY:
        values["minutes"] = values.get("minutes") or int((ended - begun) / timedelta(minutes=1))
        return
    said = _("until %(moment)s") % {"moment": f"{ended.astimezone(timezone.get_current_timezone()):%d.%m.%Y %H:%M}"}
    values["text"] = "\n".join(filter(None, (values.get("text"), said)))


def _types(batch: Batch) -> None:
    """Types by code or name; an unknown one rejects its row and is told which there are."""
    batch.run(
        "UPDATE {stage} s SET type_id = t.id FROM activities_interactiontype t"
        " WHERE lower(s.type__text) IN (t.code, lower(t.name))"
    )
    known = ", ".join(InteractionType.objects.filter(is_active=True).values_list("name", flat=True))
    refusal = _("There is no type of interactions “%(value)s”; there are: %(known)s.")
    batch.run(
        "UPDATE {stage} s SET problem = replace(%s, '<value>', left(s.type__text, 60))"
        " WHERE s.type_id IS NULL AND {due}",
        [refusal % {"value": "<value>", "known": known}],
    )


def _not_to_come(batch: Batch) -> None:
    batch.run(
        "UPDATE {stage} s SET problem = %s WHERE s.happened_at > %s AND {due}",
        [_("This has not happened yet: import it as a task."), batch.at],
    )


def _history(batch: Batch) -> None:
    begin_interactions(pk for (pk,) in batch.rows("SELECT record_id FROM {stage} WHERE is_new"))
    follow_interactions(pk for (pk,) in batch.rows("SELECT record_id FROM {stage} WHERE is_changed"))


_ENDS: Column = aid_moment(
    "ends", gettext_lazy("End"), "end datetime", "end time", "end", "окончание", "конец", "дата окончания"
)
INTERACTIONS = Target(
    kind=INTERACTION,
    columns=columns_of(
        INTERACTION,
        contact_columns.type_of(INTERACTION),
        *about.columns("interaction"),
        contact_columns.campaign(),
        contact_columns.direction(INTERACTION),
        contact_columns.minutes(INTERACTION),
        contact_columns.seconds(),
        moment(
            "happened_at", INTERACTION.field("happened_at").label,
            "happened at", "call start time", "start datetime", "start time", "start", "date", "activity date",
            "дата", "дата звонка", "дата и время", "начало", "дата начала",
        ),
        _ENDS,
        words={
            "text": (
                "subject", "description", "notes", "note", "тема", "текст", "описание", "комментарий", "примечание"
            ),
            "external_id": ("taskid", "callid", "call id", "eventid", "event id", "activity id"),
            "owner": ("call owner", "event owner", "activity owner", "assigned to", "кто говорил"),
        },
        without=("subject",),
    ),
    extra=(("type_id", "bigint"), ("type__text", "text"), ("campaign_id", "bigint"), *about.EXTRA,
           ("happened_at", "timestamptz"), ("minutes", "integer"), ("text", "text")),
    kept=("type_id",),
    complete=_complete,
    resolve=(
        _types, _not_to_come, about.subjects(is_needed=True), *steps.of_fields(INTERACTION), steps.campaigns
    ),
    finish=(steps.places, _history, give_campaigns),
    keys=(),
)  # fmt: skip
