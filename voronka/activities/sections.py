"""Places of tasks in the sidebar, in the «+» menu and in the settings."""

from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action
from voronka.accounts.policies import may_manage_company
from voronka.records import access, kinds
from voronka.records.sections import add_section
from voronka.ui import assets, navigation
from voronka.ui.navigation import Item


def register() -> None:
    """Call it in AppConfig.ready."""
    assets.register(style="activities/activities.css", module="activities/activities.js")
    add_section(kinds.get("task"), order=50, shortcut="T")
    interaction = kinds.get("interaction")
    navigation.register_create(
        Item(
            label=interaction.label,
            icon=interaction.icon,
            url_name="interaction:new",
            order=60,
            visible=lambda user: access.may(user, Action.CREATE, interaction),
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
