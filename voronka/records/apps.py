"""Registration of the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RecordsConfig(AppConfig):
    name = "voronka.records"
    label = "records"

    def ready(self) -> None:
        """Teach the ORM our comparisons of names, say who hears live events, give pages what cards and lists need."""
        from voronka.accounts.policies import may_manage_company  # noqa: PLC0415  # needs models
        from voronka.core import jobs  # noqa: PLC0415  # apps are ready only now
        from voronka.records import arrangement, erase_rules, merge_rules, names, subject_parts  # noqa: F401, PLC0415  # needs models; registers lookups
        from voronka.ui import assets, navigation  # noqa: PLC0415  # apps are ready only now

        for declared in (merge_rules, erase_rules, subject_parts):
            declared.declare()
        _register_holdings()
        _register_field_rules()
        _register_hearers()
        jobs.before_each(arrangement.refresh_now)
        navigation.register_place("live", "live")
        navigation.register_setting(
            navigation.Item(
                label=_("API"),
                icon="plug",
                url_name="api:openapi-view",
                order=35,
                section=_("Personal"),
                hint=_("How programs read and write here"),
            )
        )
        assets.register(style="records/card.css", module="records/card.js")
        _register_duplicates()
        _register_privacy()
        navigation.register_setting(
            navigation.Item(
                label=_("Classifiers"),
                icon="list-checks",
                url_name="records:classifiers",
                order=210,
                section=_("Data"),
                hint=_("Sources, industries, statuses and reasons to choose from"),
                visible=may_manage_company,
            )
        )
        navigation.register_setting(
            navigation.Item(
                label=_("Fields"),
                icon="list-plus",
                url_name="records:custom-fields",
                order=200,
                section=_("Data"),
                hint=_("Fields of your own for clients, leads and deals"),
                visible=may_manage_company,
            )
        )


def _register_hearers() -> None:
    """Live events go to those who may see the record, of exports to their owner."""
    from voronka.core import live  # noqa: PLC0415  # apps are ready only now
    from voronka.records.exporting.kept import EXPORT, hearers  # noqa: PLC0415  # needs models
    from voronka.records.live import may_hear  # noqa: PLC0415  # needs models

    live.decide_by(may_hear)
    live.decide_for(EXPORT.name, hearers)


def _register_holdings() -> None:
    """Before somebody is switched off it is said what they answer for."""
    from voronka.accounts import holdings  # noqa: PLC0415  # needs models
    from voronka.records.held import held_by  # noqa: PLC0415  # needs models

    holdings.register("records", held_by)


def _register_field_rules() -> None:
    """The settings of roles lead to the rules of fields; a role made like another one takes its rules along."""
    from voronka.accounts.events import RoleCopied  # noqa: PLC0415  # needs models
    from voronka.core import events  # noqa: PLC0415  # apps are ready only now
    from voronka.records.actions.field_rules import copy_rules  # noqa: PLC0415  # needs models
    from voronka.records.actions.obligations import copy_obligations  # noqa: PLC0415  # needs models
    from voronka.ui import navigation  # noqa: PLC0415  # apps are ready only now

    events.on(RoleCopied, copy_rules)
    events.on(RoleCopied, copy_obligations)
    navigation.register_place("field-rules", "records:field-rules")


def _register_duplicates() -> None:
    """The queue of duplicates stands in the sidebar of those who may merge something."""
    from voronka.records.duplicates.queue import may_merge_anything  # noqa: PLC0415  # needs models
    from voronka.ui import navigation  # noqa: PLC0415  # apps are ready only now

    navigation.register(
        navigation.Item(
            label=_("Duplicates"),
            icon="copy",
            url_name="records:duplicates",
            order=85,
            section="",
            visible=may_merge_anything,
        )
    )


def _register_privacy() -> None:
    """What the administrator keeps of personal data."""
    from voronka.accounts.policies import may_manage_company  # noqa: PLC0415  # needs models
    from voronka.ui import navigation  # noqa: PLC0415  # apps are ready only now

    navigation.register_setting(
        navigation.Item(
            label=_("Journal of reads"),
            icon="eye",
            url_name="records:reads",
            order=310,
            section=_("Personal data"),
            hint=_("Who saw which personal data, when and how"),
            visible=may_manage_company,
        )
    )
    navigation.register_setting(
        navigation.Item(
            label=_("Retention"),
            icon="clock",
            url_name="records:retention",
            order=320,
            section=_("Personal data"),
            hint=_("How long data of people are kept, and whom the rules would take"),
            visible=may_manage_company,
        )
    )
