"""The kind «position»: seen and changed by those who may see and change its person."""

from collections.abc import Collection

from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from voronka.accounts.models import Action, User
from voronka.people.kinds.organizations import ORGANIZATION
from voronka.people.kinds.persons import PERSON
from voronka.people.models import Position
from voronka.records import access
from voronka.records.field_rules import hides
from voronka.records.fields import ClassifierChoice, Date, Link, Text
from voronka.records.kinds import Group, Kind, SearchText
from voronka.records.models import Classifier
from voronka.records.standard import NEW, STANDARD


def through_person(user: User, action: str) -> Q:
    """Seen with its person; made, changed and erased by those who may edit that; never without a right to it."""
    if access.scope(POSITION, user, action) is None:
        return access.NOTHING
    wanted = action if action in {Action.VIEW, Action.EXPORT} else Action.EDIT
    return Q(person__in=access.visible(PERSON, user, wanted).values("pk"))


def _told(ids: Collection[int], user: User) -> dict[int, str]:
    """Why a person is found: where else they work, or worked, as far as `user` sees the organization."""
    if hides(user, POSITION, "organization"):
        return {}
    rows = Position.objects.filter(pk__in=ids, organization__in=access.visible(ORGANIZATION, user).values("pk"))
    found = rows.values_list("pk", "organization__name", "until_on")
    return {pk: (gettext("worked at %(name)s") if until_on else gettext("also works at %(name)s")) % {"name": name}
            for pk, name, until_on in found}  # fmt: skip


POSITION = Kind(
    name="position",
    plural="positions",
    model=Position,
    label=_("Position"),
    labels=_("Other positions"),
    new_label=_("One more place of work"),
    icon="briefcase",
    title="title",
    fields=(
        Link(name="person", label=_("Person"), kind="person", required=True),
        Link(name="organization", label=_("Organization"), kind="organization", required=True),
        Text(name="title", label=_("Position"), max_length=160, personal=True),
        ClassifierChoice(name="role", label=_("Role in the purchase"), classifier=Classifier.ROLE),
        Date(name="since_on", label=_("Works there since")),
        Date(name="until_on", label=_("Until")),
        *STANDARD,
    ),
    columns=("person", "organization", "title", "role", "since_on", "until_on"),
    form=("person", "organization", "title", "role", "since_on", "until_on"),
    groups=(
        Group(label=_("Work"), fields=("person", "organization", "title", "role", "since_on", "until_on")),
        Group(label=_("More"), fields=("owner", "external_id", "created_at", "updated_at"), more=True),
    ),
    chips=(NEW,),
    search=SearchText(
        title=F("person__name"),
        subtitle=F("organization__name"),
        words=(F("organization__name"), F("title")),
        links=("organization",),
        through="person",
        second=_told,
    ),
    before_save=lambda position, _changes: position.settle(),
    reach=through_person,
)
