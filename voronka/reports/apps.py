"""Registration of the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "voronka.reports"
    label = "reports"

    def ready(self) -> None:
        """Put the reports into the sidebar; give deals the column that the numbers of the funnel open by."""
        from voronka.accounts.models import Action  # noqa: PLC0415  # needs loaded models
        from voronka.records import access, kinds  # noqa: PLC0415  # needs loaded models
        from voronka.reports.fields import REACHED  # noqa: PLC0415  # needs loaded models
        from voronka.reports.forecast_fields import FORECAST_NOW  # noqa: PLC0415  # needs loaded models
        from voronka.reports.macro_fields import FIELDS  # noqa: PLC0415  # needs loaded models
        from voronka.reports.stop_field import STOP_LOSS  # noqa: PLC0415  # needs loaded models
        from voronka.reports.verdict_field import VERDICTS  # noqa: PLC0415  # needs loaded models
        from voronka.sales.kinds import DEAL, LEAD  # noqa: PLC0415  # needs loaded models
        from voronka.ui import navigation  # noqa: PLC0415  # needs loaded models

        kinds.add_fields((LEAD.name,), VERDICTS)
        kinds.add_fields((DEAL.name,), REACHED, *FIELDS, STOP_LOSS, FORECAST_NOW)
        navigation.register_place("forecast", "reports:forecast")
        navigation.register(
            navigation.Item(
                label=_("Reports"),
                icon="chart-column",
                url_name="reports:index",
                order=80,
                shortcut="R",
                visible=lambda user: access.may(user, Action.VIEW, DEAL),
            )
        )
