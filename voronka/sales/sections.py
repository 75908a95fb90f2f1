"""Places of sales in the sidebar, in the «+» menu and in the settings."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action
from voronka.accounts.policies import may_manage_company
from voronka.records import access
from voronka.records.sections import add_section
from voronka.sales.kinds import DEAL, LEAD
from voronka.sales.planning.rights import sets_plans
from voronka.ui import navigation
from voronka.ui.navigation import Item


def may_see_deals(user: Any) -> bool:
    """Whether the role lets this person see deals at all."""
    return access.may(user, Action.VIEW, DEAL)


def register() -> None:
    """Call it in AppConfig.ready."""
    add_section(LEAD, order=20, shortcut="L")
    add_section(DEAL, order=40, shortcut="D")
    statement = _("The statement of a month: carried over, accrued, taken back, to be paid; one’s own and the team’s.")
    for inner in (
        Item(label=_("Registrations"), icon="flag", url_name="sales:registrations", order=52, within="sales:board",
             visible=may_see_deals),
        Item(label=_("Bonuses"), icon="percent", url_name="sales:bonuses", order=54, within="reports:index",
             hint=statement, visible=may_see_deals),
    ):  # fmt: skip
        navigation.register(inner)
    section = _("Sales")
    for item in (
        Item(label=_("Pipelines"), icon="funnel", url_name="sales:pipelines", order=210, section=section,
             hint=_("Stages, their probability and norm of days"), visible=may_manage_company),
        Item(label=_("Common funnel"), icon="network", url_name="sales:common-funnel", order=212, section=section,
             hint=_("Macro-stages that pipelines of all units add up in"), visible=may_manage_company),
        Item(label=_("Routing of leads"), icon="route", url_name="sales:routing", order=215, section=section,
             hint=_("Who gets a new lead, how soon it is answered"), visible=may_manage_company),
        Item(label=_("Qualification of leads"), icon="list-checks", url_name="sales:questions", order=217,
             section=section, hint=_("The short list of questions on a lead’s card"), visible=may_manage_company),
        Item(label=_("Cost of selling"), icon="banknote", url_name="sales:selling-cost", order=218, section=section,
             hint=_("What an hour costs, which expenses need approval"), visible=may_manage_company),
        Item(label=_("Probability of a win"), icon="sparkles", url_name="sales:chances", order=219, section=section,
             hint=_("What is learned from closed deals, and how good it is"), visible=may_manage_company),
        Item(label=_("Plans"), icon="target", url_name="sales:plans", order=219, section=section,
             hint=_("What people and departments are to sell, month by month"), visible=sets_plans),
        Item(label=_("Registration and bonuses"), icon="percent", url_name="sales:bonus-rules", order=219,
             section=section, hint=_("How long a registration protects, who gets which share of a payment"),
             visible=may_manage_company),
        Item(label=_("Campaigns"), icon="megaphone", url_name="campaign:list", order=220, section=section,
             hint=_("Channels that leads come through")),
    ):  # fmt: skip
        navigation.register_setting(item)
