"""Rows become leads; without an owner they stand in the queue."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.imports.columns import amount_only, flag, moment, phone_numbers, reference, stored
from voronka.imports.engine.batch import Batch
from voronka.imports.targets import steps
from voronka.imports.targets.base import Target
from voronka.imports.targets.persons import full_name
from voronka.records.models import Classifier
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


LEADS = Target(
    kind=LEAD,
    columns=(
        full_name(
            "full name", "name", "contact name", "lead name", "фио", "имя контакта", "контакт", "контактное лицо"
        ),
        stored(LEAD, "last_name", "фамилия", "surname"),
        stored(LEAD, "first_name", "имя", "given name"),
        stored(LEAD, "middle_name", "отчество", "patronymic"),
        stored(LEAD, "company", "company name", "organization", "компания", "организация", "название компании"),
        stored(LEAD, "position", "title", "job title", "должность"),
        stored(LEAD, "external_id", "id", "leadid", "lead id", "код", "внешний код", "record id"),
        phone_numbers(LEAD, "phone", "mobile", "mobile phone", "телефон", "мобильный", "мобильный телефон", "тел"),
        stored(LEAD, "emails", "email", "e mail", "почта", "эл почта"),
        stored(LEAD, "website", "web", "site", "url", "сайт"),
        stored(LEAD, "inn", "инн"),
        reference("industry", LEAD.field("industry").label, "industry_id", "отрасль", "сфера деятельности"),
        reference("source", LEAD.field("source").label, "source_id", "lead source", "источник", "канал"),
        reference("status", LEAD.field("status").label, "status_id", "lead status", "статус", "статус лида"),
        reference("campaign", LEAD.field("campaign").label, "campaign_id", "кампания", "рекламная кампания"),
        amount_only(LEAD.field("amount").label, "amount", "сумма", "бюджет"),
        stored(LEAD, "note", "description", "комментарий", "примечание", "сообщение", "notes"),
        flag("converted", gettext_lazy("Converted"), "converted", "сконвертирован", "конвертирован"),
        reference("owner", LEAD.field("owner").label, "owner_id", "lead owner", "ответственный", "менеджер"),
        moment("created_at", LEAD.field("created_at").label, "created time", "created", "дата создания", "создан"),
    ),
    extra=(("converted_at", "timestamptz"), ("assigned_at", "timestamptz")),
    complete=_complete,
    resolve=(
        steps.owners,
        steps.classifier("industry", Classifier.INDUSTRY),
        steps.classifier("source", Classifier.SOURCE),
        steps.classifier("status", Classifier.LEAD_STATUS),
        steps.campaigns,
        _converted,
        _assigned,
    ),
    finish=(steps.places,),
    to_queue=True,
)
