"""The kind «interaction»: what was said and agreed with a client."""

from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from voronka.activities.actions import interactions
from voronka.activities.fields import About, TypeLink
from voronka.activities.models import Direction, Interaction
from voronka.activities.policies import interaction_reach
from voronka.activities.queries.passages import of_interactions
from voronka.records.fields import Choice, LongText, Moment, Number
from voronka.records.kinds import Chip, Group, Kind, Passage
from voronka.records.standard import CREATED_AT, DEPARTMENT, EXTERNAL_ID, MINE, OWNER, UPDATED_AT

INTERACTION = Kind(
    name="interaction",
    plural="interactions",
    model=Interaction,
    label=_("Interaction"),
    labels=_("Interactions"),
    new_label=_("New interaction"),
    icon="message-square",
    always=("happened_at", "direction", "minutes"),
    fields=(
        TypeLink(name="type", label=_("Type"), required=True),
        About(name="subject", label=_("With whom"), required=True),
        LongText(name="text", label=_("Result")),
        Choice(name="direction", label=_("Direction"), choices=Direction),
        Number(name="minutes", label=_("Minutes"), high=Decimal(24 * 60)),
        Moment(name="happened_at", label=_("When"), required=True),
        OWNER,
        DEPARTMENT,
        EXTERNAL_ID,
        CREATED_AT,
        UPDATED_AT,
    ),
    columns=("happened_at", "type", "subject", "text", "minutes", "owner"),
    form=("type", "subject", "text", "minutes", "happened_at"),
    groups=(
        Group(label=_("Contact"), fields=("type", "subject", "happened_at", "minutes", "direction")),
        Group(label=_("What came of it"), fields=("text",)),
        Group(label=_("More"), fields=("owner", "department", "external_id", "created_at", "updated_at"), more=True),
    ),
    chips=(
        MINE,
        Chip(name="today", label=_("Today"), filter={"field": "happened_at", "op": "period", "value": "today"}),
        Chip(name="week", label=_("This week"), filter={"field": "happened_at", "op": "period", "value": "this_week"}),
    ),
    ruled=("direction", "minutes"),
    title="text",
    sort="-happened_at",
    passage=Passage(text=F("text"), at=F("happened_at"), tell=of_interactions),
    create=interactions.create,
    importable=True,
    reach=interaction_reach,
)
