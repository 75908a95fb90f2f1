"""Campaigns: known to all, kept by few."""

from datetime import UTC, date, datetime

import pytest

from voronka.accounts.models import Action, Grant, Scope, User
from voronka.core.errors import Forbidden, Refused
from voronka.marketing.kinds import CAMPAIGN
from voronka.marketing.models import Campaign
from voronka.records import access, actions

NOW = datetime(2026, 3, 4, 12, tzinfo=UTC)


def test_everybody_sees_and_chooses(admin: User, outsider: User) -> None:
    made: Campaign = actions.create(kind=CAMPAIGN, values={"name": "Выставка «Насосы-2026»"}, by=admin, at=NOW)
    assert made.is_active
    assert access.visible(CAMPAIGN, outsider).get() == made
    with pytest.raises(Forbidden):
        actions.update(record=made, changes={"name": "Моя"}, by=outsider, at=NOW)
    with pytest.raises(Forbidden):
        actions.create(kind=CAMPAIGN, values={"name": "Моя"}, by=outsider, at=NOW)


def test_the_role_lets_keep_them(outsider: User) -> None:
    role = outsider.roles.get()
    Grant.objects.bulk_create(
        Grant(role=role, kind="campaign", action=action, scope=Scope.ALL) for action in (Action.CREATE, Action.EDIT)
    )
    made = actions.create(kind=CAMPAIGN, values={"name": "Звонки"}, by=outsider, at=NOW)
    assert actions.update(record=made, changes={"is_active": False}, by=outsider, at=NOW).version == 2


@pytest.mark.parametrize(
    "values",
    [
        {"name": "Есть"},
        {"name": ""},
        {"name": "Назад", "started_on": date(2026, 3, 4), "ended_on": date(2026, 3, 1)},
    ],
)
def test_wrong_ones_are_refused(admin: User, values: dict[str, object]) -> None:
    actions.create(kind=CAMPAIGN, values={"name": "Есть"}, by=admin, at=NOW)
    with pytest.raises(Refused):
        actions.create(kind=CAMPAIGN, values=values, by=admin, at=NOW)
