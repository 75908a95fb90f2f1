"""Rows become leads; without an owner they stand in the queue."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.imports.columns import columns_of, flag, reference
from voronka.imports.engine.batch import Batch
from voronka.imports.targets import consents, steps
from voronka.imports.targets.base import Target
from voronka.imports.targets.persons import first_name_first, full_name
from voronka.sales.kinds import LEAD


def _complete(values: dict[str, Any]) -> str | None:
    known = any(values.get(name) for name in ("last_name", "first_name", "company", "phones", "emails"))
    return None if known else _("The row has no name, company, phone or e-mail.")


def _converted(batch: Batch) -> None:
    """A lead that was converted in the other program is no work any more; when it was is not known better."""
    if batch.has("converted__flag"):
        batch.run("UPDATE {stage} SET converted_at = COALESCE(created_at, %s) WHERE converted__flag", [batch.at])


def _assigned(batch: Batch) -> None:
    batch.run("UPDATE {stage} SET assigned_at = COALESCE(created_at, %s) WHERE owner_id IS NOT NULL", [batch.at])


def _reassigned(batch: Batch) -> None:
    """A lead with another owner was assigned now."""
    batch.run(
        "UPDATE {table} r SET assigned_at = CASE WHEN r.owner_id IS NOT NULL THEN %s::timestamptz END"
        " FROM {stage} s WHERE s.is_moved AND r.id = s.record_id",
        [batch.at],
    )


LEADS = Target(
    kind=LEAD,
    columns=columns_of(
        LEAD,
        full_name(
            "full name", "name", "contact name", "lead name", "фио", "имя контакта", "контакт", "контактное лицо"
        ),
        first_name_first(),
        reference("campaign", LEAD.field("campaign").label, "campaign_id", "кампания", "рекламная кампания"),
        steps.campaign_key(),
        flag("converted", gettext_lazy("Converted"), "converted", "сконвертирован", "конвертирован"),
        words={
            "company": ("company name", "organization", "компания", "организация", "название компании"),
            "external_id": ("leadid", "lead id"),
            "source": ("канал",),
            "status": ("lead status", "статус", "статус лида"),
            "note": ("сообщение",),
            "owner": ("lead owner",),
        },
    ),
    extra=(("converted_at", "timestamptz"), ("assigned_at", "timestamptz")),
    complete=_complete,
    resolve=(*steps.of_fields(LEAD), steps.campaigns, _converted, _assigned, consents.not_to_come),
    finish=(steps.places, _reassigned, consents.keep),
    to_queue=True,
)
