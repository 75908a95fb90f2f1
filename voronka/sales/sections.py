"""Places of sales in the sidebar, in the «+» menu and in the settings."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action
from voronka.accounts.policies import may_manage_company
from voronka.records import access
from voronka.records.kinds import Kind
from voronka.sales.kinds import DEAL, LEAD
from voronka.ui import navigation
from voronka.ui.navigation import Item


def _allowed(kind: Kind, action: str) -> Callable[[Any], bool]:
    return lambda user: access.may(user, action, kind)


def register() -> None:
    """Call it in AppConfig.ready."""
    for kind, url_name, order, shortcut in ((LEAD, "lead:list", 20, "L"), (DEAL, "sales:board", 40, "D")):
        navigation.register(
            Item(
                label=kind.labels,
                icon=kind.icon,
                url_name=url_name,
                order=order,
                shortcut=shortcut,
                covers=f"{kind.name}:list",
                visible=_allowed(kind, Action.VIEW),
            )
        )
        navigation.register_create(
            Item(
                label=kind.label,
                icon=kind.icon,
                url_name=f"{kind.name}:new",
                order=order,
                visible=_allowed(kind, Action.CREATE),
            )
        )
    navigation.register_setting(
        Item(
            label=_("Pipelines"),
            icon="funnel",
            url_name="sales:pipelines",
            order=210,
            section=_("Sales"),
            hint=_("Stages, their probability and norm of days"),
            visible=may_manage_company,
        )
    )
    navigation.register_setting(
        Item(
            label=_("Campaigns"),
            icon="megaphone",
            url_name="campaign:list",
            order=220,
            section=_("Sales"),
            hint=_("Channels that leads come through"),
        )
    )
