"""Rows become deals: at a stage of the pipeline that knows the stages of the file, linked to client and lead."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.imports.columns import Column, aid_moment, amount, columns_of, reference
from voronka.imports.engine.batch import Batch
from voronka.imports.targets import chances, persons_of_deals, steps
from voronka.imports.targets.base import Target
from voronka.imports.targets.clients_of_leads import clients_of_leads
from voronka.imports.targets.pipelines import settle_stages
from voronka.records import access
from voronka.records.models import Classifier
from voronka.sales.actions.imported import begin_stage_history
from voronka.sales.defaults import unknown_reason
from voronka.sales.kinds import DEAL, LEAD

CLOSED = {"won": "Won", "lost": "Lost", "выиграна": "Won", "проиграна": "Lost"}


def _complete(values: dict[str, Any]) -> str | None:
    """Where a program keeps the outcome beside the stage, a closed deal stands at the closing stage."""
    values["stage__text"] = values.pop("stage__outcome", None) or values.get("stage__text")
    values["name"] = values.get("name") or values.get("organization__text") or ""
    return None if values["name"] else _("The row has no name of a deal.")


def _leads(batch: Batch) -> None:
    if not batch.has("lead__text"):
        return
    seen, parameters = batch.ids(access.visible(LEAD, batch.by))
    batch.run(
        """
        UPDATE {stage} s SET lead_id = r.id FROM sales_lead r
        WHERE s.lead__text <> '' AND r.external_id = s.lead__text AND r.id IN ({seen})
        """,
        parameters,
        seen=seen,
    )
    batch.run(
        "UPDATE {stage} s SET problem = %s WHERE s.lead__text <> '' AND s.lead_id IS NULL AND {due}",
        [_("There is no lead with this outside id; import the leads first.")],
    )


def _close(batch: Batch) -> None:
    """A closed stage needs its moment, a loss its reason, an open deal its expected day."""
    closed = [f"{name}__at" for name in ("closed", "closing") if batch.has(f"{name}__at")]
    if closed:
        batch.run("UPDATE {stage} SET closed_at = COALESCE({closed}) WHERE outcome <> 'open'", closed=", ".join(closed))
    if not batch.has("closing__at"):
        batch.run("UPDATE {stage} SET expected_close_on = NULL")
    else:
        batch.run(
            "UPDATE {stage} SET expected_close_on = (closing__at AT TIME ZONE %s)::date WHERE outcome = 'open'",
            [str(batch.zone)],
        )
    batch.run(
        """
        UPDATE {stage} SET closed_at = GREATEST(COALESCE(closed_at, created_at, %s), created_at)
        WHERE outcome <> 'open'
        """,
        [batch.at],
    )
    batch.run("UPDATE {stage} SET stage_since = COALESCE(closed_at, created_at, %s)", [batch.at])
    batch.run(
        "UPDATE {stage} SET lost_reason_id = COALESCE(lost_reason_id, %s) WHERE outcome = 'lost'",
        [unknown_reason(Classifier.LOST_REASON).pk],
    )
    batch.run("UPDATE {stage} SET lost_reason_id = NULL WHERE outcome <> 'lost'")


def _history(batch: Batch) -> None:
    begin_stage_history(pk for (pk,) in batch.rows("SELECT record_id FROM {stage} WHERE is_new"))


def _outcome() -> Column:
    """«won» or «lost» beside the stage; anything else leaves the stage as it is."""
    return Column(
        name="outcome",
        label=DEAL.field("outcome").label,
        words=("outcome", "deal status", "исход", "статус сделки"),
        staged=(("stage__outcome", "text"), ("stage__text", "text"), ("stage_id", "bigint")),
        read=lambda raw, _reading: {"stage__outcome": CLOSED.get(raw.strip().lower(), "")},
        fills="deal.stage",
    )


_CLOSING = replace(
    aid_moment("closing", gettext_lazy("Closing date"), "closing date", "close date", "дата закрытия", "дата сделки"),
    fills="deal.expected_close_on",
)
DEALS = Target(
    kind=DEAL,
    columns=columns_of(
        DEAL,
        reference(
            "organization", DEAL.field("organization").label, "organization_id",
            "account name", "company", "компания", "организация", "клиент",
        ),
        reference(
            "organization_key", gettext_lazy("Outside id of the organization"), "organization_id",
            "account id", "accountid", "company id", "код организации", "id компании",
        ),
        reference("lead", gettext_lazy("Outside id of the lead"), "lead_id", "lead id", "leadid", "код лида"),
        reference("stage", DEAL.field("stage").label, "stage_id", "deal stage", "этап", "этап сделки", "стадия"),
        _outcome(),
        _CLOSING,
        aid_moment("closed", DEAL.field("closed_at").label, "closed on", "closed at", "фактическая дата закрытия"),
        *persons_of_deals.columns(),
        chances.column(),
        amount(DEAL, "сумма", "бюджет", "стоимость", "price"),
        reference("campaign", DEAL.field("campaign").label, "campaign_id", "кампания", "campaign name"),
        steps.campaign_key(),
        words={
            "name": (
                "deal name", "potential name", "opportunity name", "название", "название сделки", "сделка"
            ),
            "external_id": ("deal id", "potentialid"),
            "lost_reason": ("loss reason", "reason for loss", "причина отказа", "причина проигрыша"),
            "owner": ("deal owner", "potential owner"),
        },
        without=("currency", "expected_close_on", "lost_comment", "win_back_on"),
    ),
    extra=(
        ("organization_id", "bigint"),
        ("person_id", "bigint"),
        ("stage_id", "bigint"),
        ("pipeline_id", "bigint"),
        ("outcome", "varchar(4)"),
        ("stage_since", "timestamptz"),
        ("closed_at", "timestamptz"),
        ("expected_close_on", "date"),
        ("lost_reason_id", "bigint"),
    ),
    kept=("stage_id", "lost_reason_id", "lead_id"),
    complete=_complete,
    resolve=(
        *steps.of_fields(DEAL),
        steps.campaigns,
        steps.organizations_by_outside_id,
        steps.organizations_by_name,
        persons_of_deals.persons,
        _leads,
        clients_of_leads,
        settle_stages,
        _close,
    ),
    finish=(steps.places, _history),
    keys=(),
)  # fmt: skip
