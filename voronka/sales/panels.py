"""Pieces of cards that sales adds: the way of a deal, deals of a client, what a lead is and became."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from voronka.accounts.models import Action, User
from voronka.people.models import Organization
from voronka.people.panels import habits_panel
from voronka.records import access, kinds
from voronka.records.field_rules import veiled
from voronka.records.kinds import Panel
from voronka.records.prepared import prepared
from voronka.sales import waiting
from voronka.sales.actions import unconversion
from voronka.sales.bonus.panel import payments
from voronka.sales.economy.panel import deal_economics
from voronka.sales.gate.approvers import approves
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.models import Deal, Lead, Outcome
from voronka.sales.models.registrations import TARGETS
from voronka.sales.probability.panel import deal_chance
from voronka.sales.queries import journeys, pipelines, qualification
from voronka.sales.queries.approvals import waiting_of
from voronka.sales.queries.client_deals import deals_of
from voronka.sales.queries.holdings import holding_of
from voronka.sales.queries.method import work_at
from voronka.sales.registration.panel import registration

type Context = dict[str, Any]


def deal_stages(deal: Deal, user: User, at: datetime) -> Context:
    """The bar of stages with the buttons of the two ends."""
    stages = pipelines.stages_shown(pipeline_id=deal.pipeline_id)
    closing = {stage.outcome: stage for stage in stages if not stage.is_open}
    return {
        "steps": journeys.steps(deal, at=at, stages=stages),
        "won_stage": closing.get(Outcome.WON.value),
        "lost_stage": closing.get(Outcome.LOST.value),
        "may_edit": access.may_do(user, Action.EDIT, deal),
    }


def deal_approval(deal: Deal, user: User, _at: datetime) -> Context:
    """The question that the deal waits for, with its answers for who may give them."""
    approval = waiting_of(deal)
    if approval is None:
        return {"hidden": True}
    return {
        "approval": approval,
        "may_decide": approves(approval.to_stage, user),
        "may_withdraw": user.pk == approval.asked_by_id or access.may_do(user, Action.EDIT, deal),
    }


def deal_work(deal: Deal, user: User, at: datetime) -> Context:
    """What the stage asks to be done, and what helps to do it; a closed deal has no work."""
    work = work_at(deal, at=at)
    return {
        "work": work,
        "count": None,
        "may_edit": access.may_do(user, Action.EDIT, deal),
        "hidden": work.is_empty or not deal.is_open,
    }


def deal_history(deal: Deal, _user: User, at: datetime) -> Context:
    """Every stay at a stage, the latest first."""
    visits = journeys.visits(deal, at=at)
    return {"deal": deal, "visits": list(reversed(visits)), "count": None}


def deal_lead(deal: Deal, user: User, _at: datetime) -> Context:
    """The lead that the deal came of, when the person may see it."""
    lead = next(iter(_lead(by=user, pk=deal.lead_id)), None) if deal.lead_id else None
    return {"lead": veiled(lead, user), "hidden": lead is None}


@prepared
def _lead(*, by: User, pk: int) -> QuerySet[Lead]:
    return access.visible(LEAD, by).filter(pk=pk).select_related("source", "campaign").order_by()


def deals_panel(column: str) -> Callable[[Any, User, datetime], Context]:
    """Deals of the record that `column` of a deal points to."""

    def context(record: Any, user: User, at: datetime) -> Context:
        found = deals_of(column, record.pk, by=user)
        may_add = column != "lead" and access.may(user, Action.CREATE, DEAL)
        add = {"label": _("New deal"), "href": _new_deal(column, record)} if may_add else None
        return {"found": found, "count": found.count, "add": add, "at": at}

    return context


def _new_deal(column: str, record: Any) -> str:
    given = {column: record.pk}
    if column == "person" and record.organization_id:
        given["organization"] = record.organization_id
    return f"{reverse('deal:new')}?{urlencode(given)}"


def deal_action(record: Any, user: User, _at: datetime) -> Context:
    """Where a deal with the client is opened in one click."""
    href = _new_deal(kinds.kind_of(record).name, record)
    return {"href": href, "hidden": not access.may(user, Action.CREATE, DEAL)}


def holding(organization: Organization, user: User, _at: datetime) -> Context:
    """The tree of the holding with the deals of each company and of all; nothing for a company that stands alone."""
    found = holding_of(organization, by=user)
    href = f"{reverse('organization:new')}?parent={organization.pk}&stay=1"
    may_add = access.may(user, Action.CREATE, kinds.get("organization"))
    add = {"label": _("Add a company of the holding"), "href": href} if may_add else None
    return {"found": found, "count": len(found.branches) or None, "add": add, "hidden": not found.branches}


def lead_state(lead: Lead, _user: User, at: datetime) -> Context:
    """State and status of a lead, how long it waits."""
    return {"lead": lead, "told": waiting.say(lead, at)}


def lead_actions(lead: Lead, user: User, at: datetime) -> Context:
    """What may be done with the lead now."""
    is_late = lead.converted_at is None or at - lead.converted_at > timedelta(days=unconversion.DAYS)
    may_edit = access.may_do(user, Action.EDIT, lead)
    return {"lead": lead, "may_edit": may_edit, "may_unconvert": may_edit and not is_late}


def lead_worth(lead: Lead, user: User, _at: datetime) -> Context:
    """The short list, and the verdicts on what came with the lead."""
    return {
        "lead": lead,
        "questions": qualification.short_list(lead),
        "verdicts": qualification.verdicts(lead),
        "may_edit": access.may_do(user, Action.EDIT, lead),
    }


def campaign_quality(campaign: Any, _user: User, _at: datetime) -> Context:
    """What sellers said of the leads of a campaign."""
    quality = qualification.quality_of(campaign_id=campaign.pk)
    return {"quality": quality, "hidden": not quality}


def _seen(lead: Lead, name: str, user: User) -> Any:
    """What a link of the lead leads to, where it may be seen; asked anew only where not all may."""
    kind, pk = kinds.get(name), getattr(lead, f"{name}_id")
    if pk is None or access.condition(kind, user) == Q():
        return getattr(lead, name)
    return access.only(access.visible(kind, user).filter(pk=pk))


def lead_became(lead: Lead, user: User, _at: datetime) -> Context:
    """The client and the person that the lead became, of those that may be seen."""
    records = [found for name in ("organization", "person") if (found := _seen(lead, name, user))]
    return {"records": records, "lead": lead, "hidden": lead.is_open}


def register() -> None:
    """Put all of them on their cards; call it in AppConfig.ready."""
    deals = gettext_lazy("Deals")
    habits = Panel(name="habits", label=gettext_lazy("Preferences"), template="people/panels/habits.html",
                   context=habits_panel, slot="head", live=("person", "deal"))  # fmt: skip
    kinds.add_panel(["deal"], habits)
    for kind in ("organization", "person", "lead"):
        panel = Panel(
            name="deals",
            label=deals,
            template="sales/panel_deals.html",
            context=deals_panel(kind),
            order=20,
            live=("deal",),
        )
        kinds.add_panel([kind], panel)
    _register_money()
    opened = Panel(name="new-deal", label=gettext_lazy("New deal"), template="sales/new_deal.html", context=deal_action,
                   slot="actions", order=20)  # fmt: skip
    kinds.add_panel(["organization", "person"], opened)
    for kind, panel in (
        ("organization", Panel(name="holding", label=gettext_lazy("Holding"), template="sales/panel_holding.html",
                               context=holding, order=15, live=("organization", "deal"), lazy=True)),
        ("deal", Panel(name="stages", label=gettext_lazy("Stages"), template="sales/stages.html",
                       context=deal_stages, slot="bar", live=("deal",))),
        ("deal", Panel(name="approval", label=gettext_lazy("Approval"), template="sales/approval.html",
                       context=deal_approval, slot="bar", order=110, live=("deal",))),
        ("deal", Panel(name="work", label=gettext_lazy("What to do now"), template="sales/panel_work.html",
                       context=deal_work, order=5, live=("deal", "interaction"), lazy=True)),
        ("deal", Panel(name="chance", label=gettext_lazy("Probability of a win"), lazy=True, order=7,
                       template="sales/panel_chance.html", context=deal_chance, live=("deal", "interaction"))),
        ("deal", Panel(name="economics", label=gettext_lazy("Economics of the deal"), lazy=True, order=8,
                       template="sales/panel_economics.html", context=deal_economics,
                       live=("deal", "interaction"))),
        ("deal", Panel(name="stage-history", label=gettext_lazy("Stage history"), template="sales/panel_stages.html",
                       context=deal_history, order=60, live=("deal",))),
        ("deal", Panel(name="lead", label=gettext_lazy("Lead"), template="sales/panel_lead.html", context=deal_lead,
                       order=70)),
        ("lead", Panel(name="state", label=gettext_lazy("State"), template="sales/lead_state.html",
                       context=lead_state, slot="head", live=("lead",))),
        ("lead", Panel(name="actions", label=gettext_lazy("Actions"), template="sales/lead_actions.html",
                       context=lead_actions, slot="actions", live=("lead",))),
        ("lead", Panel(name="worth", label=gettext_lazy("Is it worth it?"), template="sales/lead_worth.html",
                       context=lead_worth, order=5, live=("lead",))),
        ("campaign", Panel(name="quality", label=gettext_lazy("Quality of leads"), lazy=True,
                           template="sales/campaign_quality.html", context=campaign_quality, order=30)),
        ("lead", Panel(name="became", label=gettext_lazy("What it became"), template="sales/lead_became.html",
                       context=lead_became, order=10, live=("lead",))),
    ):  # fmt: skip
        kinds.add_panel([kind], panel)


def _register_money() -> None:
    """Who brought a deal or a client, and what was paid."""
    registered = Panel(name="registration", label=gettext_lazy("Registration"), context=registration, order=24,
                       template="sales/panel_registration.html", live=TARGETS, lazy=True)  # fmt: skip
    kinds.add_panel(TARGETS, registered)
    paid = Panel(name="payments", label=gettext_lazy("Payments"), template="sales/panel_payments.html", order=26,
                 context=payments, live=("deal",), lazy=True)  # fmt: skip
    kinds.add_panel(["deal"], paid)
