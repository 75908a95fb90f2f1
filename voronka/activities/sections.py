"""Places of tasks in the sidebar, in the «+» menu and in the settings."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action
from voronka.accounts.policies import may_manage_company
from voronka.records import access, kinds
from voronka.ui import assets, navigation
from voronka.ui.navigation import Item


def _may(action: str, kind: str) -> Any:
    return lambda user: access.may(user, action, kinds.get(kind))


def register() -> None:
    """Call it in AppConfig.ready."""
    assets.register(style="activities/activities.css", module="activities/activities.js")
    task = kinds.get("task")
    navigation.register(
        Item(
            label=task.labels,
            icon=task.icon,
            url_name="activities:plan_of_tasks",
            order=50,
            shortcut="T",
            visible=_may(Action.VIEW, "task"),
        )
    )
    navigation.register_setting(
        Item(
            label=_("Types of contacts"),
            icon="phone",
            url_name="activities:types",
            order=230,
            section=_("Sales"),
            hint=_("Calls, meetings, letters: what is written down, and how long it takes"),
            visible=may_manage_company,
        )
    )
    navigation.register_create(
        Item(label=task.label, icon=task.icon, url_name="task:new", order=50, visible=_may(Action.CREATE, "task"))
    )
