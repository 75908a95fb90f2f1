"""The kind «campaign»: known to everybody, kept by those whose role says so."""

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action, User
from voronka.marketing.models import Campaign
from voronka.records import access
from voronka.records.fields import Date, Flag, Text
from voronka.records.kinds import Chip, Group, Kind, SearchText
from voronka.records.standard import NEW, STANDARD


def known_to_all(user: User, action: str) -> Q:
    """Everybody who works here may choose a campaign; changing one is a matter of the role."""
    if action == Action.VIEW and user.is_active:
        return Q()
    return access.owned(access.scope(CAMPAIGN, user, action), user)


CAMPAIGN = Kind(
    name="campaign",
    plural="campaigns",
    model=Campaign,
    label=_("Campaign"),
    labels=_("Campaigns"),
    new_label=_("New campaign"),
    icon="megaphone",
    always=("is_active",),
    fields=(
        Text(name="name", label=_("Name"), required=True, max_length=160),
        Flag(name="is_active", label=_("In use")),
        Date(name="started_on", label=_("Start")),
        Date(name="ended_on", label=_("End")),
        *STANDARD,
    ),
    columns=("name", "is_active", "started_on", "ended_on", "owner"),
    form=("name",),
    groups=(
        Group(label=_("Details"), fields=("is_active", "started_on", "ended_on", "owner")),
        Group(label=_("More"), fields=("department", "external_id", "created_at", "updated_at"), more=True),
    ),
    chips=(Chip(name="running", label=_("In use"), filter={"field": "is_active", "op": "is", "value": True}), NEW),
    sort="name",
    search=SearchText(title=F("name")),
    reach=known_to_all,
    importable=True,
    comes_back=True,
)
