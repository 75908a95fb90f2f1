"""Registration of the app with Django and of its pages with the frame."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "voronka.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Put the pages of the app among the settings."""
        from voronka.accounts.policies import may_manage_company  # noqa: PLC0415  # needs models
        from voronka.ui.navigation import Item, register_place, register_setting  # noqa: PLC0415  # apps are loaded

        own, company = _("Personal"), _("Company")
        for item in (
            Item(label=_("Profile"), icon="user-round", url_name="accounts:profile", order=10, section=own,
                 hint=_("Name, language, colours, density of rows")),
            Item(label=_("Security"), icon="shield-check", url_name="accounts:security", order=20, section=own,
                 hint=_("Password, second factor, passkeys, where you are signed in")),
            Item(label=_("API tokens"), icon="key-round", url_name="accounts:tokens", order=30, section=own,
                 hint=_("Programs that work in your name")),
            Item(label=_("Employees"), icon="users", url_name="accounts:people", order=110, section=company,
                 hint=_("Invite, change, switch off, give a new password"), visible=may_manage_company),
            Item(label=_("Departments"), icon="building-2", url_name="accounts:departments", order=120, section=company,
                 hint=_("The tree of the company"), visible=may_manage_company),
            Item(label=_("Business units"), icon="briefcase", url_name="accounts:units", order=130,
                 section=company, hint=_("Parts of the company with pipelines of their own"),
                 visible=may_manage_company),
            Item(label=_("Working time"), icon="calendar-clock", url_name="accounts:calendar", order=135,
                 section=company, hint=_("Hours of the week, holidays, who is away"), visible=may_manage_company),
            Item(label=_("Roles and rights"), icon="shield", url_name="accounts:roles", order=140, section=company,
                 hint=_("Who sees and changes what"), visible=may_manage_company),
        ):  # fmt: skip
            register_setting(item)
        register_place("settings", "accounts:settings")
        register_place("profile", "accounts:profile")
        register_place("preferences", "accounts:look")
