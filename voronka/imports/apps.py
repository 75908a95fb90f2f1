"""Registration of the app with Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ImportsConfig(AppConfig):
    name = "voronka.imports"
    label = "imports"

    def ready(self) -> None:
        """Put imports into the sidebar of those who may make records; say who hears of them, and whose rows are."""
        from voronka.accounts.models import Action  # noqa: PLC0415  # needs loaded models
        from voronka.core import live  # noqa: PLC0415  # apps are ready only now
        from voronka.imports import erase_rules, subject_parts  # noqa: PLC0415  # needs loaded models
        from voronka.imports.live import MIGRATION, RUN, hearers_of_migration, hearers_of_run  # noqa: PLC0415  # needs loaded models
        from voronka.imports.models import ImportedRow  # noqa: PLC0415  # needs loaded models
        from voronka.imports.targets.registry import TARGETS  # noqa: PLC0415  # needs loaded models
        from voronka.records import access  # noqa: PLC0415  # needs loaded models
        from voronka.records.merging.rules import Rule, declare  # noqa: PLC0415  # needs loaded models
        from voronka.ui import navigation  # noqa: PLC0415  # needs loaded models

        declare(Rule(model=ImportedRow, column="record_id", kind_column="kind"))
        erase_rules.declare()
        subject_parts.declare()
        live.decide_for(RUN, hearers_of_run)
        live.decide_for(MIGRATION, hearers_of_migration)
        navigation.register(
            navigation.Item(
                label=_("Import"),
                icon="upload",
                url_name="imports:imports",
                order=90,
                shortcut="I",
                visible=lambda user: any(access.may(user, Action.CREATE, one.kind) for one in TARGETS.values()),
            )
        )
