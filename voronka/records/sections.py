"""Places of the sidebar for the lists of kinds."""

from typing import Any

from voronka.accounts.models import Action
from voronka.records import access
from voronka.records.fields.base import Label
from voronka.records.kinds import Kind
from voronka.ui import navigation


def add_section(kind: Kind, *, order: int, shortcut: str = "", heading: Label = "", creates: bool = True) -> None:
    """Put the kind's overview or list into the sidebar and its form into the «+» menu, as the role allows.

    `shortcut` is the Latin letter pressed after G; call it in AppConfig.ready.
    """

    def may_view(user: Any) -> bool:
        return access.may(user, Action.VIEW, kind)

    def may_create(user: Any) -> bool:
        return access.may(user, Action.CREATE, kind)

    navigation.register(
        navigation.Item(
            label=kind.labels,
            url_name=kind.overview.url_name if kind.overview else f"{kind.name}:list",
            covers=f"{kind.name}:list",
            shortcut=shortcut,
            section=heading,
            visible=may_view,
            icon=kind.icon,
            order=order,
        )
    )
    if creates:
        navigation.register_create(
            navigation.Item(
                label=kind.label, url_name=f"{kind.name}:new", visible=may_create, icon=kind.icon, order=order
            )
        )
